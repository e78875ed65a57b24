package mockserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// stream is an answer that is read while it is being written.
type stream struct {
	header http.Header

	mu   sync.Mutex // guards body
	body strings.Builder
	read int // how much of body has been read
}

func (s *stream) Header() http.Header { return s.header }
func (s *stream) WriteHeader(int)     {}
func (s *stream) Flush()              {}

func (s *stream) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.body.Write(b)
}

// news returns what has come since the last time, each event in short.
func (s *stream) news(tb testing.TB) (events []string) {
	tb.Helper()
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	text := s.body.String()[s.read:]
	s.read = s.body.Len()
	for block := range strings.SplitSeq(strings.TrimSuffix(text, "\n\n"), "\n\n") {
		event, data, _ := strings.Cut(block, "\ndata: ")
		var change struct{ What []string }
		if err := json.Unmarshal([]byte(data), &change); err == nil && change.What != nil {
			event += " " + strings.Join(change.What, " ")
		}
		var entry control.Entry
		if err := json.Unmarshal([]byte(data), &entry); err == nil && entry.ID != 0 {
			event += fmt.Sprintf(" %d %s %s", entry.ID, entry.Endpoint, entry.Outcome)
		}
		events = append(events, event)
	}
	return events
}

// listen opens the event stream. The function that it returns waits for its
// end.
func listen(ctx context.Context, server http.Handler) (*stream, func()) {
	s := &stream{header: http.Header{}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.ServeHTTP(s, lever(server, "GET events", "").WithContext(ctx))
	}()
	return s, func() { <-ended }
}

// The stream tells of a request when it arrives and when it has been answered,
// and of levers.
func TestControlEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		get(server, "/me").answer() // is over, and no news
		events, end := listen(t.Context(), server)
		for _, step := range []struct {
			do   func()
			want []string
		}{
			{func() {}, []string{": connected"}},
			{func() { get(server, "/authorize").answer() }, []string{"event: request 2 authorize refused"}},
			{func() { lever(server, "POST faults", `{"endpoint":"me","delay":"1s"}`).answer() }, []string{"event: change faults"}},
			{func() { go get(server, "/me").answer() }, []string{"event: request 3 me pending"}},
			{func() { time.Sleep(time.Second) }, []string{"event: request 3 me faulted"}},
			{func() {
				if _, err := server.Decide(control.Decision{Decision: fixtures.Deny}); err != nil {
					t.Error(err)
				}
			}, []string{"event: change decisions"}},
			{func() { lever(server, "DELETE requests", "").answer() }, []string{"event: change requests"}},
			{func() { lever(server, "POST clock", `{"advance":"1h"}`).answer() }, []string{"event: change clock"}},
			{func() { lever(server, "POST tokens", "").answer() }, []string{"event: change tokens"}},
			{func() {
				lever(server, "POST clients", `{"id":"new","secrets":["new"],"redirect_uris":["https://new.test/"]}`).answer()
			}, []string{"event: change world"}},
			{func() { lever(server, "POST snapshots/kept", "").answer() }, []string{"event: change snapshots"}},
			{func() { lever(server, "DELETE snapshots/kept", "").answer() }, []string{"event: change snapshots"}},
			{func() { lever(server, "POST messages", `{"from":"1","text":"x"}`).answer() }, []string{"event: change messages"}},
			{func() { lever(server, "DELETE messages", "").answer() }, []string{"event: change messages forgotten"}},
			{func() { lever(server, "POST reset", "").answer() }, []string{"event: change requests messages tokens faults decisions world clock audits snapshots forgotten"}},
			{func() { get(server, "/me").answer() }, []string{"event: request 4 me refused"}},
			{func() { time.Sleep(15 * time.Second) }, []string{": still here"}},
		} {
			step.do()
			if diff := cmp.Diff(step.want, events.news(t)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
		if got, want := events.header.Get("Content-Type"), "text/event-stream"; got != want {
			t.Errorf("Content-Type: got %s, want %s", got, want)
		}
		server.Close()
		end()
	})
}

// The client ends the stream by going.
func TestControlEventsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		events, end := listen(ctx, newServer(t, nil))
		if diff := cmp.Diff([]string{": connected"}, events.news(t)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		cancel()
		end()
	})
}

// HEAD is answered at once, so that the connection is free for what follows.
func TestControlEventsHead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := &stream{header: http.Header{}}
		newServer(t, nil).ServeHTTP(s, lever(nil, "HEAD events", "").WithContext(ctx))
		if got := s.header.Get("Content-Type"); got != "text/event-stream" || s.body.Len() > 0 || ctx.Err() != nil {
			t.Errorf("got %s and %q: %v", got, s.body.String(), ctx.Err())
		}
	})
}

// Over a connection, each event comes at once.
func TestControlEventsAreFlushed(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, listening.URL+"/_mock/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := listening.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for _, want := range []string{": connected", "event: request", "event: change"} {
		for lines.Scan() && lines.Text() != want {
		}
		if err := lines.Err(); err != nil {
			t.Fatalf("waiting for %q: %v", want, err)
		}
		switch want {
		case ": connected":
			get(server, "/me").answer()
		case "event: request":
			lever(server, "POST clock", `{"advance":"1s"}`).answer()
		}
	}
}
