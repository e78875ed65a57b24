//go:build unix

package main

import (
	"strings"
	"testing"
)

// TestNoRoomForAState starts the program where there is no room even for an empty
// state, and again when there is.
func TestNoRoomForAState(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	c := program(t, nil, "--state", dir, "--addr", "127.0.0.1:0")
	within(t, c, "ulimit -f 4")
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), "too large") {
		t.Fatalf("got %v, %s, want that the file is too large", err, out)
	}
	serve(t, nil, "--state", dir).waitForLog(t, "kept from now on")
}
