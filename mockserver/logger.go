package mockserver

import (
	"context"
	"log/slog"
)

// Logger returns a logger to the server's log for what serves it, such as
// listeners and proxies. Its lines are without secrets, keys, codes and tokens,
// as all others are.
func (s *Server) Logger() *slog.Logger {
	return slog.New(masking{s.options.logger.Handler(), s})
}

// masking masks the secrets of a server in the lines for another handler.
type masking struct {
	slog.Handler
	server *Server
}

// Handle writes a line.
func (m masking) Handle(ctx context.Context, line slog.Record) error {
	shown := slog.NewRecord(line.Time, line.Level, m.server.shown(line.Message), line.PC)
	line.Attrs(func(a slog.Attr) bool {
		shown.AddAttrs(m.masked(a))
		return true
	})
	return m.Handler.Handle(ctx, shown)
}

// masked masks the secrets in an attribute. Numbers, times and durations have
// none.
func (m masking) masked(a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString, slog.KindAny:
		return slog.String(a.Key, m.server.shown(v.String()))
	case slog.KindGroup:
		members := make([]slog.Attr, 0, len(v.Group()))
		for _, member := range v.Group() {
			members = append(members, m.masked(member))
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(members...)}
	}
	return a
}

// WithAttrs returns a handler that adds attributes to each line.
func (m masking) WithAttrs(attrs []slog.Attr) slog.Handler {
	shown := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		shown = append(shown, m.masked(a))
	}
	return masking{m.Handler.WithAttrs(shown), m.server}
}

// WithGroup returns a handler that puts what follows into a group.
func (m masking) WithGroup(name string) slog.Handler {
	return masking{m.Handler.WithGroup(name), m.server}
}
