package mockserver

import (
	"context"
	"sync"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// pauses are the requests whose answers are or may be held back. [newPauses] makes
// them.
type pauses struct {
	closing context.Context // is over when the server is closed
	close   func()          // ends every pause, those to come too

	mu      sync.Mutex // guards waiting
	waiting map[*pause]struct{}
}

func newPauses() *pauses {
	closing, end := context.WithCancel(context.Background())
	return &pauses{closing: closing, close: end, waiting: map[*pause]struct{}{}}
}

type pause struct {
	clientID, account string
	over              chan struct{} // closed when a reset ends the pause
}

// enter notes a request that may be held back, until leave. A reset between the two
// also ends the pauses that are still to come.
func (p *pauses) enter(c *call.Call) *pause {
	held := &pause{clientID: c.ClientID, account: c.Account, over: make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting[held] = struct{}{}
	return held
}

func (p *pauses) leave(held *pause) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.waiting, held)
}

// wait holds a request back for d, for ever if d is negative. It ends early
// when released is closed, when the client goes, on reset and when the server is
// closed, and reports whether the client is still there and the server open.
func (p *pauses) wait(ctx context.Context, held *pause, d time.Duration, released <-chan struct{}) bool {
	var elapsed <-chan time.Time
	if d >= 0 {
		timer := time.NewTimer(d)
		defer timer.Stop()
		elapsed = timer.C
	}
	select {
	case <-elapsed:
	case <-held.over:
	case <-released:
	case <-ctx.Done():
		return false
	case <-p.closing.Done():
		return false
	}
	return true
}

// end ends the pauses of an owner's requests.
func (p *pauses) end(whose control.Owner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for held := range p.waiting {
		if whose.Has(held.clientID, held.account) {
			close(held.over)
			delete(p.waiting, held)
		}
	}
}

// whileOpen returns a context that ends with ctx and when the server is closed, and
// what has to be called in the end.
func (p *pauses) whileOpen(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	forget := context.AfterFunc(p.closing, func() { cancel(control.ErrClosing) })
	return ctx, func() { forget(); cancel(nil) }
}
