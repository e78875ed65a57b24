package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// Attempt is one attempt to deliver a webhook.
type Attempt struct {
	Time     time.Time // when it was made, on the server's clock
	ID       int       // number of the webhook
	Account  string    // name of the account whose webhook it is
	ClientID string    // client whose token subscribed the hook; "" if it was an API key
	Event    string    // what it tells of: a [fixtures.HookEvent], or validate_for_voice
	Number   int       // 1 for the first attempt

	Method string
	URL    string
	Header http.Header
	Body   string

	Status         int // 0 if there was no answer
	ResponseHeader http.Header
	ResponseBody   string        // the first 64 KiB
	Duration       time.Duration // in real time

	Err   error         // why there was no answer; nil if there was one
	Fault string        // what answered in place of the receiver; "" if nothing did
	Next  time.Duration // until the next attempt; 0 if there will be none
}

type attemptKey struct{}

// AttemptOf returns the attempt that the request of a context makes, for a
// transport, or nil.
func AttemptOf(ctx context.Context) *Attempt {
	a, _ := ctx.Value(attemptKey{}).(*Attempt)
	return a
}

// Delivered reports whether the receiver took it: an answer of 2xx or 3xx.
func (a Attempt) Delivered() bool { return a.Status >= 200 && a.Status < 400 }

// The vendor's bounds for receivers.
const (
	receiverTimeout = 5 * time.Second
	maxAnswer       = 64 << 10
)

// attempt sends a delivery, tells of it and, if it failed in a way that may
// pass, has it sent again later. One whose hook has gone while it waited for its
// turn is not sent.
func (g *Gateway) attempt(ctx context.Context, x *tracked, p *prepared, e *errand, q *queue) {
	if ctx.Err() != nil {
		return
	}
	began := time.Now()
	if p.Err == nil {
		if p.Fault != "" {
			e.begin() // nothing may be written
		}
		p.Err = q.send(func() error {
			if !g.wants(x.delivery) {
				return errUnwanted
			}
			began = time.Now()
			return p.roundTrip(e)
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
	e.begin()
	e.follow()
	if g.again(ctx, x, p.Attempt) && g.config.Webhook != nil {
		g.config.Webhook(p.Attempt)
	}
}

// again puts the next attempt onto the clock, if there is to be one. It reports
// whether the era in which this one was made still lasts.
func (g *Gateway) again(ctx context.Context, x *tracked, a Attempt) (lasts bool) {
	g.locked(func(st *state) {
		if lasts = ctx.Err() == nil; !lasts {
			return
		}
		st.tracking.note(x, a)
		if a.Next > 0 {
			st.after(a.Next, func(ctx context.Context, g *Gateway) sending {
				return g.retry(ctx, due{tracked: x, number: a.Number + 1})
			})
		}
	})
	return lasts
}

// due is an attempt that is to be made.
type due struct {
	*tracked
	number int
	over   chan struct{} // closed when it is over; nil before it was begun
}

// retry makes attempts that have come due, but for those that a tester had made
// before.
func (g *Gateway) retry(ctx context.Context, list ...due) sending {
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
	list = slices.DeleteFunc(list, func(d due) bool { return d.begun >= d.number })
	for i := range list {
		d := &list[i]
		d.over = make(chan struct{})
		d.begun, d.inWork = d.number, d.over
	}
	g.running.Add(len(list))
	return list
}

// MayPass reports whether an attempt failed in a way for which the vendor tries
// again: no answer, 429 or 500, 502, 503, 504.
func (a Attempt) MayPass() bool {
	return a.Err != nil || slices.Contains([]int{429, 500, 502, 503, 504}, a.Status)
}

// roundTrip sends an attempt and notes the answer in it. Redirects count as
// answers and are not followed.
func (p *prepared) roundTrip(e *errand) error {
	ctx, cancel := context.WithTimeoutCause(e.traced(p.request.Context()), receiverTimeout, fmt.Errorf("no answer within %s", receiverTimeout))
	defer cancel()
	response, err := p.way.RoundTrip(p.request.WithContext(ctx))
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return err
	}
	p.Status, p.ResponseHeader, p.ResponseBody = response.StatusCode, response.Header, string(body)
	return nil
}
