package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func hooksEndpoints() []served {
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "hooks", Name: "hooks",
			Summary: "The account's webhooks; with an action, add one or take one away.",
			Answers: answers(hooksAnswer{}, subscribeAnswer{}, hookFailure{}),
		}, (*state).serveHooks),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "hooks", Name: "subscribe",
			Summary: "Add a webhook; with an action, list them or take one away.",
			Answers: answers(hooksAnswer{}, subscribeAnswer{}, hookFailure{}),
		}, (*state).serveHooks),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "hooks", Name: "unsubscribe",
			Summary: "Take a webhook away.", Answers: answers(subscribeAnswer{}, hookFailure{}),
		}, (*state).serveUnsubscribe),
	}
}

type hookFields struct {
	Action  string             `yaml:"action" doc:"read, subscribe or unsubscribe; unless given, GET reads, and POST subscribes or, with an id and no target_url, unsubscribes."`
	ID      string             `yaml:"id" doc:"To unsubscribe: the webhook; or else its target_url, event_type and request_method."`
	URL     string             `yaml:"target_url" doc:"Where it goes."`
	Event   fixtures.HookEvent `yaml:"event_type" doc:"What it tells of."`
	Filter  string             `yaml:"event_filter" doc:"Only what this number or RCS agent of the account sent or received."`
	Method  string             `yaml:"request_method" doc:"POST, GET or JSON; POST unless given."`
	Headers string             `yaml:"headers" doc:"Further headers as Name: value, between line feeds."`
}

// method returns how the hook is called.
func (in *hookFields) method() fixtures.HookMethod {
	return cmp.Or(fixtures.HookMethod(strings.ToUpper(in.Method)), fixtures.HookPOST)
}

// hook is a URL that an account has subscribed to an event.
type hook struct {
	id      int
	client  string // whose token subscribed it; "" if it was an API key
	url     string
	event   fixtures.HookEvent
	filter  string
	method  fixtures.HookMethod
	headers string // "Name: value", separated by line feeds
	created time.Time
}

func (h *hook) Key() int { return h.id }

// Weight is about how many bytes it takes.
func (h *hook) Weight() int { return 300 + len(h.url) + len(h.filter) + len(h.headers) }

// write leaves out headers that are none, which no world has.
func (h *hook) write(p page) {
	has := p.has()
	*has.Hooks = append(*has.Hooks, fixtures.Hook{
		URL: h.url, Event: h.event, Filter: h.filter, Method: h.method, Headers: fixtures.HookHeaders(h.headers), Client: h.client,
		Created: fixtures.WriteMoment(h.created), ID: h.id,
	})
}

// fillHooks gives an account the webhooks that the world has for it.
func (st *state) fillHooks(a *account, hooks []fixtures.Hook) {
	for _, h := range hooks {
		id := ids.Named(&st.ids.Hook, h.ID)
		a.hooks.Add(&hook{
			id: id, client: h.Client, url: h.URL, event: h.Event, filter: h.Filter,
			method: cmp.Or(h.Method, fixtures.HookPOST), headers: h.Headers, created: st.moment(h.Created),
		}, maxEntries)
	}
}

// hookAnswer is a hook as it is read.
type hookAnswer struct {
	ID      string              `json:"id"`
	URL     string              `json:"target_url"`
	Headers string              `json:"headers"` // "" if there are none
	Event   fixtures.HookEvent  `json:"event_type"`
	Filter  *string             `json:"event_filter"`
	Method  fixtures.HookMethod `json:"request_method"`
	Enabled bool                `json:"enabled"`
	Created string              `json:"created"`
}

type hooksAnswer struct {
	Success bool         `json:"success"`
	Code    *int         `json:"code"` // always null
	Hooks   []hookAnswer `json:"hooks"`
}

type subscribeAnswer struct {
	Success bool `json:"success"`
	Code    *int `json:"code"` // always null
	ID      int  `json:"id,omitempty"`
}

