package api

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"example.com/sms77mock/mockserver/control"
)

// newRouter leads requests to the routes.
func (s *Server) newRouter() *mux.Router {
	router := mux.NewRouter().SkipClean(true)
	for _, route := range s.routes {
		methods := []string{route.Method}
		if route.Method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		router.Handle(route.Path, s.strictly(route)).Methods(methods...)
	}
	router.PathPrefix("/_mock/assets/").Handler(http.StripPrefix("/_mock/assets/", s.double.Assets()))
	router.NotFoundHandler = s.refuse(http.StatusNotFound, "no such route; /_mock/openapi.json lists them")
	router.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		methods := s.methods(router, r)
		w.Header().Set("Allow", strings.Join(methods, ", "))
		s.refuse(http.StatusMethodNotAllowed, "%s does not go with %s, want %s", r.Method, r.URL.Path, strings.Join(methods, " or ")).ServeHTTP(w, r)
	})
	return router
}

// methods returns the methods that go with the path of a request.
func (s *Server) methods(router *mux.Router, r *http.Request) []string {
	var methods []string
	for _, route := range s.routes {
		other := r.Clone(r.Context())
		other.Method = route.Method
		var match mux.RouteMatch
		if router.Match(other, &match) && match.MatchErr == nil && !slices.Contains(methods, route.Method) {
			methods = append(methods, route.Method)
		}
	}
	return methods
}

// strictly refuses what a route that answers in JSON would not look at: a query
// or a body where it takes none. Who names a client there would have everything
// changed for all of them.
func (s *Server) strictly(route Route) http.Handler {
	if route.Answer == nil {
		return route.handler
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case route.Query == nil && r.URL.RawQuery != "":
			s.refuse(http.StatusBadRequest, "%q: %s %s takes no parameters in the query%s", r.URL.RawQuery, r.Method, r.URL.Path, instead(route.Body != nil, "the JSON body")).ServeHTTP(w, r)
		case route.Body == nil && r.ContentLength != 0:
			s.refuse(http.StatusBadRequest, "%s %s takes no body%s", r.Method, r.URL.Path, instead(route.Query != nil, "the query")).ServeHTTP(w, r)
		default:
			route.handler.ServeHTTP(w, r)
		}
	})
}

// instead says where parameters belong, if the route takes any.
func instead(takesAny bool, place string) string {
	if !takesAny {
		return ""
	}
	return "; put it into " + place
}

// refuse answers every request with the same refusal.
func (s *Server) refuse(status int, format string, args ...any) http.Handler {
	return s.json(func(*http.Request) (any, error) {
		return nil, &failure{status, fmt.Errorf(format, args...)}
	})
}

// protect keeps pages of other sites from pulling levers through a tester's
// browser.
func (s *Server) protect(h http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(s.refuse(http.StatusForbidden, "a page of another site may not pull levers"))
	return protection.Handler(h)
}

// failure is an error with the HTTP status that it is answered with.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string { return f.err.Error() }

// statusOf returns the HTTP status that an error is answered with.
func statusOf(err error) int {
	if missing := (*control.NotFoundError)(nil); errors.As(err, &missing) {
		return http.StatusNotFound
	}
	if f := (*failure)(nil); errors.As(err, &f) {
		return f.status
	}
	return http.StatusBadRequest
}
