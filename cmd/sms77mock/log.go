package main

import (
	"bytes"
	"io"
	"log/slog"
)

// logFlags say what the log looks like.
type logFlags struct {
	LogFormat string `help:"Format of the log: text or json." enum:"text,json" default:"text"`
	LogLevel  string `help:"Lowest level that is logged: debug, info, warn or error." enum:"debug,info,warn,error" default:"info"`
}

// open returns a logger that writes to stderr and never waits for who reads it,
// and its queue. What waits is written when that is closed.
func (f logFlags) open(stderr io.Writer) (*slog.Logger, *queue) {
	lines := &backlog{}
	lines.out = newQueue(stderr, lines.format, func(lines int) []byte {
		var line bytes.Buffer
		slog.New(f.handler(&line)).Warn("log lines were dropped, because nobody read them", "lines", lines)
		return line.Bytes()
	})
	return slog.New(later{f.handler(lines.out), lines}), lines.out
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
	logger.Error("fatal", "error", asUser(err))
	return loggedError{err}
}

func (f logFlags) handler(w io.Writer) slog.Handler {
	var level slog.Level
	level.UnmarshalText([]byte(f.LogLevel)) // one of the four that kong lets through
	options := &slog.HandlerOptions{Level: level}
	if f.LogFormat == "json" {
		return brief{slog.NewJSONHandler(w, options)}
	}
	return brief{slog.NewTextHandler(w, options)}
}
