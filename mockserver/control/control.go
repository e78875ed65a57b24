// Package control offers the levers as JSON under /_mock/.
//
// Requests are read strictly: an unknown field or a wrong value is answered
// with 400, a text that names it and what is allowed, and changes nothing.
package control

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/fixtures/strict"
	"example.com/sms77mock/mockserver/fault"
	"example.com/sms77mock/mockserver/gateway"
	"example.com/sms77mock/mockserver/journal"
	"example.com/sms77mock/mockserver/oauth"
)

// Levers is what a server lets a tester pull.
type Levers interface {
	Health() Health
	World() fixtures.World
	Reset(clientID string) Removed
	KnowsClient(clientID string) error
	KnowsAccount(name string) error

	Clock() Clock
	AdvanceClock(d time.Duration)
	SetClock(t time.Time)
	FreezeClock()
	RunClock()

	Decide(d oauth.Decision) (oauth.PendingDecision, error)
	Decisions() []oauth.PendingDecision
	ClearDecisions(clientID string) int
	RemoveDecision(id int) bool

	Inject(f fault.Fault) (fault.Pending, error)
	Faults() []fault.Pending
	ClearFaults(clientID string) int
	RemoveFault(id int) bool

	Journal() *journal.Journal
	Gateway() *gateway.Gateway

	IssueToken(t oauth.TokenRequest) (oauth.Token, error)
	Tokens(f oauth.TokenFilter) []oauth.TokenInfo
	Revoke(f oauth.TokenFilter) int
	Expire(f oauth.TokenFilter) int

	AddClient(c fixtures.Client) error
	AddAccount(a fixtures.Account) error

	CA() []byte // CA certificate in PEM; nil if there is none
	BaseURL(r *http.Request) string
	Dashboard(w http.ResponseWriter, r *http.Request) error
	Assets() http.Handler

	Changed()                 // tells everybody that a lever has been pulled
	Changes() <-chan struct{} // closed when something other than the journal may have changed
	Closing() <-chan struct{} // closed with the server
}

// Health is the answer of /_mock/health.
type Health struct {
	Status  string `json:"status"` // always ok
	Version string `json:"version"`
	ID      string `json:"id"` // another one after each start
}

// Removed counts what a reset took away.
type Removed struct {
	Tokens    int `json:"tokens"` // codes too
	Decisions int `json:"decisions"`
	Faults    int `json:"faults"`
	Requests  int `json:"requests"`
	Messages  int `json:"messages"`
}

// Clock is a server's clock.
type Clock struct {
	Now    time.Time `json:"now"`
	Offset string    `json:"offset"` // how far it is ahead of the real time, such as 1h0m0s
	Frozen bool      `json:"frozen"`
}

// Server answers the routes under /_mock/.
type Server struct {
	levers  Levers
	handler http.Handler
	routes  []Route
}

// New returns a server for the given levers.
func New(levers Levers) *Server {
	s := &Server{levers: levers}
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

// maxBody is the most of a request's body that is read.
const maxBody = 1 << 20

// readBody reads the JSON body of a request strictly. An empty one leaves into
// as it is.
func readBody(r *http.Request, into any) error {
	data, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxBody))
	if err != nil {
		return &failure{http.StatusRequestEntityTooLarge, errors.New("the body is larger than 1 MiB")}
	}
	return strict.JSON(data, into).Err()
}

// readQuery reads the query of a request strictly.
func readQuery(r *http.Request, into any) error {
	return strict.Query(r.URL.Query(), into).Err()
}
