package gateway

import (
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
)

// handler serves a request of an account. The gateway's state is locked while
// it runs: handlers do not wait for anything, and need no lock of their own.
type handler func(*Gateway, *request) (reply, error)

// route is one endpoint. The first segment of its path is the scope that guards
// it; a segment in braces stands for anything and becomes the request's arg.
type route struct {
	methods string // separated by spaces; HEAD goes with GET
	path    string
	serve   handler
}

// routes returns every endpoint of the gateway, below /api/.
func routes() []route {
	return []route{
		{"GET", "analytics", (*Gateway).serveAnalytics},
		{"GET", "analytics/{group}", (*Gateway).serveAnalytics},
		{"GET POST", "balance", (*Gateway).serveBalance},
		{"GET POST", "contacts", (*Gateway).serveContacts},
		{"GET", "contacts/{id}", (*Gateway).serveContact},
		{"PATCH", "contacts/{id}", (*Gateway).serveContactChange},
		{"DELETE", "contacts/{id}", (*Gateway).serveContactDeletion},
		{"GET POST", "hooks", (*Gateway).serveHooks},
		{"DELETE", "hooks", (*Gateway).serveUnsubscribe},
		{"GET POST", "journal", (*Gateway).serveJournal},
		{"GET POST", "journal/{type}", (*Gateway).serveJournal},
		{"GET POST", "lookup", (*Gateway).serveLookup},
		{"GET POST", "lookup/{type}", (*Gateway).serveLookup},
		{"GET POST", "pricing", (*Gateway).servePricing},
		{"GET POST", "sms", (*Gateway).serveSMS},
		{"DELETE", "sms", (*Gateway).serveCancel},
		{"GET POST", "status", (*Gateway).serveStatus},
		{"GET POST", "subaccounts", (*Gateway).serveSubaccounts},
		{"GET POST", "subaccounts/{action}", (*Gateway).serveSubaccounts},
		{"GET POST", "validate_for_voice", (*Gateway).serveValidateForVoice},
		{"GET POST", "voice", (*Gateway).serveVoice},
		{"GET POST", "voice/{id}/hangup", (*Gateway).serveHangup},
	}
}

// Route is one endpoint of the gateway.
type Route struct {
	Methods []string
	Path    string // below /api/, with segments in braces that stand for anything
}

// Routes returns every endpoint of the gateway.
func Routes() []Route {
	var list []Route
	for _, r := range routes() {
		list = append(list, Route{strings.Fields(r.methods), r.path})
	}
	return list
}

// Endpoint returns the scope that guards a path, such as "sms" for /api/sms, or
// "" if there is nothing at it.
func (g *Gateway) Endpoint(path string) fixtures.Endpoint {
	for _, r := range g.routes {
		if _, ok := r.match(path); ok {
			return fixtures.Endpoint(r.scope())
		}
	}
	return ""
}

// route finds the handler for a request and notes its scope and arg in it.
func (g *Gateway) route(q *request) (handler, error) {
	method := q.http.Method
	if method == "HEAD" {
		method = "GET"
	}
	var allowed []string
	for _, r := range g.routes {
		arg, ok := r.match(q.http.URL.Path)
		if !ok {
			continue
		}
		q.scope = r.scope()
		methods := strings.Fields(r.methods)
		if slices.Contains(methods, method) {
			q.arg = arg
			return r.serve, nil
		}
		allowed = append(allowed, methods...)
	}
	if allowed != nil {
		return nil, errMethod(allowed)
	}
	return nil, errNotFound
}

func (r route) scope() string {
	scope, _, _ := strings.Cut(r.path, "/")
	return scope
}

// match reports whether a path is the route's, and returns its variable part.
func (r route) match(path string) (arg string, ok bool) {
	path, ok = strings.CutPrefix(path, "/api/")
	have, want := strings.Split(path, "/"), strings.Split(r.path, "/")
	if !ok || len(have) != len(want) {
		return "", false
	}
	for i, segment := range want {
		switch {
		case segment[0] == '{' && have[i] != "":
			arg = have[i]
		case segment != have[i]:
			return "", false
		}
	}
	return arg, true
}
