package gateway

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Attempt is one attempt to deliver a webhook.
type Attempt struct {
	Time     time.Time // when it was made, on the server's clock
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
// pass, has it sent again later.
func (g *Gateway) attempt(ctx context.Context, x *tracked, number int, e *errand, q *queue) {
	d := x.delivery
	key, retries, wanted := g.terms(d)
	if !wanted || ctx.Err() != nil {
		return
	}
	a := Attempt{
		Time: g.config.Clock.Now(), Account: d.account, ClientID: d.client, Event: d.event, Number: number,
		Method: d.method, URL: d.url, Header: d.header.Clone(), Body: d.body,
	}
	if key != "" {
		signRequest(&a, key)
	}
	began := time.Now()
	if a.Err = g.MayReach(d.url); a.Err == nil {
		a.Err = q.send(func() error { began = time.Now(); return g.roundTrip(e.traced(ctx), &a) })
		if number <= len(retries) && a.mayPass() {
			a.Next = retries[number-1]
		}
	}
	a.Duration = time.Since(began)
	e.begin()
	e.follow()
	if g.again(ctx, x, a) && g.config.Webhook != nil {
		g.config.Webhook(a)
	}
}

// terms returns what holds for a delivery at the moment: the account's key for
// signatures, the pauses between attempts, and whether its hook still exists.
func (g *Gateway) terms(d delivery) (key string, retries []time.Duration, wanted bool) {
	wanted = d.hook == 0
	g.locked(func(st *state) {
		if a := st.accounts[d.account]; a != nil {
			key = a.SigningKey
			wanted = wanted || a.hasHook(d.hook)
		}
		retries = st.world.Webhooks.Retries
	})
	return key, retries, wanted
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

// mayPass reports whether an attempt failed in a way for which the vendor tries
// again: no answer, 429 or 500, 502, 503, 504.
func (a *Attempt) mayPass() bool {
	return a.Err != nil || slices.Contains([]int{429, 500, 502, 503, 504}, a.Status)
}

// signRequest signs a webhook as requests to the gateway may be signed, with
// the full URL.
func signRequest(a *Attempt, key string) {
	timestamp := strconv.FormatInt(a.Time.Unix(), 10)
	nonce := strings.ReplaceAll(uuid.NewString(), "-", "")
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Set("X-Signature", sign(key, timestamp, nonce, a.Method, a.URL, []byte(a.Body)))
	a.Header.Set("X-Timestamp", timestamp)
	a.Header.Set("X-Nonce", nonce)
}

// roundTrip sends an attempt and notes the answer in it. Redirects count as
// answers and are not followed.
func (g *Gateway) roundTrip(ctx context.Context, a *Attempt) error {
	ctx, cancel := context.WithTimeoutCause(ctx, receiverTimeout, fmt.Errorf("no answer within %s", receiverTimeout))
	defer cancel()
	r, err := http.NewRequestWithContext(context.WithValue(ctx, attemptKey{}, a), a.Method, a.URL, strings.NewReader(a.Body))
	if err != nil {
		return err
	}
	for name, values := range a.Header {
		r.Header[name] = values
	}
	response, err := g.transport.RoundTrip(r)
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
	a.Status, a.ResponseHeader, a.ResponseBody = response.StatusCode, response.Header, string(body)
	return nil
}
