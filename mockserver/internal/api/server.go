// Package api offers the levers as JSON under /_mock/.
//
// Requests are read strictly: an unknown field or a wrong value is answered
// with 400, a text that names it and what is allowed, and changes nothing.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/journal"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Double is what the routes need of the server that they belong to.
type Double interface {
	control.Levers

	Document(baseURL string) (any, error) // what /_mock/openapi.json answers
	CA() []byte                           // CA certificate in PEM; nil if there is none
	BaseURL(r *http.Request) string
	Dashboard(w http.ResponseWriter, r *http.Request) error
	Assets() http.Handler
	Metrics(w io.Writer)
	AuditReport(id int, format string, w io.Writer) error

	Total() *kept.Total // of all that is kept
	Journal() *journal.Journal
	Feed() *feed.Feed
	Closing() <-chan struct{} // closed with the server
}

// Server answers the routes under /_mock/.
type Server struct {
	double  Double
	written written // events that many listeners are told of
	leases  leases
}

// New returns a server for a double.
func New(double Double) *Server { return &Server{double: double} }

// Kept returns how many bytes are kept of what was ordered under leases.
func (s *Server) Kept() int { return s.leases.kept() }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.route(w, r) }

// Refuse answers a request that the routes do not get to see.
func Refuse(w http.ResponseWriter, status int, why string) {
	writeJSON(context.Background(), w, status, route.Refusal{Error: why})
}

// answer writes what pull returns.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, pull func() (any, error)) {
	value, err := pull()
	status := http.StatusOK
	if err != nil {
		status, value = statusOf(err), route.Refusal{Error: err.Error()}
	}
	writeJSON(r.Context(), w, status, value)
}

// readBody reads the JSON body of a request strictly. An empty one leaves into
// as it is.
func readBody(r *http.Request, into any) error {
	data, err := bodyOf(r, call.MaxBody)
	if err != nil {
		return err
	}
	return strict.JSON([]byte(data), into).Err()
}

// bodyOf returns the body of a request, or why it could not be had.
func bodyOf(r *http.Request, limit int64) (string, error) {
	body, broken := call.ReadBody(r, limit)
	if broken != nil {
		return "", &failure{broken.Status, errors.New(broken.Reason)}
	}
	if coding := call.Packed(r, body); coding != "" {
		return "", &failure{http.StatusUnsupportedMediaType, fmt.Errorf("Content-Encoding: %q: want the body as it is, not compressed", coding)}
	}
	return body, nil
}

// readQuery reads the query of a request strictly. What cannot be read of it is
// not left out: the rest may mean everybody.
func readQuery(r *http.Request, into any) error {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fmt.Errorf("the query cannot be read: %w", err)
	}
	return strict.Query(query, into).Err()
}
