package testkit_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestHandleAnswersInPlaceOfTheDouble for one tenant, until its test ends.
func TestHandleAnswersInPlaceOfTheDouble(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	tb := new(recordingT)
	s, other := srv.Tenant(tb), srv.Tenant(t)
	s.Handle("sms", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "%s: %s", r.Method, body)
	}))
	status, answer := call(s.Client(), s.Token().AccessToken, http.MethodPost, s.GatewayURL()+"/sms", map[string][]string{"to": {"1"}})
	if status != http.StatusTeapot || answer != "POST: to=1" {
		t.Errorf("got %d %q", status, answer)
	}
	if got := s.RequireRequest(control.RequestFilter{Endpoint: "sms"}); got.ResponseBody != "POST: to=1" || !strings.Contains(got.Reason, "handler") {
		t.Errorf("journal: got %q, %q", got.ResponseBody, got.Reason)
	}
	send(other, "49170123456789", "Hello")
	other.RequireMessage("49170123456789")
	tb.end()
	if tb.failed {
		t.Errorf("the test fails: %s", tb.said())
	}
}

func TestHandleIsForThisProcess(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.Connect(tb, elsewhere(t))
	tb.try(func() { srv.Handle("sms", http.NotFoundHandler()) })
	tb.want(t, "testkit: Handle: ")
}
