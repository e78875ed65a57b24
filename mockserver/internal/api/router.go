package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
)

// Leads reports whether a path leads somewhere, by whatever method.
func Leads(path string) bool {
	return strings.HasPrefix(path, route.Assets) || table().Leads(path)
}

// route leads a request to its route.
func (s *Server) route(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, route.Assets) {
		http.StripPrefix(route.Assets, s.double.Assets()).ServeHTTP(w, r)
		return
	}
	path, variables := table().Find(r.URL.Path)
	if path == nil {
		if segment := wantsNumber(r.URL.Path); segment != "" {
			s.refuse(http.StatusNotFound, "%q: want a number", segment).ServeHTTP(w, r)
			return
		}
		s.refuse(http.StatusNotFound, "no such route; %s lists them", route.OpenAPI.Path).ServeHTTP(w, r)
		return
	}
	e, ok := path.For(r.Method)
	if !ok {
		methods := path.Allow()
		w.Header().Set("Allow", strings.Join(methods, ", "))
		s.refuse(http.StatusMethodNotAllowed, "%s does not go with %s, want %s", r.Method, r.URL.Path, strings.Join(methods, " or ")).ServeHTTP(w, r)
		return
	}
	if variables != nil {
		r = mux.SetURLVars(r, variables)
	}
	e.Serve(s, w, r)
}

// wantsNumber returns the segment of a path that leads nowhere in whose place a
// number would lead somewhere, or "".
func wantsNumber(path string) string {
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		segments[i] = "0"
		if table().Leads(strings.Join(segments, "/")) {
			return segment
		}
		segments[i] = segment
	}
	return ""
}

// refuse answers every request with the same refusal.
func (s *Server) refuse(status int, format string, args ...any) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.answer(w, r, func() (any, error) { return nil, &failure{status, fmt.Errorf(format, args...)} })
	})
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
