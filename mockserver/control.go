package mockserver

import (
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/fault"
	"example.com/sms77mock/mockserver/gateway"
	"example.com/sms77mock/mockserver/journal"
	"example.com/sms77mock/mockserver/oauth"
	"example.com/sms77mock/mockserver/web"
)

// Control returns the handler of the routes under /_mock/, for a listener of
// its own.
func (s *Server) Control() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.control().ServeHTTP(w, r) })
}

func (s *Server) newControl() *control.Server { return control.New(levers{s}) }

// serveControl answers a route under /_mock/, unless the control API has been
// taken away; health stays.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	if s.options.noControl && r.URL.Path != "/_mock/health" {
		http.NotFound(w, r)
		return
	}
	s.control().ServeHTTP(w, r)
}

// levers is the server as the control API sees it.
type levers struct{ *Server }

func (l levers) Health() control.Health {
	return control.Health{Status: "ok", Version: l.options.version, ID: l.id}
}

func (l levers) Reset(clientID string) control.Removed {
	if clientID == "" {
		return l.Server.Reset()
	}
	return l.ResetClient(clientID)
}

func (l levers) Clock() control.Clock {
	return control.Clock{
		Now:    l.clock.Now(),
		Offset: l.clock.Offset().Round(time.Millisecond).String(),
		Frozen: l.clock.Frozen(),
	}
}

func (l levers) KnowsClient(id string) error                            { return l.oauth.KnowsClient(id) }
func (l levers) KnowsAccount(name string) error                         { return l.oauth.KnowsAccount(name) }
func (l levers) Decide(d oauth.Decision) (oauth.PendingDecision, error) { return l.oauth.Decide(d) }
func (l levers) Inject(f fault.Fault) (fault.Pending, error)            { return l.inject(f) }
func (l levers) RemoveDecision(id int) bool                             { return l.oauth.RemoveDecision(id) }
func (l levers) RemoveFault(id int) bool                                { return l.faults.Remove(id) }
func (l levers) Journal() *journal.Journal                              { return l.journal }
func (l levers) Gateway() *gateway.Gateway                              { return l.gateway }
func (l levers) Tokens(f oauth.TokenFilter) []oauth.TokenInfo           { return l.oauth.Tokens(f) }
func (l levers) CA() []byte                                             { return l.options.ca }
func (l levers) Assets() http.Handler                                   { return web.Assets() }
func (l levers) Changed()                                               { l.changes.tell() }
func (l levers) Changes() <-chan struct{}                               { return l.changes.listen() }
func (l levers) Closing() <-chan struct{}                               { return l.pauses.closed }
func (l levers) BaseURL(r *http.Request) string                         { return l.baseURL(r) }

func (l levers) Dashboard(w http.ResponseWriter, r *http.Request) error {
	return l.showDashboard(w, r)
}
