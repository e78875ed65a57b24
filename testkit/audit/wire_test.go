package audit_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// forgetful is a double whose journal others have filled meanwhile: a request that
// is asked for is gone.
type forgetful struct {
	control.Levers
	t *testing.T
}

func (forgetful) Request(uint64) (control.Entry, error) {
	return control.Entry{}, &control.NotFoundError{Message: "the journal has no such request"}
}

func (f forgetful) WaitForRequest(_ context.Context, filter control.RequestFilter) (control.Entry, error) {
	f.t.Errorf("the audit waits for %+v, which is gone", filter)
	return control.Entry{}, nil
}

// A request that the journal has forgotten is not waited for.
func TestForgottenRequestsAreNotWaitedFor(t *testing.T) {
	t.Parallel()
	if _, err := play(t, func(s *site) {
		s.levers = forgetful{s.levers, t}
		s.app.Patience = 2 * time.Second
		s.routes["/callback"] = http.TimeoutHandler(http.HandlerFunc(s.callback), time.Second, "Try again.").ServeHTTP // and leaves the exchange alone
	}, audit.Only("token-hangs")); err != nil {
		t.Fatal(err)
	}
}
