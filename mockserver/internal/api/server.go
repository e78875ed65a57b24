// Package api offers the levers as JSON under /_mock/.
//
// Requests are read strictly: an unknown field or a wrong value is answered
// with 400, a text that names it and what is allowed, and changes nothing.
package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"

	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/journal"
)

// Double is what the routes need of the server that they belong to.
type Double interface {
	control.Levers

	Version() string
	CA() []byte // CA certificate in PEM; nil if there is none
	BaseURL(r *http.Request) string
	Dashboard(w http.ResponseWriter, r *http.Request) error
	Assets() http.Handler

	Journal() *journal.Journal
	Feed() *feed.Feed
	Closing() <-chan struct{} // closed with the server
}

// Server answers the routes under /_mock/.
type Server struct {
	double  Double
	handler http.Handler
	routes  []Route
	written written // events that many listeners are told of
}

// New returns a server for a double.
func New(double Double) *Server {
	s := &Server{double: double}
	s.routes = s.allRoutes()
	s.handler = s.protect(s.newRouter())
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Routes returns the routes, in the order of the documentation.
func (s *Server) Routes() []Route { return s.routes }

// Route is one route and what goes in and out.
type Route struct {
	Method  string
	Path    string       // with {name:regexp} for a variable
	Name    string       // which no other route has
	Summary string       // one line
	Query   reflect.Type // struct of query parameters; nil if there are none
	Body    reflect.Type // struct of the JSON body; nil if there is none
	Answer  reflect.Type // of the JSON answer; nil if it is no JSON

	MediaType string // of an answer that is no JSON; "" for a redirect

	handler http.Handler
}

// json makes a handler of a function that returns what is to be answered.
func (s *Server) json(answer func(r *http.Request) (any, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		value, err := answer(r)
		status := http.StatusOK
		if err != nil {
			status, value = statusOf(err), refusal{err.Error()}
		}
		writeJSON(w, status, value)
	})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(value) // nobody is left to tell if the client has gone
}

// readBody reads the JSON body of a request strictly. An empty one leaves into
// as it is.
func readBody(r *http.Request, into any) error {
	data, err := call.ReadBody(r, call.MaxBody)
	if broken := (*call.BodyError)(nil); errors.As(err, &broken) {
		return &failure{broken.Status, broken}
	}
	return strict.JSON(data, into).Err()
}

// readQuery reads the query of a request strictly.
func readQuery(r *http.Request, into any) error {
	return strict.Query(r.URL.Query(), into).Err()
}
