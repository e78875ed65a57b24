package clock

import (
	"container/heap"
	"time"
)

// After calls begin once the clock has advanced by d: in a goroutine of its own when
// time passes, in the caller of [Clock.Advance] when it is moved. It is to begin what
// is due and to return a function that waits for its end, or nil. All that is due at
// once is begun, in order, before any is waited for. The function returned forgets the
// call and reports whether it was in time.
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