type hookFailure struct {
	Success bool   `json:"success"`
	Code    *int   `json:"code"` // always null
	Message string `json:"error_message"`
}

func refuseHook(message, format string, args ...any) error {
	return refuseWith(hookFailure{Message: message}, format, args...)
}

// serveHooks lists the account's hooks, adds one or takes one away.
func (st *state) serveHooks(q *request, in *hookFields) (reply, error) {
	switch action := cmp.Or(in.Action, in.impliedAction(q.http.Method)); action {
	case "read":
		return st.readHooks(q)
	case "subscribe":
		return st.subscribe(q, in)
	case "unsubscribe":
		return st.serveUnsubscribe(q, in)
	}
	return reply{}, refuseHook("Invalid action ("+in.Action+")", "`action` is %q; want read, subscribe or unsubscribe", in.Action)
}

// impliedAction is what a request wants that does not say so. A trigger of the
// vendor's Zapier app unsubscribes with nothing but an id; that the gateway
// understands it is a guess.
func (in *hookFields) impliedAction(method string) string {
	switch {
	case method != "POST":
		return "read"
	case in.ID != "" && in.URL == "":
		return "unsubscribe"
	}
	return "subscribe"
}

func (*state) readHooks(q *request) (reply, error) {
	answer := hooksAnswer{Success: true, Hooks: []hookAnswer{}}
	for h := range q.account.hooks.All() {
		answer.Hooks = append(answer.Hooks, hookAnswer{
			ID: strconv.Itoa(h.id), URL: h.url, Event: h.event, Filter: phpwire.OrNull(h.filter), Method: h.method,
			Enabled: true, Created: h.created.Format(secondsForm), Headers: h.headers,
		})
	}
	return reply{json: answer}, nil
}

func (st *state) subscribe(q *request, in *hookFields) (reply, error) {
	h := &hook{
		client: q.call.ClientID, url: in.URL, event: in.Event, filter: in.Filter,
		method: in.method(), headers: in.Headers, created: q.now,
	}
	if words := h.event.Values(); !slices.Contains(words, string(h.event)) {
		return reply{}, refuseHook("Invalid event type ("+string(h.event)+")", "%s; %s", q.wrong("event_type", string(h.event)), choice.Want(string(h.event), words))
	}
	if words := h.method.Values(); !slices.Contains(words, string(h.method)) {
		return reply{}, refuseHook("Invalid request method ("+string(h.method)+")", "`request_method` is %q; %s", h.method, choice.Want(string(h.method), words))
	}
	if !fixtures.IsHookURL(h.url) {
		return reply{}, refuseHook("Invalid URL", "%s; want an http or https URL", q.wrong("target_url", h.url))
	}
	h.id = ids.Take(&st.ids.Hook)
	q.account.hooks.Add(h, maxEntries)
	_, wrong := fixtures.ParseHookHeaders(h.headers)
	if err := st.mayReach(h.url); err != nil {
		q.call.Reason = "the hook is there, but nothing will be sent to it: " + err.Error()
	} else if len(wrong) > 0 {
		q.call.Reason = fmt.Sprintf("the hook is there, but nobody will get what is no header in `headers`: %q; want Name: value, between line feeds", wrong)
	}
	return reply{json: subscribeAnswer{Success: true, ID: h.id}}, nil
}

// serveUnsubscribe takes away the hook with an id or, without one, that with a
// URL, event and method.
func (*state) serveUnsubscribe(q *request, in *hookFields) (reply, error) {
	gone := q.account.hooks.Remove(func(h *hook) bool {
		if id := ids.Read(in.ID); id != "" {
			return strconv.Itoa(h.id) == id
		}
		return h.url == in.URL && h.event == in.Event && h.method == in.method()
	})
	if gone == 0 {
		return reply{}, refuseHook("Hook not found", "the account has no such hook; want its id, or its target_url, event_type and request_method")
	}
	return reply{json: subscribeAnswer{Success: true}}, nil
}
