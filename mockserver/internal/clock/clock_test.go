package clock_test

import (
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/internal/clock"
)

// In a synctest bubble the real time stands still while a test runs, and jumps
// when every goroutine waits: what is compared here is exact.

func TestZeroClockShowsRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		shows(t, &c, time.Now())
		time.Sleep(time.Hour)
		shows(t, &c, time.Now())
		state(t, &c, 0, false)
	})
}

func TestAdvance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		c.Advance(time.Hour)
		shows(t, &c, time.Now().Add(time.Hour))
		c.Advance(-90 * time.Minute)
		shows(t, &c, time.Now().Add(-30*time.Minute))
		state(t, &c, -30*time.Minute, false)
		time.Sleep(time.Minute)
		shows(t, &c, time.Now().Add(-30*time.Minute))
	})
}

func TestSet(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		c.Advance(time.Hour)
		moment := time.Date(2031, 12, 31, 23, 59, 59, 0, time.UTC)
		c.Set(moment)
		shows(t, &c, moment)
		state(t, &c, time.Until(moment), false)
		time.Sleep(time.Second)
		shows(t, &c, moment.Add(time.Second))
	})
}

func TestFreeze(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		c.Advance(time.Hour)
		moment := c.Now()
		c.Freeze()
		time.Sleep(time.Minute)
		shows(t, &c, moment)
		state(t, &c, 59*time.Minute, true)
		c.Freeze() // once more changes nothing
		shows(t, &c, moment)

		c.Advance(time.Second)
		shows(t, &c, moment.Add(time.Second))
		c.Set(moment.Add(-time.Hour))
		shows(t, &c, moment.Add(-time.Hour))
		state(t, &c, -time.Minute, true)
		c.Set(time.Time{})
		shows(t, &c, time.Time{})
		if !c.Frozen() {
			t.Error("the zero time has set the clock going")
		}
	})
}

func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		c.Run() // a running clock runs on
		shows(t, &c, time.Now())

		moment := c.Now()
		c.Freeze()
		time.Sleep(time.Hour)
		c.Run()
		shows(t, &c, moment)
		state(t, &c, -time.Hour, false)
		time.Sleep(time.Second)
		shows(t, &c, moment.Add(time.Second))
	})
}

func TestReset(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c clock.Clock
		c.Advance(time.Hour)
		c.Freeze()
		c.Reset()
		shows(t, &c, time.Now())
		state(t, &c, 0, false)
	})
}

func shows(t *testing.T, c *clock.Clock, want time.Time) {
	t.Helper()
	if got := c.Now(); !got.Equal(want) {
		t.Errorf("the clock shows %s, want %s", got, want)
	}
}

func state(t *testing.T, c *clock.Clock, offset time.Duration, frozen bool) {
	t.Helper()
	if got := c.Offset(); got != offset {
		t.Errorf("the clock is ahead by %s, want %s", got, offset)
	}
	if got := c.Frozen(); got != frozen {
		t.Errorf("the clock is frozen: %t, want %t", got, frozen)
	}
}
