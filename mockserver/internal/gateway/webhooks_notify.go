package gateway

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// webhooksFor returns what an event causes: a request to each hook of the account that is
// for it.
func (a *account) webhooksFor(e event) []webhook.Request {
	var list []webhook.Request
	for h := range a.hooks.All() {
		if (h.event == fixtures.HookAll || h.event == e.kind) && e.concerns(h.filter) {
			list = append(list, h.request(a, e))
		}
	}
	return list
}

// request returns the request that tells a hook of an event.
func (h *hook) request(a *account, e event) webhook.Request {
	r := webhook.Request{
		Account: a.Name, Client: h.client, Event: string(e.kind), About: e.about, Hook: h.id,
		Method: http.MethodPost, URL: requested(h.url), Header: http.Header{},
	}
	switch h.method {
	case fixtures.HookGET:
		r.Method, r.URL = http.MethodGet, withQuery(h.url, e.form())
	case fixtures.HookJSON:
		r.Body = string(e.json())
		r.Header.Set("Content-Type", "application/json")
	default:
		r.Body = e.form()
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	further, _ := fixtures.ParseHookHeaders(h.headers)
	maps.Copy(r.Header, further)
	return r
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

var errClosed = errors.New("the server is closed")

// happen has something happen, with the lock held, and returns when the webhooks have
// been attempted that it causes, unless the world has them wait. Nothing happens any more
// once the gateway is closed.
func (g *Gateway) happen(f func(*state) ([]webhook.Request, error)) (err error) {
	var era context.Context
	var caused []webhook.Request
	g.locked(func(st *state) {
		if era = st.agenda.era; era.Err() != nil {
			err = errClosed
			return
		}
		if caused, err = f(st); err == nil {
			g.running.Add(1)
		}
	})
	if err != nil {
		return err
	}
	defer g.running.Done()
	g.notify(era, func(*state) []webhook.Request { return caused }).Wait()
	return nil
}

// notify sends the webhooks that build returns. What it returns is over when
// they have been attempted, unless the world has them wait.
func (g *Gateway) notify(ctx context.Context, build func(*state) []webhook.Request) webhook.Sending {
	var list []due
	g.locked(func(st *state) {
		var built []webhook.Request
		if ctx.Err() == nil {
			built = build(st)
		}
		if st.world.Webhooks.Delay > 0 {
			st.deliver(built...)
			return
		}
		list = g.begin(st.track(built))
	})
	return g.dispatch(ctx, list)
}

// track remembers webhooks for the tester, and returns their first attempts.
func (st *state) track(list []webhook.Request) []due {
	all := make([]due, len(list))
	for i, r := range list {
		x := &tracked{webhook.Track(ids.Take(&st.ids.Delivery), r)}
		st.webhooks.Add(x, maxTracked)
		all[i] = due{tracked: x, number: 1}
	}
	return all
}

// deliver sends webhooks as soon as the world's delay for them is over.
func (st *state) deliver(list ...webhook.Request) {
	if len(list) == 0 {
		return
	}
	all, size := st.track(list), 0
	for _, x := range all {
		x.Due = st.clock.Now().Add(st.world.Webhooks.Delay)
		size += x.size()
	}
	st.schedule(task{st.world.Webhooks.Delay, size, func(ctx context.Context, g *Gateway) webhook.Sending {
		return g.retry(ctx, all...)
	}})
}
