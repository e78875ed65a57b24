package gateway

import (
	"context"
	"time"
)

// timers are the calls of the clock that have not come yet, by number.
type timers struct {
	last  int
	stops map[int]func() bool
}

// afterLocked calls f once the server's clock has advanced by d, unless the
// gateway is loaded anew or closed before. f is called without the lock and
// should give up when its context is done. Without a delay it is called at
// once, even if the clock stands still.
func (g *Gateway) afterLocked(d time.Duration, f func(context.Context)) {
	era := g.era
	if era.Err() != nil {
		return
	}
	if d <= 0 {
		g.running.Go(func() { f(era) })
		return
	}
	g.timers.last++
	id := g.timers.last
	if g.timers.stops == nil {
		g.timers.stops = map[int]func() bool{}
	}
	g.timers.stops[id] = g.config.Clock.AfterFunc(d, func() {
		if g.beginTimer(era, id) {
			defer g.running.Done()
			f(era)
		}
	})
}

// beginTimer notes that a call has come and is under way. It reports whether
// its era still lasts.
func (g *Gateway) beginTimer(era context.Context, id int) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if era.Err() != nil {
		return false
	}
	delete(g.timers.stops, id)
	g.running.Add(1)
	return true
}

// endEraLocked forgets the calls that have not come and tells those that are
// under way to give up.
func (g *Gateway) endEraLocked() {
	if g.endEra == nil {
		return
	}
	g.endEra()
	for _, stop := range g.timers.stops {
		stop()
	}
	clear(g.timers.stops)
}
