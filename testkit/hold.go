package testkit

import (
	"errors"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Hold keeps back the answers to the requests that f chooses until release is
// called; then they are answered as f says, or properly. It is for tests of what
// happens at the same time:
//
//	release := srv.Hold(control.Fault{Endpoint: "token"})
//	go app.Refresh()
//	srv.RequireRequest(control.RequestFilter{Endpoint: "token"}) // it is on its way
//	app.Logout()
//	release()
//
// Unless f says how many times, every request is held. What is held when the test
// ends is released, and a hold that nothing has met fails the test.
func (s *Server) Hold(f control.Fault) (release func()) {
	s.tb.Helper()
	if f.Connection != "" || f.Preset != "" {
		s.tb.Fatalf("testkit: Hold: %s: what is held cannot break otherwise too: leave out connection and preset", f)
	}
	f.Connection = fixtures.ConnectionHold
	if f.Times == 0 {
		f.Times = -1
	}
	held := s.Inject(f)
	return sync.OnceFunc(func() {
		s.tb.Helper()
		s.settleOne(aFault, held.ID)
		var gone *control.NotFoundError
		if err := s.double.levers.RemoveFault(held.ID); err != nil && !errors.As(err, &gone) {
			s.check("Hold: release", err)
		}
	})
}
