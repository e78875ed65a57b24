package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// logFlags say what the log looks like.
type logFlags struct {
	LogFormat string `help:"Format of the log." enum:"text,json" default:"text"`
	LogLevel  string `help:"Least level that is logged." enum:"debug,info,warn,error" default:"info"`
}

// open returns a logger that writes to stderr and never waits for who reads it,
// and its queue. What waits is written when that is closed.
func (f logFlags) open(stderr io.Writer) (*slog.Logger, *queue) {
	q := newQueue(stderr, func(lines int) []byte {
		var line bytes.Buffer
		slog.New(f.handler(&line)).Warn("log lines were dropped, because nobody read them", "lines", lines)
		return line.Bytes()
	})
	return slog.New(f.handler(q)), q
}

// loggedError is an error that the log has told.
type loggedError struct{ error }

// fatal tells what ends the program: as a line of the log where every line has
// to be JSON. Then the error that it returns is a loggedError.
func (f logFlags) fatal(stderr io.Writer, err error) error {
	if err == nil || f.LogFormat != "json" {
		return err
	}
	logger, lines := f.open(stderr)
	defer lines.close()
	logger.Error("fatal", "error", err)
	return loggedError{err}
}

func (f logFlags) handler(w io.Writer) slog.Handler {
	var level slog.Level
	level.UnmarshalText([]byte(f.LogLevel)) // one of the four that kong lets through
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: short}
	if f.LogFormat == "json" {
		return slog.NewJSONHandler(w, options)
	}
	return slog.NewTextHandler(w, options)
}

// maxValue is how many bytes of a value stand in a line of the log.
const maxValue = 1000

// short keeps a line of the log at a few kB, whatever clients send.
func short(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Any().(type) {
	case string:
		a.Value = slog.StringValue(shorten(v))
	case error:
		a.Value = slog.StringValue(shorten(v.Error()))
	}
	return a
}

// shorten cuts what would take more than maxValue bytes when it is quoted. It
// takes the control characters away that a terminal would obey though they are
// no ASCII, and slog does not quote.
func shorten(s string) string {
	var b strings.Builder
	room := maxValue
	for _, r := range s {
		if room -= quotedSize(r); room < 0 {
			fmt.Fprintf(&b, "... (%d bytes)", len(s))
			break
		}
		if r > unicode.MaxASCII && unicode.IsControl(r) {
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
