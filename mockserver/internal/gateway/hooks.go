package gateway

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// hook is a URL that an account has subscribed to an event.
type hook struct {
	id      int
	client  string // whose token subscribed it; "" if it was an API key
	url     string
	event   eventType
	filter  string
	method  string // POST, GET or JSON
	headers string // "Name: value", separated by line feeds
	created time.Time
}

// hookAnswer is a hook as it is read.
type hookAnswer struct {
	ID      string    `json:"id"`
	URL     string    `json:"target_url"`
	Event   eventType `json:"event_type"`
	Filter  *string   `json:"event_filter"`
	Method  string    `json:"request_method"`
	Enabled bool      `json:"enabled"`
	Created string    `json:"created"`
	Headers string    `json:"headers,omitempty"`
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
func (g *Gateway) serveHooks(q *request) (reply, error) {
	action := q.get("action")
	if action == "" && q.http.Method == "POST" {
		action = "subscribe"
	}
	switch action {
	case "", "read":
		return g.readHooks(q)
	case "subscribe":
		return g.serveSubscribe(q)
	case "unsubscribe":
		return g.serveUnsubscribe(q)
	}
	return reply{}, refuseHook("Invalid action ("+action+")", "`action` is %q; want read, subscribe or unsubscribe", action)
}

func (g *Gateway) readHooks(q *request) (reply, error) {
	answer := hooksAnswer{Success: true, Hooks: []hookAnswer{}}
	for _, h := range q.account.hooks {
		answer.Hooks = append(answer.Hooks, hookAnswer{
			ID: strconv.Itoa(h.id), URL: h.url, Event: h.event, Filter: orNull(h.filter), Method: h.method,
			Enabled: true, Created: h.created.UTC().Format(secondsForm), Headers: h.headers,
		})
	}
	return reply{json: answer}, nil
}

func (g *Gateway) serveSubscribe(q *request) (reply, error) {
	h := &hook{
		client: q.call.ClientID, url: q.get("target_url"), event: eventType(q.get("event_type")), filter: q.get("event_filter"),
		method: hookMethod(q), headers: q.get("headers"), created: q.now,
	}
	if !slices.Contains(eventTypes(), h.event) {
		return reply{}, refuseHook("Invalid event type ("+string(h.event)+")", "`event_type` is %q; want one of %v", h.event, eventTypes())
	}
	if !slices.Contains([]string{"POST", "GET", "JSON"}, h.method) {
		return reply{}, refuseHook("Invalid request method ("+h.method+")", "`request_method` is %q; want POST, GET or JSON", h.method)
	}
	if u, err := url.Parse(h.url); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return reply{}, refuseHook("Invalid URL", "`target_url` is %q; want an http or https URL", h.url)
	}
	h.id = take(&g.ids.hook)
	q.account.hooks = remember(q.account.hooks, h, maxEntries)
	if err := g.mayReach(h.url); err != nil {
		q.call.Reason = "the hook is there, but nothing will be sent to it: " + err.Error()
	}
	return reply{json: subscribeAnswer{Success: true, ID: h.id}}, nil
}

func hookMethod(q *request) string {
	if method := q.get("request_method"); method != "" {
		return strings.ToUpper(method)
	}
	return "POST"
}

// serveUnsubscribe takes away the hook with an id or, without one, that with a
// URL, event and method.
func (g *Gateway) serveUnsubscribe(q *request) (reply, error) {
	before := len(q.account.hooks)
	q.account.hooks = slices.DeleteFunc(q.account.hooks, func(h *hook) bool {
		if id := q.get("id"); id != "" {
			return strconv.Itoa(h.id) == id
		}
		return h.url == q.get("target_url") && string(h.event) == q.get("event_type") && h.method == hookMethod(q)
	})
	if len(q.account.hooks) == before {
		return reply{}, refuseHook("Hook not found", "the account has no such hook; want its id, or its target_url, event_type and request_method")
	}
	return reply{json: subscribeAnswer{Success: true}}, nil
}
