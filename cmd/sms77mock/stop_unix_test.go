//go:build unix

package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestStopWhileLoading stops the program in the middle of reading a world that
// takes it many seconds, at the start and later. Were it read to its end, the
// program would complain of its mistakes.
func TestStopWhileLoading(t *testing.T) {
	t.Parallel()
	large := []byte("clients:\n" + strings.Repeat("- {id: a, secrets: [x], redirect_uris: ['https://x.example/cb']}\n", 400_000))
	t.Run("at the start", func(t *testing.T) {
		t.Parallel()
		pipe := filepath.Join(t.TempDir(), "world.yaml")
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		c := program(t, nil, "--world", pipe, "--addr", "127.0.0.1:0")
		var stderr bytes.Buffer
		c.Stderr = &stderr
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(pipe, large, 0o600); err != nil { // returns when all of it has been taken
			t.Fatal(err)
		}
		c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("after SIGTERM: %v", err)
		}
		if strings.Contains(stderr.String(), "clients") {
			t.Errorf("the world was read to its end: %.200s", &stderr)
		}
	})
	t.Run("later", func(t *testing.T) {
		t.Parallel()
		path := file(t, world("a"))
		r := serve(t, nil, "--world", path)
		if err := os.WriteFile(path, large, 0o600); err != nil {
			t.Fatal(err)
		}
		r.Process.Signal(syscall.SIGHUP)
		if got, want := r.status(t, "/_mock/health"), http.StatusOK; got != want {
			t.Errorf("health: got %d, want %d", got, want)
		}
		r.stop(t)
		for r.log.Scan() {
			if strings.Contains(r.log.Text(), "clients") {
				t.Errorf("the world was read to its end: %.200s", r.log.Text())
			}
		}
	})
}

// TestNobodyReads runs commands whose reader has gone, as after | head -1.
func TestNobodyReads(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"--help", "config", "openapi", "audit --list"} {
		read, written, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		read.Close()
		c := program(t, nil, strings.Fields(line)...)
		var stderr bytes.Buffer
		c.Stdout, c.Stderr = written, &stderr
		err = c.Run()
		written.Close()
		if status, _ := c.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGPIPE || stderr.Len() > 0 {
			t.Errorf("%s: got %v and %q, want that it ends without a word", line, err, &stderr)
		}
	}
}

// TestHangupUnderNohup closes the terminal that the program was started from by nohup:
// what has come since the start stays.
func TestHangupUnderNohup(t *testing.T) {
	t.Parallel()
	path := file(t, world("one"))
	c := program(t, nil, "--world", path, "--addr", "127.0.0.1:0")
	within(t, c, "trap '' HUP")
	r := start(t, c)
	write(t, path, world("two"))
	r.Process.Signal(syscall.SIGHUP)
	r.knows(t, "one")
	r.Process.Signal(syscall.SIGTERM)
	for r.log.Scan() {
		if strings.Contains(r.log.Text(), "world loaded") {
			t.Error(r.log.Text())
		}
	}
}

// within has a shell set up a process for a program before it becomes it.
func within(t *testing.T, c *exec.Cmd, setUp string) {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	c.Args = append([]string{shell, "-c", setUp + `; exec "$0" "$@"`}, c.Args...)
	c.Path = shell
}
