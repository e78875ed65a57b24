package mockserver

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// log writes one line per request. It leaves out the query, the headers and the
// bodies: secrets and tokens are in them. Where else a client has put one by
// mistake, it is masked.
func (s *Server) log(c *call.Call, r *http.Request, status int, outcome control.Outcome, reason string, took time.Duration) {
	level := slog.LevelInfo
	if c.Endpoint == "" {
		level = slog.LevelWarn
	}
	if !s.options.logger.Enabled(r.Context(), level) {
		return
	}
	mask := func(text string) string { return text }
	if outcome != control.OK {
		mask = s.mask // what went well has nothing in the wrong place
	}
	attrs := append(make([]slog.Attr, 0, 12),
		slog.Uint64("id", c.ID),
		slog.String("method", shortened(mask(r.Method), maxAttr)),
		slog.String("path", shortened(mask(r.URL.Path), maxAttr)),
		slog.String("endpoint", string(c.Endpoint)),
		slog.Int("status", status),
		slog.String("outcome", string(outcome)),
	)
	for _, optional := range [...]struct{ key, value string }{
		{"client", c.ClientID}, {"grant", c.GrantType}, {"account", c.Account},
		{"reason", reason}, {"traceparent", r.Header.Get("Traceparent")},
	} {
		if optional.value != "" {
			attrs = append(attrs, slog.String(optional.key, shortened(mask(optional.value), maxAttr)))
		}
	}
	attrs = append(attrs, slog.Duration("took", took))
	s.options.logger.LogAttrs(r.Context(), level, "request", attrs...)
}

// logWebhook writes one line per attempt to deliver a webhook.
func (s *Server) logWebhook(e control.Entry) {
	level := slog.LevelInfo
	if e.Outcome != control.OK {
		level = slog.LevelWarn
	}
	s.options.logger.Log(context.Background(), level, "webhook",
		"id", e.ID, "method", e.Method, "host", e.Host, "path", shortened(s.mask(e.Path), maxAttr),
		"account", e.Account, "status", e.Status, "reason", shortened(s.mask(e.Reason), maxAttr), "took", e.Duration)
}

// logLever writes one line for each lever that is pulled over HTTP, where the
// log is to have them.
func (s *Server) logLever(r *http.Request) {
	if s.options.logger.Enabled(r.Context(), slog.LevelDebug) && r.Method != http.MethodGet {
		s.options.logger.DebugContext(r.Context(), "lever", "method", r.Method, "path", shortened(s.mask(r.URL.Path), maxAttr), "from", r.RemoteAddr)
	}
}

// maxAttr is how much of a value is logged, in bytes.
const maxAttr = 1000

// shortened returns what is shown of a text that may be as long as a client
// likes.
func shortened(text string, most int) string {
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
