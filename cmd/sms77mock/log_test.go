package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stop sends SIGTERM, upon which the program has to end by itself.
func (r *running) stop(t *testing.T) {
	t.Helper()
	r.Process.Signal(syscall.SIGTERM)
	if state, err := r.Process.Wait(); err != nil || state.ExitCode() != 0 {
		t.Fatalf("after SIGTERM: got %v, %v, want exit code 0", state, err)
	}
}

// TestNobodyReadsTheLog fills the pipe of the log: the server answers on, and
// ends when it is told to.
func TestNobodyReadsTheLog(t *testing.T) {
	t.Parallel()
	r := serve(t, nil)
	path := "/" + strings.Repeat("x", 900)
	for range 400 { // some 400 kB, and a pipe takes 64
		if got, want := r.status(t, path), http.StatusNotFound; got != want {
			t.Fatalf("got %d, want %d", got, want)
		}
	}
	r.stop(t)
}

// TestReaderOfTheLogGoesAway closes the pipes that the program writes to.
func TestReaderOfTheLogGoesAway(t *testing.T) {
	t.Parallel()
	r := serve(t, nil)
	r.stderr.Close()
	for range 3 {
		if got, want := r.status(t, "/me"), http.StatusUnauthorized; got != want {
			t.Fatalf("got %d, want %d", got, want)
		}
	}
	r.Process.Signal(syscall.SIGTERM)
	if state, err := r.Process.Wait(); err != nil || state.ExitCode() != 0 {
		t.Errorf("got %v, %v, want exit code 0", state, err)
	}
}

// TestReadyLineDoesNotBlock starts the program with a full pipe as stdout.
func TestReadyLineDoesNotBlock(t *testing.T) {
	t.Parallel()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	writer.SetWriteDeadline(time.Now().Add(50 * time.Millisecond))
	for { // until it is full
		if _, err := writer.Write(make([]byte, 4096)); err != nil {
			break
		}
	}
	c := program(t, nil, "--addr", "127.0.0.1:0", "--log-format", "json")
	c.Stdout = writer
	stderr, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	r := &running{Cmd: c, log: bufio.NewScanner(stderr)}
	r.url = anyURL.FindString(r.waitForLog(t, `"msg":"ready"`))
	if got, want := r.status(t, "/_mock/health"), http.StatusOK; got != want {
		t.Errorf("health: got %d, want %d", got, want)
	}
}

// TestLinesOfTheLog sends long and hostile text and reads what is logged.
func TestLinesOfTheLog(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json"} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			r := serve(t, nil, "--log-format", format)
			form := url.Values{
				"grant_type":    {strings.Repeat("\x1b\u009b", 100_000)},
				"client_id":     {strings.Repeat("\x00\"", 100_000)},
				"client_secret": {"x"},
			}
			response, err := http.PostForm(r.url+"/token?"+strings.Repeat("y", 10_000), form)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			line := r.waitForLog(t, `request`)
			if len(line) > 6000 {
				t.Errorf("the line has %d bytes, want at most 6000", len(line))
			}
			if strings.ContainsAny(line, "\x1b\u009b\x00") {
				t.Error("the line has raw control characters")
			}
			if format == "json" && !json.Valid([]byte(line)) {
				t.Errorf("the line is no JSON: %s", line)
			}
			for _, obeyed := range []string{"\x1b", "\u009b", "\x7f", "\u202e"} { // one that is quoted may have others quoted, too
				r.status(t, "/"+url.PathEscape(obeyed))
				if line := r.waitForLog(t, `request`); strings.Contains(line, obeyed) {
					t.Errorf("the line has %q, which a terminal obeys", obeyed)
				}
			}
		})
	}
}

// TestLogInJSON reads everything that the program writes to stderr from its
// start to its end.
func TestLogInJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := serve(t, []string{"SMS77MOCK_LOG_FORMAT=json", "SMS77MOCK_WRLD=x", "SMS77MOCK_STATE=" + dir})
	if !strings.HasPrefix(r.ready, "sms77mock is ready: http://127.0.0.1:") || !strings.Contains(r.ready, "dashboard "+r.url+"/_mock/") {
		t.Errorf("the ready line is %q, want the text form with the dashboard", r.ready)
	}
	r.status(t, "/me")
	r.Process.Signal(syscall.SIGTERM)
	seen := map[string]bool{}
	for r.log.Scan() {
		var line struct {
			Msg  string
			File any
		}
		if err := json.Unmarshal(r.log.Bytes(), &line); err != nil {
			t.Errorf("got %q, want JSON", r.log.Text())
		}
		if want := filepath.Join(dir, "state.db"); line.File != nil && line.File != want {
			t.Errorf("%s: got the file %v, want %s", line.Msg, line.File, want)
		}
		seen[line.Msg] = true
	}
	for _, want := range []string{"ready", "the state is kept from now on", "request", "shutting down", "unknown variable, which has no effect"} {
		if !seen[want] {
			t.Errorf("no line %q", want)
		}
	}
}

func TestFatalErrorsInJSON(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"--log-format", "json", "--world", "/does/not/exist.yaml"},
		{"--log-format=json", "--wrold", "x"},
		{"--log-format", "json", "--addr", "256.0.0.1:1"},
	} {
		_, stdout, stderr := call(t, args...)
		var line struct{ Level, Error string }
		if err := json.Unmarshal([]byte(stderr), &line); err != nil || line.Level != "ERROR" || line.Error == "" || stdout != "" {
			t.Errorf("%q: got %q and %q, want one line of JSON on stderr", args, stdout, stderr)
		}
	}
}

// stalled is a writer that waits until it is opened.
type stalled struct {
	open  chan struct{}
	asked chan struct{} // closed by the first Write
	once  sync.Once

	mu      sync.Mutex
	written bytes.Buffer
}

func (s *stalled) Write(b []byte) (int, error) {
	s.once.Do(func() { close(s.asked) })
	<-s.open
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.written.Write(b)
}

// TestQueue fills a queue of which nothing is taken: it drops lines, and says
// how many.
func TestQueue(t *testing.T) {
	t.Parallel()
	out := &stalled{open: make(chan struct{}), asked: make(chan struct{})}
	q := newQueue(out, nil, func(lines int) []byte { return fmt.Appendf(nil, "dropped %d\n", lines) })
	line := []byte(strings.Repeat("x", 1023) + "\n")
	io.WriteString(q, "first\n")
	<-out.asked // else what is dropped before it may be told by itself
	const lines = 5000
	for range lines {
		io.Copy(q, bytes.NewReader(line))
	}
	close(out.open)
	q.close()
	out.mu.Lock()
	defer out.mu.Unlock()
	written := bytes.Count(out.written.Bytes(), line)
	if least := maxWaiting / len(line); written < least || written >= lines {
		t.Errorf("got %d lines, want at least %d and less than all", written, least)
	}
	if want := fmt.Sprintf("dropped %d\n", lines-written); !strings.Contains(out.written.String(), want) {
		t.Errorf("want a line %q", want)
	}
}
