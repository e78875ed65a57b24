package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestBacklog logs more lines than wait to be formatted while nothing is taken:
// all are written in their order, with what their loggers add.
func TestBacklog(t *testing.T) {
	t.Parallel()
	out := &stalled{open: make(chan struct{}), asked: make(chan struct{})}
	logger, lines := logFlags{LogFormat: "text", LogLevel: "info"}.open(out)
	logger.Info("first")
	<-out.asked
	inner := logger.With("inner", true).WithGroup("of")
	const each = 2 * mostLater
	var want strings.Builder
	for i := range each {
		logger.Info("outer", "n", i)
		inner.Info("inner", "n", i)
		logger.Debug("never")
		fmt.Fprintf(&want, "outer n=%d\ninner inner=true of.n=%d\n", i, i)
	}
	close(out.open)
	lines.close()
	<-lines.done
	out.mu.Lock()
	defer out.mu.Unlock()
	var got strings.Builder
	for line := range bytes.Lines(out.written.Bytes()) {
		_, message, _ := strings.Cut(string(line), " msg=")
		if message != "first\n" {
			got.WriteString(message)
		}
	}
	if got.String() != want.String() {
		t.Errorf("got %d lines, want %d in their order", strings.Count(got.String(), "\n"), 2*each)
	}
}
