package gateway

import (
	"context"
	"errors"
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// due is an attempt to send a webhook that is to be made.
type due struct {
	*tracked
	number int
	over   chan struct{} // closed when it is over; nil before it was begun
}

// retry makes attempts that have come due, but for those that a tester had made
// before.
func (g *Gateway) retry(ctx context.Context, list ...due) webhook.Sending {
	g.locked(func(*state) {
		if ctx.Err() != nil {
			list = nil
		}
		list = g.begin(list)
	})
	return g.dispatch(ctx, list)
}

// begin returns those attempts of a list that nobody else makes, and counts them as
// running. The lock is held.
func (g *Gateway) begin(list []due) []due {
	mine := list[:0]
	for _, d := range list {
		if over, ok := d.Begin(d.number); ok {
			d.over = over
			mine = append(mine, d)
		}
	}
	g.running.Add(len(mine))
	return mine
}

// dispatch makes attempts, which have been counted as running.
func (g *Gateway) dispatch(ctx context.Context, list []due) webhook.Sending {
	all := make(webhook.Sending, 0, len(list))
	for _, d := range list {
		p := g.prepare(ctx, d)
		if p == nil {
			close(d.over)
			g.running.Done()
			continue
		}
		e := g.errands.Add(d.Request.Receiver(), d.Request.About, d.over)
		all = append(all, e)
		go func() {
			defer g.running.Done()
			e.Do(func() { g.attempt(ctx, d.tracked, p, e) })
		}()
	}
	return all
}

// prepared is an attempt of which everything is decided except for the answer.
type prepared struct {
	webhook.Attempt
	request *http.Request // nil if there is an error already
	way     http.RoundTripper
}

// prepare decides what an attempt sends, and which fault strikes it. Attempts are
// prepared in the order in which they are due, even if some are held up later. It
// returns nil for one that is not wanted any more.
func (g *Gateway) prepare(ctx context.Context, x due) *prepared {
	var t terms
	g.locked(func(st *state) { t = st.terms(&x.Request) })
	if !t.wanted {
		g.drop(ctx, x.tracked)
		return nil
	}
	if ctx.Err() != nil {
		return nil
	}
	p := &prepared{way: g.transport, Attempt: x.Request.Attempt(x.number, g.config.Clock.Now(), t.key)}
	p.ID = x.ID
	if p.Err = t.barred; p.Err != nil {
		return p
	}
	if p.request, p.Err = p.NewRequest(ctx); p.Err == nil && g.config.Around != nil {
		p.way = g.config.Around(&p.Attempt, p.request, g.transport)
	}
	return p
}

// terms are what holds for a webhook at the moment.
type terms struct {
	wanted bool   // whether its hook still exists
	key    string // of the account, for signatures; "" for none
	barred error  // why its URL may not be called; nil if it may
}

func (st *state) terms(r *webhook.Request) terms {
	t := terms{wanted: st.wants(r), barred: st.mayReach(r.URL)}
	if a := st.accounts[r.Account]; a != nil {
		t.key = a.SigningKey
	}
	return t
}

// wants reports whether somebody still wants a webhook: its hook exists, or it
// has none.
func (st *state) wants(r *webhook.Request) bool {
	a := st.accounts[r.Account]
	return r.Hook == 0 || a != nil && a.hasHook(r.Hook)
}

func (g *Gateway) wants(r *webhook.Request) (wanted bool) {
	g.locked(func(st *state) { wanted = st.wants(r) })
	return wanted
}

// hasHook reports whether a hook of the account, or of a subaccount, still exists.
func (a *account) hasHook(id int) bool {
	if a.hooks.Find(id) != nil {
		return true
	}
	for s := range a.subaccounts.All() {
		if s.hooks.Find(id) != nil {
			return true
		}
	}
	return false
}

// attempt sends a webhook, tells of it and, if it failed in a way that may
// pass, has it sent again later. One whose hook has gone while it waited for its
// turn is not sent.
func (g *Gateway) attempt(ctx context.Context, x *tracked, p *prepared, e *webhook.Errand) {
	if ctx.Err() != nil {
		return
	}
	began := time.Now()
	if p.Err == nil {
		if p.Fault != "" {
			e.Begun() // nothing may be written
		}
		p.Err = e.Send(func() error {
			if !g.wants(&x.Request) {
				return errUnwanted
			}
			began = time.Now()
			return p.Send(p.request, p.way, e.Begun)
		})
		if errors.Is(p.Err, errUnwanted) {
			g.drop(ctx, x)
			return
		}
		if retries := g.settings().Webhooks.Retries; p.Number <= len(retries) && p.MayPass() {
			p.Next = retries[p.Number-1]
		}
	}
	p.Duration = time.Since(began)
	e.Begun()
	e.Follow()
	if g.again(ctx, x, p.Attempt) && g.config.Webhook != nil {
		g.config.Webhook(p.Attempt)
	}
}

// again notes what came of an attempt, and puts the next one onto the clock if there is
// to be one. It reports whether the era in which it was made still lasts.
func (g *Gateway) again(ctx context.Context, x *tracked, a webhook.Attempt) (lasts bool) {
	g.locked(func(st *state) {
		if lasts = ctx.Err() == nil; !lasts {
			return
		}
		x.Note(a)
		st.webhooks.Changed(x)
		if a.Next > 0 {
			st.schedule(task{a.Next, x.size(), func(ctx context.Context, g *Gateway) webhook.Sending {
				return g.retry(ctx, due{tracked: x, number: a.Number + 1})
			}})
		}
	})
	return lasts
}

// errUnwanted is why a webhook is not sent that nobody wants any more.
var errUnwanted = errors.New("not sent: its webhook has been unsubscribed")

// drop notes that an attempt was not made, and that there will be none.
func (g *Gateway) drop(ctx context.Context, x *tracked) {
	g.locked(func(st *state) {
		if ctx.Err() == nil {
			x.Drop(errUnwanted)
			st.webhooks.Changed(x)
		}
	})
}
