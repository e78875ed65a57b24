package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestHandleTakesAnEndpointOver until it is removed; the youngest handler wins,
// and faults strike before it.
func TestHandleTakesAnEndpointOver(t *testing.T) {
	t.Parallel()
	s, err := mockserver.New(fixtures.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	handle := func(status int) (remove func()) {
		t.Helper()
		remove, err := s.Handle("me", control.Everything(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		if err != nil {
			t.Fatal(err)
		}
		return remove
	}
	ask := func(want int) {
		t.Helper()
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/me", nil))
		if w.Code != want {
			t.Errorf("got %d, want %d", w.Code, want)
		}
	}
	removeOld := handle(http.StatusTeapot)
	removeNew := handle(http.StatusGone)
	ask(http.StatusGone)
	if _, err := s.Inject(control.Fault{Endpoint: "me", Status: http.StatusBadGateway}); err != nil {
		t.Fatal(err)
	}
	ask(http.StatusBadGateway)
	removeNew()
	ask(http.StatusTeapot)
	removeOld()
	ask(http.StatusUnauthorized)
}

func TestHandleRefusesWhatNobodyHas(t *testing.T) {
	t.Parallel()
	s, err := mockserver.New(fixtures.Default())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	for endpoint, whose := range map[fixtures.Endpoint]control.Owner{"tokens": control.Everything(), "token": control.OfClient("nobody"), "me": {}} {
		if _, err := s.Handle(endpoint, whose, http.NotFoundHandler()); err == nil {
			t.Errorf("%s of %v: no error", endpoint, whose)
		}
	}
}
