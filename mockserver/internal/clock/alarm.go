package clock

import (
	"container/heap"
	"time"
)

// After calls begin once the clock has advanced by d: in a goroutine of the clock's when
// time passes, one call after the other, and in the caller of [Clock.Advance] when it is
// moved. It is to begin what is due and to return a function that waits for its end, or
// nil. Advance begins all that is due, in order, before it waits for any. The function
// returned forgets the call and reports whether it was in time.
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

// dueLocked takes the first alarm that is due, nil if none is.
func (c *Clock) dueLocked() *alarm {
	if len(c.pending) == 0 || c.pending[0].at.After(c.nowLocked()) {
		return nil
	}
	return heap.Pop(&c.pending).(*alarm)
}

// ring rings what is due, as time passes. While a callback takes its time, what becomes
// due stays among the alarms, where it takes little memory.
func (c *Clock) ring() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ringing {
		return
	}
	c.ringing = true
	defer func() { // also if a callback ends its goroutine
		c.ringing = false
		c.armLocked()
	}()
	for a := c.dueLocked(); a != nil; a = c.dueLocked() {
		c.unlocked(func() { a.ring() }) // nobody waits for its end
	}
}

// unlocked calls f without the lock, which is held before and afterwards.
func (c *Clock) unlocked(f func()) {
	c.mu.Unlock()
	defer c.mu.Lock()
	f()
}

// unlockAndRing takes what is due, arms the timer for the rest, releases the
// lock and then rings, so that a callback may use the clock.
func (c *Clock) unlockAndRing() {
	var due []*alarm
	for a := c.dueLocked(); a != nil; a = c.dueLocked() {
		due = append(due, a)
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
// none for what is still to come: it does not become due by itself. Nor does one
// that rings, which looks for more afterwards.
func (c *Clock) armLocked() {
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	if len(c.pending) == 0 || c.ringing {
		return
	}
	wait := c.pending[0].at.Sub(c.nowLocked())
	if wait > 0 && c.frozen {
		return
	}
	c.timer = time.AfterFunc(wait, c.ring)
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
