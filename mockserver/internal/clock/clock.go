// Package clock is a wall clock that a test can move, set and freeze, and that
// wakes those who wait for a moment on it.
package clock

import (
	"container/heap"
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

// Quiet forgets every alarm. The clock goes on.
func (c *Clock) Quiet() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.quietLocked()
}

func (c *Clock) quietLocked() {
	for _, a := range c.pending {
		a.place = -1
	}
	c.pending = nil
	c.armLocked()
}

// AfterFunc calls f once the clock has advanced by d: in a goroutine of its
// own when time passes, in the caller of [Clock.Advance] when it is moved. The
// function returned forgets the call and reports whether it was in time.
func (c *Clock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	return c.After(d, func() (wait func()) { f(); return nil })
}

// After is [Clock.AfterFunc] for what takes its time: begin begins it and returns
// a function that waits for its end, or nil. All that is due at once is begun, in
// order, before any is waited for.
func (c *Clock) After(d time.Duration, begin func() (wait func())) (stop func() bool) {
	c.mu.Lock()
	c.serial++
	a := &alarm{at: c.nowLocked().Add(d), serial: c.serial, ring: begin}
	heap.Push(&c.pending, a)
	if a.place == 0 {
		c.armLocked()
	}
	c.mu.Unlock()
	return func() bool { return c.forget(a) }
}

func (c *Clock) forget(a *alarm) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if a.place < 0 {
		return false
	}
	first := a.place == 0
	heap.Remove(&c.pending, a.place)
	if first {
		c.armLocked()
	}
	return true
}

// unlockAndRing takes what is due, arms the timer for the rest, releases the
// lock and then rings, so that a callback may use the clock.
func (c *Clock) unlockAndRing() {
	var due []*alarm
	now := c.nowLocked()
	for len(c.pending) > 0 && !c.pending[0].at.After(now) {
		due = append(due, heap.Pop(&c.pending).(*alarm))
	}
	c.armLocked()
	c.mu.Unlock()
	var waits []func()
	for _, a := range due {
		if wait := a.ring(); wait != nil {
			waits = append(waits, wait)
		}
	}
	for _, wait := range waits {
		wait()
	}
}

// armLocked points the real timer at the first alarm. A frozen clock needs
// none for what is still to come: it does not become due by itself.
func (c *Clock) armLocked() {
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	if len(c.pending) == 0 {
		return
	}
	wait := c.pending[0].at.Sub(c.nowLocked())
	if wait > 0 && c.frozen {
		return
	}
	c.timer = time.AfterFunc(wait, func() {
		c.mu.Lock()
		c.unlockAndRing()
	})
}

// alarm is one call that is due at a moment.
type alarm struct {
	at     time.Time
	serial uint64
	ring   func() (wait func())
	place  int // in the heap; -1 once it is not there any more
}

// alarms is a heap with the first due alarm on top.
type alarms []*alarm

func (h alarms) Len() int { return len(h) }
func (h alarms) Less(i, j int) bool {
	if !h[i].at.Equal(h[j].at) {
		return h[i].at.Before(h[j].at)
	}
	return h[i].serial < h[j].serial
}
func (h alarms) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}
func (h *alarms) Push(x any) {
	a := x.(*alarm)
	a.place = len(*h)
	*h = append(*h, a)
}
func (h *alarms) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	a.place = -1
	return a
}
