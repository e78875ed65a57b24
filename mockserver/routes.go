package mockserver

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// newRoutes maps the paths of the double to their handlers. Paths are taken as
// they come: no redirect to a cleaner spelling, which the real server does not
// send either.
func (s *Server) newRoutes() *mux.Router {
	router := mux.NewRouter().SkipClean(true)
	s.oauth.Register(router)
	router.PathPrefix("/api/").Handler(s.gateway)
	router.NotFoundHandler = http.HandlerFunc(serveUnknown)
	return router
}

// endpoint names what a path leads to: authorize, token, revoke, me, a gateway
// scope, or "" for nothing.
func (s *Server) endpoint(path string) fixtures.Endpoint {
	switch path {
	case "/authorize", "/consent":
		return fixtures.EndpointAuthorize
	case "/token", "/revoke", "/me":
		return fixtures.Endpoint(path[1:])
	}
	if strings.HasPrefix(path, "/api/") {
		return s.gateway.Endpoint(path)
	}
	return ""
}

// serveUnknown answers a path that leads nowhere.
func serveUnknown(w http.ResponseWriter, r *http.Request) {
	call.Of(r).Refuse("there is nothing at this path; there are /authorize, /token, /revoke, /me, /api/... and /_mock/")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	w.Write(append(phpwire.AppendString([]byte(`{"error":"not_found","error_description":`), "There is nothing at "+r.URL.Path), '}'))
}
