package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

// TestAsUser: who may not use a file is told to whoever can change that, and nobody
// else is told anything.
func TestAsUser(t *testing.T) {
	t.Parallel()
	of := func(err error) error {
		return fmt.Errorf("state: %w", &fs.PathError{Op: "open", Path: "/state/state.db", Err: err})
	}
	want := of(syscall.EACCES).Error()
	if user := os.Getuid(); user >= 0 { // which Windows has not
		want += fmt.Sprintf(": the program runs as user %d: give that user the right, or run it as the owner, in Docker by --user", user)
	}
	if got := asUser(of(syscall.EACCES)).Error(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, err := range []error{nil, of(syscall.EROFS), fs.ErrPermission} {
		if got := asUser(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// TestFileOfAnotherUser has the program read files that it may not: each command says
// who may not.
func TestFileOfAnotherUser(t *testing.T) {
	t.Parallel()
	forbidden := file(t, "{}")
	if err := os.Chmod(forbidden, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(forbidden); err == nil {
		f.Close()
		t.Skip("root may read everything, and Windows knows no such right")
	}
	for _, args := range [][]string{
		{"--world", forbidden}, {"--world", forbidden, "--log-format", "json"}, {"config", "--world", forbidden},
		{"validate", forbidden}, {"audit", forbidden},
	} {
		code, _, stderr := call(t, args...)
		if want := fmt.Sprintf("permission denied: the program runs as user %d: ", os.Getuid()); code == 0 || !strings.Contains(stderr, want) {
			t.Errorf("%v: got %d %q, want %q", args, code, stderr, want)
		}
	}
}
