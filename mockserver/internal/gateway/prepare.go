package gateway

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// prepared is an attempt of which everything is decided except for the answer.
type prepared struct {
	Attempt
	request *http.Request // nil if there is an error already
	way     http.RoundTripper
}

// prepare decides what an attempt sends, and which fault strikes it. Attempts are
// prepared in the order in which they are due, even if some are held up later. It
// returns nil for one that is not wanted any more.
func (g *Gateway) prepare(ctx context.Context, x due) *prepared {
	d := x.delivery
	var t terms
	g.locked(func(st *state) { t = st.terms(d) })
	if !t.wanted {
		g.drop(ctx, x.tracked)
		return nil
	}
	if ctx.Err() != nil {
		return nil
	}
	p := &prepared{way: g.transport, Attempt: Attempt{
		Time: g.config.Clock.Now(), ID: x.ID, Account: d.account, ClientID: d.client, Event: d.event, Number: x.number,
		Method: d.method, URL: d.url, Header: d.header.Clone(), Body: d.body,
	}}
	if t.key != "" {
		signRequest(&p.Attempt, t.key)
	}
	if p.Err = t.barred; p.Err != nil {
		return p
	}
	if p.request, p.Err = p.newRequest(ctx); p.Err == nil && g.config.Around != nil {
		p.way = g.config.Around(&p.Attempt, p.request, g.transport)
	}
	return p
}

// newRequest returns the request that an attempt makes.
func (a *Attempt) newRequest(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(context.WithValue(ctx, attemptKey{}, a), a.Method, a.URL, strings.NewReader(a.Body))
	if err != nil {
		return nil, err
	}
	for name, values := range a.Header {
		r.Header[name] = values
	}
	return r, nil
}

// terms are what holds for a delivery at the moment.
type terms struct {
	wanted bool   // whether its hook still exists
	key    string // of the account, for signatures; "" for none
	barred error  // why its URL may not be called; nil if it may
}

func (st *state) terms(d delivery) terms {
	t := terms{wanted: st.wants(d), barred: st.mayReach(d.url)}
	if a := st.accounts[d.account]; a != nil {
		t.key = a.SigningKey
	}
	return t
}

// wants reports whether somebody still wants a delivery: its hook exists, or it
// has none.
func (st *state) wants(d delivery) bool {
	a := st.accounts[d.account]
	return d.hook == 0 || a != nil && a.hasHook(d.hook)
}

func (g *Gateway) wants(d delivery) (wanted bool) {
	g.locked(func(st *state) { wanted = st.wants(d) })
	return wanted
}

// errUnwanted is why a delivery is not sent that nobody wants any more.
var errUnwanted = errors.New("not sent: its webhook has been unsubscribed")

// drop notes that an attempt was not made, and that there will be none.
func (g *Gateway) drop(ctx context.Context, x *tracked) {
	g.locked(func(st *state) {
		if ctx.Err() == nil {
			st.tracking.drop(x, errUnwanted)
		}
	})
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

// signRequest signs a webhook as requests to the gateway may be signed, with
// the full URL.
func signRequest(a *Attempt, key string) {
	timestamp := strconv.FormatInt(a.Time.Unix(), 10)
	nonce := strings.ReplaceAll(uuid.NewString(), "-", "")
	if a.Header == nil {
		a.Header = http.Header{}
	}
	a.Header.Set("X-Signature", sign(key, timestamp, nonce, a.Method, a.URL, a.Body))
	a.Header.Set("X-Timestamp", timestamp)
	a.Header.Set("X-Nonce", nonce)
}
