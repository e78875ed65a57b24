package mockserver

import (
	"log/slog"
	"net/http"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// log writes one line per request. It leaves out the query, the headers and the
// bodies: secrets and tokens are in them.
func (s *Server) log(c *call.Call, r *http.Request, status int, outcome control.Outcome, reason string, took time.Duration) {
	level := slog.LevelInfo
	if c.Endpoint == "" {
		level = slog.LevelWarn
	}
	if !s.options.logger.Enabled(r.Context(), level) {
		return
	}
	attrs := []slog.Attr{
		slog.Uint64("id", c.ID),
		slog.String("method", r.Method),
		slog.String("path", shortened(r.URL.Path)),
		slog.String("endpoint", string(c.Endpoint)),
		slog.Int("status", status),
		slog.String("outcome", string(outcome)),
	}
	for _, optional := range []struct{ key, value string }{
		{"client", c.ClientID}, {"grant", c.GrantType}, {"account", c.Account}, {"reason", reason},
	} {
		if optional.value != "" {
			attrs = append(attrs, slog.String(optional.key, optional.value))
		}
	}
	attrs = append(attrs, slog.Duration("took", took))
	s.options.logger.LogAttrs(r.Context(), level, "request", attrs...)
}
