package mockserver_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// waiting is a long poll under way.
type waiting struct {
	answered chan struct{}
	recorder *httptest.ResponseRecorder
	cancel   func()
}

// wait begins a long poll, and returns once nothing moves any more.
func wait(ctx context.Context, server http.Handler, route string) *waiting {
	ctx, cancel := context.WithCancel(ctx)
	w := &waiting{make(chan struct{}), httptest.NewRecorder(), cancel}
	r := lever(server, "GET "+route, "").Request.WithContext(ctx)
	go func() {
		defer close(w.answered)
		server.ServeHTTP(w.recorder, r)
	}()
	synctest.Wait()
	return w
}

// pending reports whether the poll has not been answered yet.
func (w *waiting) pending() bool {
	synctest.Wait()
	select {
	case <-w.answered:
		return false
	default:
		return true
	}
}

// answer returns the status and the body of the answer.
func (w *waiting) answer() (int, string) {
	<-w.answered
	return w.recorder.Code, strings.TrimSpace(w.recorder.Body.String())
}

// A wait ends with the request that makes the count, and not before.
func TestControlWaitsForRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		get(server, "/me").answer() // those in the journal count
		get(server, "/authorize").answer()
		w := wait(t.Context(), server, "requests/wait?endpoint=me&count=2&timeout=60s")
		get(server, "/authorize").answer() // another endpoint does not
		if !w.pending() {
			t.Fatal("the wait is over after one request of two")
		}
		time.Sleep(59 * time.Second)
		get(server, "/me").answer()
		status, body := w.answer()
		var entries []control.Entry
		if err := json.Unmarshal([]byte(body), &entries); err != nil || status != http.StatusOK {
			t.Fatalf("got %d %s", status, body)
		}
		if len(entries) != 2 || entries[0].ID != 1 || entries[1].ID != 4 || entries[1].Path != "/me" {
			t.Errorf("got %v, want the requests 1 and 4", entries)
		}
	})
}

// A request counts from its arrival, even if it is never answered.
func TestControlWaitCountsHangingRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		if _, err := server.Inject(control.Fault{Endpoint: "me", Delay: time.Hour}); err != nil {
			t.Fatal(err)
		}
		w := wait(t.Context(), server, "requests/wait?endpoint=me&outcome=pending")
		go get(server, "/me").answer()
		if status, body := w.answer(); status != http.StatusOK || !strings.Contains(body, `"outcome":"pending"`) {
			t.Errorf("got %d %s", status, body)
		}
		server.Reset(control.Everything()) // lets the request go
	})
}

func TestControlWaitsForMessages(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		token, err := server.IssueToken(control.TokenRequest{})
		if err != nil {
			t.Fatal(err)
		}
		send := func(text string) {
			t.Helper()
			w := post(server, "/api/sms", url.Values{"to": {"0171 6992343"}, "text": {text}}).bearer(token.AccessToken).answer()
			if got, want := w.Body.String(), "100"; got != want {
				t.Fatalf("sms: got %s, want %s", got, want)
			}
		}
		w := wait(t.Context(), server, "messages/wait?to=01716992343&text=Code&count=2")
		send("Code 1111")
		send("Hello")
		if !w.pending() {
			t.Fatal("the wait is over after one message of two")
		}
		send("Code 2222")
		status, body := w.answer()
		var messages []control.Message
		if err := json.Unmarshal([]byte(body), &messages); err != nil || status != http.StatusOK {
			t.Fatalf("got %d %s", status, body)
		}
		if len(messages) != 2 || messages[0].Text != "Code 1111" || messages[1].Text != "Code 2222" {
			t.Errorf("got %v", messages)
		}
	})
}

// A wait that comes to nothing says after the time given what it was for and
// what came.
func TestControlWaitTimesOut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		route   string
		timeout time.Duration
		want    string
	}{
		{"requests/wait", 5 * time.Second, "waited for 1 request, saw 0: timed out"},
		{"requests/wait?timeout=50ms&endpoint=token&client_id=a&grant_type=refresh_token&outcome=ok&count=3", 50 * time.Millisecond,
			"waited for 3 requests endpoint=token client_id=a grant_type=refresh_token outcome=ok, saw 0: timed out"},
		{"requests/wait?timeout=60s&endpoint=me&count=2", time.Minute, "waited for 2 requests endpoint=me, saw 1: timed out"},
		{"messages/wait?to=1", 5 * time.Second, "waited for 1 message to=1, saw 0: timed out"},
		{"messages/wait?timeout=1m&channel=voice&count=2", time.Minute, "waited for 2 messages channel=voice, saw 0: timed out"},
	} {
		synctest.Test(t, func(t *testing.T) {
			server := newServer(t, nil)
			if strings.Contains(test.route, "endpoint=me") {
				get(server, "/me").answer()
			}
			start := time.Now()
			status, body := wait(t.Context(), server, test.route).answer()
			if want := `{"error":"` + test.want + `"}`; status != http.StatusRequestTimeout || body != want {
				t.Errorf("%s: got %d %s, want 408 %s", test.route, status, body, want)
			}
			if got := time.Since(start); got != test.timeout {
				t.Errorf("%s: answered after %s, want %s", test.route, got, test.timeout)
			}
		})
	}
}

// Closing the server ends waits, and so does the client by going.
func TestControlWaitEnds(t *testing.T) {
	t.Parallel()
	for _, route := range []string{"requests/wait?timeout=60s", "messages/wait?timeout=60s"} {
		synctest.Test(t, func(t *testing.T) {
			server := newServer(t, nil)
			start := time.Now()
			w := wait(t.Context(), server, route)
			w.cancel()
			w.answer()
			w = wait(t.Context(), server, route)
			server.Close()
			if status, body := w.answer(); status != http.StatusRequestTimeout || !strings.Contains(body, "the server is closing") {
				t.Errorf("%s: got %d %s", route, status, body)
			}
			if got := time.Since(start); got != 0 {
				t.Errorf("%s: it took %s", route, got)
			}
		})
	}
}
