package mockserver

import (
	"io"
	"net/http"

	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/guard"
	"example.com/sms77mock/mockserver/internal/journal"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/web"
)

// Control returns the handler of the routes under /_mock/, for a listener of
// its own.
func (s *Server) Control() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r, ok := s.guard.Strip(w, r); ok && !s.guard.Share(w, r) {
			defer s.uploads.Admit(r)()
			s.serveLevers(w, r)
		}
	})
}

// serveLevers answers a route under /_mock/ to those who may pull levers.
func (s *Server) serveLevers(w http.ResponseWriter, r *http.Request) {
	s.guard.Levers(http.HandlerFunc(s.serveLogged)).ServeHTTP(w, r)
}

func (s *Server) newAPI() *api.Server { return api.New(double{s}) }

// serveControl answers a route under /_mock/, unless the control API has been
// taken away; what probes ask stays.
func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.options.noControl && !guard.IsProbe(r.URL.Path):
		http.NotFound(w, r)
	case r.URL.Path == demoLever:
		s.guard.Levers(http.HandlerFunc(s.startDemo)).ServeHTTP(w, r)
	default:
		s.serveLevers(w, r)
	}
}

// double is the server as the control API sees it: the levers, and what only
// its routes need.
type double struct{ *Server }

func (d double) Document(baseURL string) (any, error) { return d.document(baseURL) }
func (d double) CA() []byte                           { return d.options.ca }
func (d double) BaseURL(r *http.Request) string       { return d.baseURL(r) }
func (d double) Assets() http.Handler                 { return web.Assets() }
func (d double) Total() *kept.Total                   { return d.total }
func (d double) Journal() *journal.Journal            { return d.journal }
func (d double) Feed() *feed.Feed                     { return &d.changes }
func (d double) Closing() <-chan struct{}             { return d.pauses.closing.Done() }

func (d double) Metrics(w io.Writer) { d.writeMetrics(w) }

func (d double) AuditReport(id int, format string, w io.Writer) error {
	return d.audits.Report(id, format, w)
}

func (d double) Dashboard(w http.ResponseWriter, r *http.Request) error {
	return d.showDashboard(w, r)
}
