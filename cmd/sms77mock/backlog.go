package main

import (
	"context"
	"log/slog"
	"sync"
)

// mostLater is how many lines wait to be formatted.
const mostLater = 256

// backlog is lines of the log that are formatted by the goroutine that writes
// them: many in a row take less than half of the time that each takes between two
// requests. Its methods may be called from several goroutines.
type backlog struct {
	out *queue // woken for every line

	mu    sync.Mutex // guards lines, and keeps them in order
	lines []unformatted
}

// unformatted is a line and what will write it into the queue.
type unformatted struct {
	handler slog.Handler
	line    slog.Record
}

func (b *backlog) add(handler slog.Handler, line slog.Record) {
	b.mu.Lock()
	b.lines = append(b.lines, unformatted{handler, line.Clone()})
	if len(b.lines) == mostLater { // the goroutine that writes is busy, or stuck
		b.formatLocked()
	}
	b.mu.Unlock()
	b.out.wakeUp()
}

// format formats the lines that are there.
func (b *backlog) format() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.formatLocked()
}

func (b *backlog) formatLocked() {
	for _, l := range b.lines {
		l.handler.Handle(context.Background(), l.line) // into the queue, which never fails
	}
	clear(b.lines)
	b.lines = b.lines[:0]
}

// later is a handler whose lines are formatted later. What their attributes say
// must not change until then.
type later struct {
	slog.Handler
	lines *backlog
}

func (h later) Handle(_ context.Context, r slog.Record) error {
	h.lines.add(h.Handler, r)
	return nil
}

func (h later) WithAttrs(attrs []slog.Attr) slog.Handler {
	return later{h.Handler.WithAttrs(attrs), h.lines}
}
func (h later) WithGroup(name string) slog.Handler { return later{h.Handler.WithGroup(name), h.lines} }
