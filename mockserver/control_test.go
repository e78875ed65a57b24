package mockserver_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// lever asks a route of the control API, such as "POST faults".
func lever(server http.Handler, route, body string) asked {
	method, path, _ := strings.Cut(route, " ")
	r := httptest.NewRequest(method, "/_mock/"+path, strings.NewReader(body))
	if body == "" {
		r.Body, r.ContentLength = http.NoBody, 0
	}
	return asked{r, server}
}

// read asks a route that answers with 200 and returns the answer.
func read[T any](tb testing.TB, server http.Handler, route, body string) (value T) {
	tb.Helper()
	w := lever(server, route, body).answer()
	if w.Code != http.StatusOK {
		tb.Fatalf("%s: got %d %s", route, w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &value); err != nil {
		tb.Fatalf("%s: %v", route, err)
	}
	return value
}

// A method that a path does not take is answered with those that it does. What
// may be got may be asked for by HEAD, as some health checks do.
func TestControlAllow(t *testing.T) {
	t.Parallel()
	w := lever(newServer(t, nil), "PATCH tokens", "").answer()
	if got, want := w.Header().Get("Allow"), "GET, POST"; got != want {
		t.Errorf("Allow: got %q, want %q", got, want)
	}
	if got, want := lever(newServer(t, nil), "HEAD health", "").answer().Code, http.StatusOK; got != want {
		t.Errorf("HEAD: got %d, want %d", got, want)
	}
}

// A page of another site must not pull levers through a tester's browser.
func TestControlRefusesOtherSites(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	server.FreezeClock()
	login(t, server)
	before := state(t, server)
	for _, test := range []struct {
		name, value string
		status      int
	}{
		{"Sec-Fetch-Site", "cross-site", http.StatusForbidden},
		{"Sec-Fetch-Site", "same-site", http.StatusForbidden},
		{"Origin", "https://evil.example", http.StatusForbidden},
		{"Origin", "null", http.StatusForbidden},
		{"Sec-Fetch-Site", "same-origin", http.StatusOK},
		{"Origin", "http://example.com", http.StatusOK}, // the host that is asked
		{"User-Agent", "curl", http.StatusOK},
	} {
		for _, route := range []string{"POST reset", "DELETE requests"} {
			r := lever(server, route, "")
			r.Header.Set(test.name, test.value)
			w := r.answer()
			if w.Code != test.status {
				t.Errorf("%s with %s: %s: got %d %s, want %d", route, test.name, test.value, w.Code, w.Body, test.status)
			}
			if test.status != http.StatusForbidden {
				continue
			}
			if !strings.Contains(w.Body.String(), `{"error":"`) {
				t.Errorf("%s with %s: %s: got the body %s", route, test.name, test.value, w.Body)
			}
			if state(t, server) != before {
				t.Errorf("%s with %s: %s has changed something", route, test.name, test.value)
			}
		}
	}
}

// Without control, nothing is left but what probes ask; a listener of its own still has
// all of it.
func TestWithoutControl(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithoutControl())
	gone, cancel := context.WithCancel(t.Context()) // nobody waits for what lasts
	cancel()
	readDocument(t, server.Control()).operations(func(method, path string, o operation) {
		if o.Tags[0] != "control" {
			return
		}
		want := http.StatusNotFound
		if path == "/_mock/health" || path == "/_mock/ready" {
			want = http.StatusOK
		}
		concrete := strings.ReplaceAll(path, "{id}", "1")
		r := httptest.NewRequestWithContext(gone, method, concrete, nil)
		if got := (asked{r, server}).answer().Code; got != want {
			t.Errorf("%s %s: got %d, want %d", method, concrete, got, want)
		}
	})
	if got := read[[]control.Entry](t, server.Control(), "GET requests", ""); len(got) != 0 {
		t.Errorf("the journal has %v", got)
	}
}

// Control routes leave no trace: they are in no journal, consume no fault and
// take no decision.
func TestControlLeavesNoTrace(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	if _, err := server.Inject(control.Fault{Status: 500, Times: -1}); err != nil {
		t.Fatal(err)
	}
	for _, route := range []string{
		"GET health", "GET world", "GET clock", "GET decisions", "GET faults", "GET presets", "GET requests", "GET messages",
		"GET tokens", "GET clients", "GET accounts", "GET openapi.json", "GET ", "POST tokens", "GET nothing", "PUT clock",
	} {
		if got := lever(server, route, "").answer().Code; got >= 500 {
			t.Errorf("%s: got %d", route, got)
		}
	}
	for _, path := range []string{"/", "/assets/style.css", "/favicon.ico", "/_mock/assets/style.css"} {
		if got := get(server, path).answer().Code; got >= 500 {
			t.Errorf("%s: got %d", path, got)
		}
	}
	if got := must(server.Requests(control.RequestFilter{})); len(got) != 0 {
		t.Errorf("the journal has %v", got)
	}
	if f := must(server.Faults())[0]; f.Seen != 0 || f.Used != 0 {
		t.Errorf("the fault has seen %d requests and hit %d, want none", f.Seen, f.Used)
	}
}

// What a world says comes out in the words in which it goes in.
func TestControlSpeaksTheWorldsWords(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	const client = `{"id":"a","secrets":["b"],"redirect_uris":["https://a.example/?a=1&b=2"],"authorize":{"decision":"deny"},"lifetimes":{"code":"1m0s","access_token":"1h30m0s"}}`
	for _, ask := range []asked{lever(server, "POST clients", client), lever(server, "GET clients", "")} {
		w := ask.answer()
		if got := strings.ReplaceAll(w.Body.String(), `\u0026`, "&"); !strings.Contains(got, client) {
			t.Errorf("%s: got %d %s, want %s in it", ask.Method, w.Code, got, client)
		}
	}
}
