package gateway

import (
	"context"
	"time"

	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/kept"
)

// agenda is what is due later. It ends when the gateway is loaded anew or
// closed.
type agenda struct {
	era    context.Context
	endEra context.CancelFunc
	closed bool                // whether no further era begins
	added  []task              // not yet with the clock
	last   int                 // number of the last task
	stops  map[int]func() bool // of the tasks that have not come, by number
	size   int                 // how many things those tasks do
	most   int                 // how many they may do
	atOnce <-chan struct{}     // closed when the last task that was done at once has been; nil if there was none
}

// task is something to be done when the clock has advanced by a time. It is
// done without the lock, and should give up when its context is done.
type task struct {
	in   time.Duration
	size int // how many things it does, as sizeOf counts them
	do   func(context.Context, *Gateway) webhook.Sending
}

// after has something done once the clock has advanced by t.in, unless the agenda
// ends before. Without a delay it is done at once, even if the clock stands
// still.
func (st *state) after(t task) {
	if st.agenda.era.Err() == nil {
		st.agenda.added = append(st.agenda.added, t)
	}
}

// begin lets the era of a world begin. In a gateway that is closed, it ends at once.
func (st *state) begin() {
	a := &st.agenda
	a.era, a.endEra = context.WithCancel(context.Background())
	if a.closed {
		a.endEra()
	}
}

// endForGood ends the agenda, and lets no other begin.
func (st *state) endForGood() {
	st.agenda.closed = true
	st.end()
}

// end forgets the tasks that have not come and tells those that are under way
// to give up.
func (st *state) end() {
	a := &st.agenda
	if a.endEra == nil {
		return
	}
	a.endEra()
	for _, stop := range a.stops {
		stop()
	}
	clear(a.stops)
	a.added, a.size = nil, 0
}

// start hands the tasks that were added to the clock. The lock is held.
func (g *Gateway) start(a *agenda) {
	for _, t := range a.added {
		g.startTask(a, t)
	}
	clear(a.added)
	a.added = a.added[:0]
}

// maxWaiting bounds how many things may wait for their moment, or for their turn in case
// receivers are slow or the clock stands still; there are fewer if the total of all that
// is kept is small. Those beyond it never happen.
const maxWaiting = 100_000

// thingBytes is what one of them may weigh; what weighs more counts as several.
const thingBytes = 2 << 10

// mostWaiting is [maxWaiting] where a total holds what is kept.
func mostWaiting(total *kept.Total) int { return int(min(maxWaiting, total.Most()/thingBytes)) }

// sizeOf returns how many things it counts as to do something with each of a list: they
// stay in memory until then, also if they are in no list any more.
func sizeOf[T interface{ Weight() int }](list ...T) (size int) {
	for _, x := range list {
		size += 1 + x.Weight()/thingBytes
	}
	return size
}

// startTask has the clock do a task. One that waits is not done before what was to be
// done at once when it was added, even if the clock is advanced in the same moment:
// otherwise hooks would be told of the end of a call before its beginning.
func (g *Gateway) startTask(a *agenda, t task) {
	if a.size+t.size > a.most {
		return
	}
	a.size += t.size
	era, before, done := a.era, a.atOnce, func() {}
	if t.in <= 0 {
		over := make(chan struct{})
		a.atOnce, done = over, func() { close(over) }
	}
	a.last++
	id := a.last
	if a.stops == nil {
		a.stops = map[int]func() bool{}
	}
	a.stops[id] = g.config.Clock.After(t.in, func() (wait func()) {
		defer done()
		if before != nil {
			select {
			case <-before:
			case <-era.Done(): // which forgets tasks
			}
		}
		if !g.beginTask(era, id, t.size) {
			return nil
		}
		defer g.running.Done()
		return t.do(era, g).Wait
	})
}

// beginTask notes that a task has come and is under way. It reports whether its
// era still lasts.
func (g *Gateway) beginTask(era context.Context, id, size int) (lasts bool) {
	g.locked(func(st *state) {
		if lasts = era.Err() == nil; lasts {
			delete(st.agenda.stops, id)
			st.agenda.size -= size
			g.running.Add(1)
		}
	})
	return lasts
}
