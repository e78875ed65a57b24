package mockserver

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/call"
)

// log writes one line per request. It leaves out the query, the headers and the
// bodies: secrets and tokens are in them. Where else a client has put one by
// mistake, it is masked.
func (s *Server) log(c *call.Call, r *http.Request, status int, outcome control.Outcome, reason string, arrival time.Time, took time.Duration) {
	level := slog.LevelInfo
	if c.Endpoint == "" {
		level = slog.LevelWarn
	}
	if !s.options.logger.Enabled(r.Context(), level) {
		return
	}
	// Logger.LogAttrs would look up the place in the source, which is this one.
	line := slog.NewRecord(arrival.Add(took), level, "request", 0)
	handler, begin := s.options.logger.Handler(), requestLine{r.Method, r.URL.Path, c.Endpoint, status, outcome}
	if begin.isUsual(c) {
		handler = s.usual.begin(begin, handler)
	} else {
		line.AddAttrs(begin.attrs(s.shown)...)
	}
	if c.Unlogged != "" {
		reason = strings.ReplaceAll(reason, c.Unlogged, asterisks)
	}
	line.AddAttrs(slog.Uint64("id", c.ID))
	// /revoke says that all is well whatever client_id it is given.
	for _, optional := range [...]struct {
		key, value string
		known      bool // whether, if all went well, it names something that exists, so is no secret
	}{
		{"client", c.ClientID, c.Endpoint != fixtures.EndpointRevoke}, {"account", c.Account, true}, {"grant", c.GrantType, true},
		{"reason", reason, false}, {"traceparent", r.Header.Get("Traceparent"), false},
	} {
		switch {
		case optional.value == "":
		case optional.known && outcome == control.OK:
			line.AddAttrs(slog.String(optional.key, optional.value))
		default:
			line.AddAttrs(slog.String(optional.key, s.shown(optional.value)))
		}
	}
	line.AddAttrs(slog.Duration("took", took))
	handler.Handle(r.Context(), line) // as with LogAttrs, nobody can be told of an error
}

// logWebhook writes one line per attempt to deliver a webhook.
func (s *Server) logWebhook(e control.Entry) {
	level := slog.LevelInfo
	if e.Outcome != control.OK {
		level = slog.LevelWarn
	}
	s.options.logger.Log(context.Background(), level, "webhook",
		"id", e.ID, "method", e.Method, "host", s.shown(e.Host), "path", s.shown(e.Path),
		"account", e.Account, "status", e.Status, "reason", s.shown(e.Reason), "took", e.Duration)
}

// serveLogged answers a route under /_mock/ and writes one line for each lever that
// is pulled there, where the log is to have them. One that was refused has a status
// of 400 or more. A path that leads nowhere is a warning, however it is asked for: it
// has no place in the journal, which is the application's.
func (s *Server) serveLogged(w http.ResponseWriter, r *http.Request) {
	level, looks := slog.LevelDebug, r.Method == http.MethodGet || r.Method == http.MethodHead
	if !api.Leads(r.URL.Path) {
		level, looks = slog.LevelWarn, false
	}
	if looks || !s.options.logger.Enabled(r.Context(), level) {
		s.api().ServeHTTP(w, r)
		return
	}
	method, path := s.shown(r.Method), s.shown(r.URL.Path) // with the secrets that the lever may take away
	answer := &statusOf{ResponseWriter: w, status: http.StatusOK}
	s.api().ServeHTTP(answer, r)
	s.options.logger.Log(r.Context(), level, "lever", "method", method, "path", path, "from", r.RemoteAddr, "status", answer.status)
}

// statusOf passes an answer on and keeps its status.
type statusOf struct {
	http.ResponseWriter
	status int
}

func (w *statusOf) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets [http.ResponseController] find what else the connection can do.
func (w *statusOf) Unwrap() http.ResponseWriter { return w.ResponseWriter }
