package gateway

import (
	"context"
	"net/http"
	"strings"
)

// delivery is a request that goes out to a subscribed URL.
type delivery struct {
	account string // name of the account whose it is
	client  string // client that asked for it; "" if there is none
	event   string // what it tells of
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
	for _, h := range a.hooks {
		if (h.event == eventAll || h.event == e.kind) && e.concerns(h.filter) {
			list = append(list, h.delivery(a, e))
		}
	}
	return list
}

// delivery returns the request that tells a hook of an event.
func (h *hook) delivery(a *account, e event) delivery {
	d := delivery{account: a.Name, client: h.client, event: string(e.kind), hook: h.id, method: http.MethodPost, url: h.url, header: http.Header{}}
	switch h.method {
	case "GET":
		d.method, d.url = http.MethodGet, withQuery(h.url, e.form())
	case "JSON":
		d.body = string(e.json())
		d.header.Set("Content-Type", "application/json")
	default:
		d.body = e.form()
		d.header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for line := range strings.SplitSeq(h.headers, "\n") {
		if name, value, ok := strings.Cut(line, ":"); ok {
			d.header.Set(strings.TrimSpace(name), strings.TrimSpace(value))
		}
	}
	return d
}

// withQuery adds parameters to a URL, which may have some already.
func withQuery(url, query string) string {
	if strings.Contains(url, "?") {
		return url + "&" + query
	}
	return url + "?" + query
}

// notify makes the deliveries that build returns. Unless the world has them
// wait, they have been attempted when it returns.
func (g *Gateway) notify(ctx context.Context, build func(*state) []delivery) {
	var list []*tracked
	g.locked(func(st *state) {
		var built []delivery
		if ctx.Err() == nil {
			built = build(st)
		}
		if st.world.Webhooks.Delay > 0 {
			st.deliver(built...)
			return
		}
		list = st.tracked(built)
	})
	for _, x := range list {
		g.attempt(ctx, x, 1)
	}
}

// tracked remembers deliveries for the tester.
func (st *state) tracked(list []delivery) []*tracked {
	all := make([]*tracked, len(list))
	for i, d := range list {
		all[i] = st.tracking.track(d)
	}
	return all
}

// deliver makes deliveries, one after the other, as soon as the world's
// delay for webhooks is over.
func (st *state) deliver(list ...delivery) {
	if len(list) == 0 {
		return
	}
	all := st.tracked(list)
	for _, x := range all {
		x.Due = st.clock.Now().Add(st.world.Webhooks.Delay)
	}
	st.after(st.world.Webhooks.Delay, func(ctx context.Context, g *Gateway) {
		for _, x := range all {
			g.retry(ctx, x, 1)
		}
	})
}
