package clock_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/internal/clock"
)

// Under any mixture of moves, each alarm rings once, or is stopped in time, but
// never both.
func TestAlarmsRingOnceWhileEverythingMoves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		var calls sync.WaitGroup
		var rung, stopped atomic.Int64
		const each = 50
		for g := range 20 {
			calls.Go(func() {
				for i := range each {
					stop := c.After(time.Duration(i)*time.Millisecond, func() (wait func()) { rung.Add(1); return nil })
					switch (g + i) % 7 {
					case 0:
						c.Advance(time.Millisecond)
					case 1:
						c.Set(c.Now().Add(time.Millisecond))
					case 2:
						c.Freeze()
					case 3:
						c.Run()
					case 4:
						if stop() {
							stopped.Add(1)
						}
					case 5:
						c.Offset()
						c.Frozen()
					default:
						time.Sleep(time.Millisecond)
					}
				}
			})
		}
		calls.Wait()
		c.Advance(time.Hour)
		synctest.Wait()
		if got := rung.Load() + stopped.Load(); got != 20*each || rung.Load() == 0 || stopped.Load() == 0 {
			t.Errorf("%d alarms rang and %d were stopped, want some of both and %d in all", rung.Load(), stopped.Load(), 20*each)
		}
	})
}
