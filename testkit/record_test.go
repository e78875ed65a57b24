package testkit_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// recordingT is a test whose failures can be looked at.
type recordingT struct {
	mu       sync.Mutex // guards everything below
	cleanups []func()
	failed   bool
	lines    []string
	at       []string // file:line of each failure, as the testing package would print it
	helpers  map[string]bool
}

// Helper notes who calls it, as the testing package does.
func (t *recordingT) Helper() {
	var counters [1]uintptr
	runtime.Callers(2, counters[:])
	frame, _ := runtime.CallersFrames(counters[:]).Next()
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.helpers == nil {
		t.helpers = map[string]bool{}
	}
	t.helpers[frame.Function] = true
}

func (t *recordingT) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *recordingT) Failed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.failed
}

func (t *recordingT) Logf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = append(t.lines, fmt.Sprintf(format, args...))
}

func (t *recordingT) Errorf(format string, args ...any) {
	t.Logf(format, args...)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed = true
	t.at = append(t.at, t.callerLocked())
}

func (t *recordingT) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	panic(ended{})
}

// ended is how Fatalf of a recordingT ends the function that runs.
type ended struct{}

// callerLocked returns the line that a failure is reported at: the first that is
// not in a helper.
func (t *recordingT) callerLocked() string {
	counters := make([]uintptr, 32)
	frames := runtime.CallersFrames(counters[:runtime.Callers(3, counters)])
	for {
		frame, more := frames.Next()
		if !t.helpers[frame.Function] && !strings.Contains(frame.Function, "recordingT") {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "nowhere"
		}
	}
}

// end is what the testing package does when a test ends.
func (t *recordingT) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
	t.cleanups = nil
}

// try runs f as a test would: up to the first Fatalf.
func (t *recordingT) try(f func()) {
	defer func() {
		if v := recover(); v != nil && v != (ended{}) {
			panic(v)
		}
	}()
	f()
}

// said is everything that was said.
func (t *recordingT) said() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Join(t.lines, "\n")
}

// want fails the real test unless everything was said.
func (t *recordingT) want(real *testing.T, parts ...string) {
	real.Helper()
	for _, part := range parts {
		if !strings.Contains(t.said(), part) {
			real.Errorf("got %q, want it to say %q", t.said(), part)
		}
	}
}

// here returns the line that calls it.
func here() string {
	_, file, line, _ := runtime.Caller(1)
	return fmt.Sprintf("%s:%d", filepath.Base(file), line)
}
