package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestHandleTakesAnEndpointOver until it is removed; the youngest handler wins,
// and faults strike before it.
func TestHandleTakesAnEndpointOver(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	handle := func(status int) (remove func()) {
		return must(s.Handle("me", control.Everything(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })))
	}
	ask := func(want int) {
		t.Helper()
		if got := get(s, "/me").answer().Code; got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	}
	removeOld := handle(http.StatusTeapot)
	removeNew := handle(http.StatusGone)
	ask(http.StatusGone)
	inject(t, s, control.Fault{Endpoint: "me", Status: http.StatusBadGateway})
	ask(http.StatusBadGateway)
	removeNew()
	ask(http.StatusTeapot)
	removeOld()
	ask(http.StatusUnauthorized)
}

// TestCodeOfTheTestersThatDoesNotAnswer panics, or ends its goroutine as t.Fatal
// does: nothing is left pending in the journal.
func TestCodeOfTheTestersThatDoesNotAnswer(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(){"panic": func() { panic(http.ErrAbortHandler) }, "goexit": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, nil)
			must(s.Handle("me", control.Everything(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { end() })))
			must(s.Inject(control.Fault{Endpoint: "token", Status: 503, Match: func(*http.Request) bool { end(); return true }}))
			for i, path := range []string{"/me", "/token"} {
				done := make(chan struct{})
				go func() {
					defer close(done)
					defer func() { recover() }()
					s.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
				}()
				<-done
				if e := must(s.Request(uint64(i + 1))); e.Outcome != control.Faulted || !strings.Contains(e.Reason, "instead of answering") {
					t.Errorf("%s: got %s", path, e)
				}
			}
		})
	}
}

func TestHandleRefusesWhatNobodyHas(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil)
	for endpoint, whose := range map[fixtures.Endpoint]control.Owner{"tokens": control.Everything(), "token": control.OfClient("nobody"), "me": {}} {
		if _, err := s.Handle(endpoint, whose, http.NotFoundHandler()); err == nil {
			t.Errorf("%s of %v: no error", endpoint, whose)
		}
	}
}
