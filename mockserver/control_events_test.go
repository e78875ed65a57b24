package mockserver_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// news returns the events that have come since n bytes of the stream, in short,
// and how many bytes there are now.
func news(tb testing.TB, w *waiting, n int) (events []string, end int) {
	tb.Helper()
	synctest.Wait()
	stream := w.recorder.Body.String()
	for block := range strings.SplitSeq(strings.TrimSuffix(stream[n:], "\n\n"), "\n\n") {
		event, data, isEvent := strings.Cut(block, "\ndata: ")
		if !isEvent {
			events = append(events, block)
			continue
		}
		var entry mockserver.Entry
		if err := json.Unmarshal([]byte(data), &entry); err != nil {
			tb.Fatalf("%s: %v", data, err)
		}
		if entry.ID != 0 {
			event += fmt.Sprintf(" %d %s %s", entry.ID, entry.Endpoint, entry.Outcome)
		}
		events = append(events, event)
	}
	return events, len(stream)
}

// The stream tells of a request when it arrives and when it has been answered,
// and of levers.
func TestControlEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		get(server, "/me").answer() // is over, and no news
		w := wait(t.Context(), server, "events")
		seen := 0
		for _, step := range []struct {
			do   func()
			want []string
		}{
			{func() {}, []string{": connected"}},
			{func() { get(server, "/authorize").answer() }, []string{"event: request 2 authorize refused"}},
			{func() { lever(server, "POST faults", `{"endpoint":"me","delay":"1s"}`).answer() }, []string{"event: change"}},
			{func() { go get(server, "/me").answer() }, []string{"event: request 3 me pending"}},
			{func() { time.Sleep(time.Second) }, []string{"event: request 3 me faulted"}},
			{func() {
				if err := server.Decide(mockserver.Decision{Decision: fixtures.Deny}); err != nil {
					t.Error(err)
				}
			}, []string{"event: change"}},
			{func() { lever(server, "DELETE requests", "").answer() }, []string{"event: change"}},
			{func() { get(server, "/me").answer() }, []string{"event: request 4 me refused"}},
			{func() { time.Sleep(15 * time.Second) }, []string{": still here"}},
		} {
			step.do()
			var got []string
			got, seen = news(t, w, seen)
			if diff := cmp.Diff(step.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
		if got, want := w.recorder.Header().Get("Content-Type"), "text/event-stream"; got != want {
			t.Errorf("Content-Type: got %s, want %s", got, want)
		}
		server.Close()
		w.answer()
	})
}

// The client ends the stream by going.
func TestControlEventsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := wait(t.Context(), newServer(t, nil), "events")
		w.cancel()
		w.answer()
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
