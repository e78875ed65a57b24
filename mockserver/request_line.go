package mockserver

import (
	"log/slog"
	"net/http"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// requestLine is what the log says of a request. Its attributes are made when a
// handler asks for them, which may be when many lines are written together.
type requestLine struct {
	id                     uint64
	method, path           string
	endpoint               fixtures.Endpoint
	status                 int
	outcome                control.Outcome
	client, grant, account string
	reason, traceparent    string
	took                   time.Duration
}

// mask masks the secrets in what a client may have put into the wrong place. What
// went well has nothing in the wrong place that the double knows by itself.
func (l *requestLine) mask(s *Server, c *call.Call) {
	if !c.Literal {
		l.path = s.shown(l.path)
	}
	if l.method != http.MethodGet && l.method != http.MethodPost {
		l.method = s.shown(l.method)
	}
	if l.outcome != control.OK {
		l.client, l.grant, l.account = s.shown(l.client), s.shown(l.grant), s.shown(l.account)
	}
	l.reason, l.traceparent = s.shown(l.reason), s.shown(l.traceparent)
}

// LogValue returns the attributes, which stand in the line itself.
func (l *requestLine) LogValue() slog.Value {
	attrs := append(make([]slog.Attr, 0, 12),
		slog.Uint64("id", l.id),
		slog.String("method", l.method),
		slog.String("path", l.path),
		slog.String("endpoint", string(l.endpoint)),
		slog.Int("status", l.status),
		slog.String("outcome", string(l.outcome)),
	)
	for _, optional := range [...]struct{ key, value string }{
		{"client", l.client}, {"grant", l.grant}, {"account", l.account}, {"reason", l.reason}, {"traceparent", l.traceparent},
	} {
		if optional.value != "" {
			attrs = append(attrs, slog.String(optional.key, optional.value))
		}
	}
	return slog.GroupValue(append(attrs, slog.Duration("took", l.took))...)
}
