package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// brief keeps a line of the log at a few kB, whatever clients send. It is a handler
// of its own, since with a ReplaceAttr slog takes three times as long for every
// line, and hardly any has something to shorten.
type brief struct{ slog.Handler }

func (h brief) WithAttrs(attrs []slog.Attr) slog.Handler {
	return brief{h.Handler.WithAttrs(briefly(attrs))}
}
func (h brief) WithGroup(name string) slog.Handler { return brief{h.Handler.WithGroup(name)} }

func (h brief) Handle(ctx context.Context, r slog.Record) error {
	plain := isPlain(r.Message)
	r.Attrs(func(a slog.Attr) bool {
		plain = plain && isBrief(a.Value)
		return plain
	})
	if plain {
		return h.Handler.Handle(ctx, r)
	}
	short := slog.NewRecord(r.Time, r.Level, shorten(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		short.AddAttrs(slog.Attr{Key: a.Key, Value: shortValue(a.Value)})
		return true
	})
	return h.Handler.Handle(ctx, short)
}

func briefly(attrs []slog.Attr) []slog.Attr {
	short := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		short[i] = slog.Attr{Key: a.Key, Value: shortValue(a.Value)}
	}
	return short
}

// isBrief reports whether a value can be written as it is.
func isBrief(v slog.Value) bool {
	switch v.Kind() {
	case slog.KindString:
		return isPlain(v.String())
	case slog.KindAny, slog.KindGroup, slog.KindLogValuer:
		return false
	}
	return true
}

func shortValue(v slog.Value) slog.Value {
	v = v.Resolve()
	switch v.Kind() {
	case slog.KindString:
		return slog.StringValue(shorten(v.String()))
	case slog.KindGroup:
		return slog.GroupValue(briefly(v.Group())...)
	}
	switch text := v.Any().(type) {
	case error:
		return slog.StringValue(shorten(text.Error()))
	case fmt.Stringer: // JSON would have its exported fields
		return slog.StringValue(shorten(text.String()))
	}
	return v
}

// maxValue is how many bytes of a value stand in a line of the log.
const maxValue = 1000

// isPlain reports whether a text is as [shorten] would leave it, as nearly every
// one is.
func isPlain(s string) bool {
	if len(s) > maxValue/len(`\"`) {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// shorten cuts what would take more than maxValue bytes when it is quoted. It
// replaces the characters that a terminal obeys and slog does not quote in every format.
func shorten(s string) string {
	var b strings.Builder
	room := maxValue
	for _, r := range s {
		if room -= quotedSize(r); room < 0 {
			fmt.Fprintf(&b, "... (%d bytes)", len(s))
			break
		}
		if r >= 0x7f && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}

// quotedSize is how many bytes a character takes in a quoted string, at most.
func quotedSize(r rune) int {
	const escape = len(`\u0000`)
	switch {
	case r >= utf8.RuneSelf || r < ' ' || r == 0x7f:
		return escape
	case r == '"' || r == '\\':
		return len(`\"`)
	}
	return 1
}
