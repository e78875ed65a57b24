package clock_test

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/internal/clock"
)

// ringer notes which alarms ring.
type ringer struct {
	mu   sync.Mutex // guards rung
	rung []string
}

func (r *ringer) ring(name string) func() (wait func()) {
	return func() (wait func()) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.rung = append(r.rung, name)
		return nil
	}
}

// want compares what has rung, and forgets it.
func (r *ringer) want(t *testing.T, want ...string) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.Equal(r.rung, want) {
		t.Errorf("rung: %q, want %q", r.rung, want)
	}
	r.rung = nil
}

func TestAfterAsTimePasses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		c.After(2*time.Second, r.ring("late"))
		c.After(time.Second, r.ring("early"))
		time.Sleep(time.Second - 1)
		synctest.Wait()
		r.want(t)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		r.want(t, "early")
		time.Sleep(time.Second)
		synctest.Wait()
		r.want(t, "late")
		time.Sleep(time.Hour)
		r.want(t)
	})
}

// What is moved past rings before Advance returns, in the order of the moments
// and, at the same moment, in the order of the calls.
func TestAfterAsClockIsMoved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		c.After(3*time.Second, r.ring("3a"))
		c.After(time.Second, r.ring("1"))
		c.After(3*time.Second, r.ring("3b"))
		c.After(5*time.Second, r.ring("5"))
		c.After(3*time.Second, r.ring("3c"))
		c.After(2*time.Second, r.ring("2"))
		c.Advance(time.Second - 1)
		r.want(t)
		c.Advance(2*time.Second + 1)
		r.want(t, "1", "2", "3a", "3b", "3c")
		c.Set(c.Now().Add(2 * time.Second))
		r.want(t, "5")
		c.Advance(time.Hour)
		r.want(t)
	})
}

func TestAfterOnceTheClockHasBeenMoved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		c.Advance(24 * time.Hour)
		c.After(2*time.Second, r.ring("a"))
		c.Advance(-time.Second) // now it is due in three
		time.Sleep(3*time.Second - 1)
		synctest.Wait()
		r.want(t)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		r.want(t, "a")
	})
}

// A frozen clock rings by being moved alone; once it runs, by itself again.
func TestAfterOnFrozenClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		c.After(time.Second, r.ring("1"))
		c.Freeze()
		c.After(2*time.Second, r.ring("2"))
		c.After(3*time.Second, r.ring("3"))
		time.Sleep(time.Hour)
		synctest.Wait()
		r.want(t)
		c.Advance(time.Second)
		r.want(t, "1")
		c.Set(c.Now().Add(time.Second))
		r.want(t, "2")
		c.Run()
		time.Sleep(time.Second - 1)
		synctest.Wait()
		r.want(t)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		r.want(t, "3")
	})
}

// What is due already rings by itself, in a goroutine of its own.
func TestAfterAtOnce(t *testing.T) {
	t.Parallel()
	for name, freeze := range map[string]bool{"running": false, "frozen": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var c clock.Clock
				var r ringer
				if freeze {
					c.Freeze()
				}
				var held sync.Mutex
				held.Lock()
				c.After(0, func() (wait func()) {
					held.Lock() // would never come back from a call within After
					return r.ring("now")()
				})
				held.Unlock()
				synctest.Wait()
				r.want(t, "now")
				c.After(-time.Hour, r.ring("before"))
				synctest.Wait()
				r.want(t, "before")
			})
		})
	}
}

// As time passes, one alarm rings after the other: while one takes its time, the others
// wait without a goroutine. They can be rung by moving the clock, and ring in the end,
// even if the one has ended its goroutine.
func TestAlarmsWaitTheirTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		goOn := make(chan struct{})
		c.After(time.Second, func() (wait func()) {
			<-goOn
			runtime.Goexit()
			return nil
		})
		c.After(2*time.Second, r.ring("2"))
		c.After(3*time.Second, r.ring("3"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		r.want(t)
		c.Advance(0)
		r.want(t, "2")
		time.Sleep(time.Second)
		synctest.Wait()
		r.want(t)
		close(goOn)
		synctest.Wait()
		r.want(t, "3")
	})
}

func TestAfterStop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		stops := map[string]func() bool{}
		for i, name := range []string{"1", "2", "3", "4"} {
			stops[name] = c.After(time.Duration(i+1)*time.Second, r.ring(name))
		}
		for _, name := range []string{"1", "3"} {
			if !stops[name]() {
				t.Errorf("stopping %s was not in time", name)
			}
			if stops[name]() {
				t.Errorf("stopping %s a second time was in time again", name)
			}
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		r.want(t, "2")
		if stops["2"]() {
			t.Error("stopping 2 was in time after it rang")
		}
		c.Advance(time.Hour)
		r.want(t, "4")
	})
}

// An alarm may use the clock, and set another.
func TestAfterFromAnAlarm(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var r ringer
		c.After(time.Second, func() (wait func()) {
			shows(t, &c, time.Now().Add(10*time.Second))
			c.After(time.Second, r.ring("2"))
			return r.ring("1")()
		})
		c.Advance(10 * time.Second)
		r.want(t, "1")
		time.Sleep(time.Second)
		synctest.Wait()
		r.want(t, "2")
	})
}

// Reset forgets every alarm, and so does Quiet; no goroutine and no timer is left
// behind, or the bubble would not end.
func TestResetForgetsAlarms(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(*clock.Clock){"Reset": (*clock.Clock).Reset, "Quiet": (*clock.Clock).Quiet} {
		synctest.Test(t, func(t *testing.T) {
			var c clock.Clock
			var r ringer
			stop := c.After(time.Second, r.ring("1"))
			forget(&c)
			if stop() {
				t.Errorf("%s: stopping was in time afterwards", name)
			}
			c.Advance(time.Hour)
			time.Sleep(time.Hour)
			synctest.Wait()
			r.want(t)
			c.After(time.Second, r.ring("2"))
			c.Advance(time.Second)
			r.want(t, "2")
		})
	}
}
