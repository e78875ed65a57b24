//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// TestStateRemoved takes the state away from the program, which then changes something
// and ends.
func TestStateRemoved(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	r := serve(t, nil, "--state", dir)
	r.waitForLog(t, "kept from now on")
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	r.status(t, "/me") // which is counted
	r.Process.Signal(syscall.SIGTERM)
	r.waitForLog(t, "state: what has changed since it was written is lost: .* was removed")
	if r.Wait(); r.ProcessState.ExitCode() != 1 {
		t.Errorf("got %v, want exit code 1", r.ProcessState)
	}
}
