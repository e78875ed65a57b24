package gateway

import (
	"context"
	"time"
)

// agenda is what is due later. It ends when the gateway is loaded anew or
// closed.
type agenda struct {
	era    context.Context
	endEra context.CancelFunc
	added  []task              // not yet with the clock
	last   int                 // number of the last task
	stops  map[int]func() bool // of the tasks that have not come, by number
}

// task is something to be done when the clock has advanced by a time. It is
// done without the lock, and should give up when its context is done.
type task struct {
	in time.Duration
	do func(context.Context, *Gateway) sending
}

// after has something done once the clock has advanced by d, unless the agenda
// ends before. Without a delay it is done at once, even if the clock stands
// still.
func (st *state) after(d time.Duration, do func(context.Context, *Gateway) sending) {
	if st.agenda.era.Err() == nil {
		st.agenda.added = append(st.agenda.added, task{d, do})
	}
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
	a.added = nil
}

// start hands the tasks that were added to the clock. The lock is held.
func (g *Gateway) start(a *agenda) {
	for _, t := range a.added {
		g.startTask(a, t)
	}
	clear(a.added)
	a.added = a.added[:0]
}

// maxTasks bounds what may wait for its moment, should the clock stand still.
// What comes on top of it never happens.
const maxTasks = 100_000

func (g *Gateway) startTask(a *agenda, t task) {
	era := a.era
	if t.in <= 0 {
		g.running.Go(func() { t.do(era, g) })
		return
	}
	if len(a.stops) >= maxTasks {
		return
	}
	a.last++
	id := a.last
	if a.stops == nil {
		a.stops = map[int]func() bool{}
	}
	a.stops[id] = g.config.Clock.After(t.in, func() (wait func()) {
		if !g.beginTask(era, id) {
			return nil
		}
		defer g.running.Done()
		return t.do(era, g).wait
	})
}

// beginTask notes that a task has come and is under way. It reports whether its
// era still lasts.
func (g *Gateway) beginTask(era context.Context, id int) (lasts bool) {
	g.locked(func(st *state) {
		if lasts = era.Err() == nil; lasts {
			delete(st.agenda.stops, id)
			g.running.Add(1)
		}
	})
	return lasts
}
