package mockserver

import (
	"net/http"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// route answers a request to the double. Paths are taken as they come: no
// redirect to a cleaner spelling, which the real server does not send either.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.handlers.serve(w, r):
	case strings.HasPrefix(r.URL.Path, "/api/"):
		s.gateway.ServeHTTP(w, r)
	case !s.oauth.Serve(w, r):
		serveUnknown(w, r)
	}
}

// endpoint names what a path leads to: authorize, token, revoke, me, a gateway
// scope, or "" for nothing. It tells whether the path has no variables, too.
func (s *Server) endpoint(path string) (name fixtures.Endpoint, literal bool) {
	if strings.HasPrefix(path, "/api/") {
		return s.gateway.Endpoint(path)
	}
	return s.oauth.Endpoint(path)
}

// serveUnknown answers a path that leads nowhere.
func serveUnknown(w http.ResponseWriter, r *http.Request) {
	call.Of(r).Refuse("there is nothing at this path; there are /authorize, /token, /revoke, /me, /api/... and /_mock/" + gateway.Meant(r.URL.Path))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	body, _ := phpwire.Marshal(oauth.ErrorAnswer{Error: "not_found", Description: "There is nothing at " + excerpt.Of(r.URL.Path, 200)}) // plain strings
	w.Write(body)
}
