package gateway

import (
	"context"
	"maps"
	"net/http"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

// delivery is a request that goes out to a subscribed URL.
type delivery struct {
	account string // name of the account whose it is
	client  string // client that asked for it; "" if there is none
	event   string // what it tells of
	about   string // id of the message or call; "" if it came in
	hook    int    // id of the hook; 0 if there is none
	method  string // GET or POST
	url     string
	header  http.Header
	body    string
}

// deliveries returns what an event causes: a request to each hook of the
// account that is for it.
func (a *account) deliveries(e event) []delivery {
	var list []delivery
	for h := range a.hooks.All() {
		if (h.event == fixtures.HookAll || h.event == e.kind) && e.concerns(h.filter) {
			list = append(list, h.delivery(a, e))
		}
	}
	return list
}

// delivery returns the request that tells a hook of an event.
func (h *hook) delivery(a *account, e event) delivery {
	d := delivery{account: a.Name, client: h.client, event: string(e.kind), about: e.about, hook: h.id, method: http.MethodPost, url: requested(h.url), header: http.Header{}}
	switch h.method {
	case fixtures.HookGET:
		d.method, d.url = http.MethodGet, withQuery(h.url, e.form())
	case fixtures.HookJSON:
		d.body = string(e.json())
		d.header.Set("Content-Type", "application/json")
	default:
		d.body = e.form()
		d.header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	further, _ := fixtures.ParseHookHeaders(h.headers)
	maps.Copy(d.header, further)
	return d
}

// requested returns a URL without its fragment, which stays with whoever asks.
func requested(url string) string {
	url, _, _ = strings.Cut(url, "#")
	return url
}

// withQuery adds parameters to a URL, which may have some already.
func withQuery(url, query string) string {
	url = requested(url)
	if strings.Contains(url, "?") {
		return url + "&" + query
	}
	return url + "?" + query
}

// notify makes the deliveries that build returns. What it returns is over when
// they have been attempted, unless the world has them wait.
func (g *Gateway) notify(ctx context.Context, build func(*state) []delivery) sending {
	var list []due
	g.locked(func(st *state) {
		var built []delivery
		if ctx.Err() == nil {
			built = build(st)
		}
		if st.world.Webhooks.Delay > 0 {
			st.deliver(built...)
			return
		}
		list = g.begin(st.tracked(built))
	})
	return g.dispatch(ctx, list)
}

// tracked remembers deliveries for the tester, and returns their first attempts.
func (st *state) tracked(list []delivery) []due {
	all := make([]due, len(list))
	for i, d := range list {
		all[i] = due{tracked: st.tracking.track(ids.Take(&st.ids.Delivery), d), number: 1}
	}
	return all
}

// deliver makes deliveries as soon as the world's delay for webhooks is over.
func (st *state) deliver(list ...delivery) {
	if len(list) == 0 {
		return
	}
	all := st.tracked(list)
	for _, x := range all {
		x.Due = st.clock.Now().Add(st.world.Webhooks.Delay)
	}
	st.after(st.world.Webhooks.Delay, func(ctx context.Context, g *Gateway) sending {
		return g.retry(ctx, all...)
	})
}
