package mockserver

import (
	"log/slog"
	"net/http"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// requestLine is how the log's line of a request begins.
type requestLine struct {
	method, path string
	endpoint     fixtures.Endpoint
	status       int
	outcome      control.Outcome
}

// isUsual reports whether thousands of lines may begin so. What stands in them was
// declared, and is no secret.
func (l requestLine) isUsual(c *call.Call) bool {
	return c.Literal && l.outcome == control.OK && (l.method == http.MethodGet || l.method == http.MethodPost)
}

// attrs returns the attributes, with what a client wrote as shown makes it.
func (l requestLine) attrs(shown func(string) string) []slog.Attr {
	return []slog.Attr{
		slog.String("method", shown(l.method)), slog.String("path", shown(l.path)), slog.String("endpoint", string(l.endpoint)),
		slog.Int("status", l.status), slog.String("outcome", string(l.outcome)),
	}
}

// usual are handlers that have formatted beginnings of lines already. The zero
// value has none.
type usual struct {
	mu       sync.Mutex // guards handlers
	handlers map[requestLine]slog.Handler
}

// begin returns a handler for lines that begin as usual.
func (u *usual) begin(l requestLine, h slog.Handler) slog.Handler {
	u.mu.Lock()
	defer u.mu.Unlock()
	begun := u.handlers[l]
	if begun == nil {
		if u.handlers == nil {
			u.handlers = map[requestLine]slog.Handler{}
		}
		begun = h.WithAttrs(l.attrs(func(text string) string { return text }))
		u.handlers[l] = begun
	}
	return begun
}
