// Package clock is a wall clock that a test can move, set and freeze, and that
// wakes those who wait for a moment on it.
package clock

import (
	"sync"
	"time"
)

// Clock is one server's clock. It shows the real time plus an offset, unless
// it is frozen. The zero Clock shows the real time. Its methods may be called
// from several goroutines.
type Clock struct {
	mu      sync.Mutex // guards everything below
	offset  time.Duration
	frozen  bool      // whether the clock stands still
	stand   time.Time // the moment shown while frozen
	pending alarms
	serial  uint64      // orders alarms that are due at the same moment
	timer   *time.Timer // real timer for the first alarm; nil if none is pending
	ringing bool        // whether alarms ring as time passes
}

// Now returns the moment the clock shows, in UTC wherever the machine is.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nowLocked().UTC()
}

func (c *Clock) nowLocked() time.Time {
	if c.frozen {
		return c.stand
	}
	return time.Now().Add(c.offset)
}

// Offset returns how far the clock is ahead of the real time.
func (c *Clock) Offset() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.frozen {
		return time.Until(c.stand)
	}
	return c.offset
}

// Frozen reports whether the clock stands still.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}

// Advance moves the clock by d, backwards if d is negative, and runs what has
// become due before it returns, in order.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	if c.frozen {
		c.stand = c.stand.Add(d)
	} else {
		c.offset += d
	}
	c.unlockAndRing()
}

// Set moves the clock to t. A frozen clock stays frozen. A running one goes no
// farther than a [time.Duration] from the real time, which is 292 years.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	c.setLocked(t)
	c.unlockAndRing()
}

func (c *Clock) setLocked(t time.Time) {
	if c.frozen {
		c.stand = t
	} else {
		c.offset = time.Until(t)
	}
}

// Freeze stops the clock at the moment it shows.
func (c *Clock) Freeze() {
	c.mu.Lock()
	c.stand, c.frozen = c.nowLocked().Round(0), true
	c.unlockAndRing()
}

// Run lets a frozen clock go on from the moment it shows.
func (c *Clock) Run() {
	c.mu.Lock()
	if c.frozen {
		c.frozen = false
		c.setLocked(c.stand)
	}
	c.unlockAndRing()
}

// Reset returns the clock to the real time and forgets every alarm.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset, c.frozen = 0, false
	c.quietLocked()
}
