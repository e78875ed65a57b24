package testkit

import (
	"time"

	"example.com/sms77mock/mockserver/control"
)

// Clock returns what the clock of the double shows.
func (s *Server) Clock() control.Clock {
	s.tb.Helper()
	clock, err := s.double.levers.Clock()
	s.check("Clock", err)
	return clock
}

// Now returns the moment that the clock of the double shows.
func (s *Server) Now() time.Time {
	s.tb.Helper()
	return s.Clock().Now
}

// AdvanceClock moves the clock of the double by d, backwards if d is negative:
// lifetimes run out, and webhooks that become due are sent before it returns.
//
// Only the double's clock moves. Code under test that looks at its own goes on
// with a token that the double takes for expired. golang.org/x/oauth2 is such
// code: it refreshes when the token's Expiry has passed by [time.Now], whatever
// the double says. To see it refresh, hand it a token whose Expiry lies in the
// past, mint one that lives for seconds only (see [Server.Token]; x/oauth2 takes
// a token for expired ten seconds early), or run the test in a testing/synctest
// bubble with [InMemory], where both have the same clock and a sleep of an hour
// takes no time.
//
// A double has one clock for everybody, so a tenant cannot move it: use
// [Server.Expire], or mint a token that has expired.
func (s *Server) AdvanceClock(d time.Duration) control.Clock {
	s.tb.Helper()
	return s.moveClock("AdvanceClock", func() (control.Clock, error) { return s.double.levers.AdvanceClock(d) })
}

// SetClock moves the clock of the double to t. A tenant cannot.
func (s *Server) SetClock(t time.Time) control.Clock {
	s.tb.Helper()
	return s.moveClock("SetClock", func() (control.Clock, error) { return s.double.levers.SetClock(t) })
}

// FreezeClock stops the clock of the double at the moment it shows. A tenant
// cannot.
func (s *Server) FreezeClock() control.Clock {
	s.tb.Helper()
	return s.moveClock("FreezeClock", s.double.levers.FreezeClock)
}

// RunClock lets a frozen clock go on. A tenant cannot.
func (s *Server) RunClock() control.Clock {
	s.tb.Helper()
	return s.moveClock("RunClock", s.double.levers.RunClock)
}

func (s *Server) moveClock(lever string, move func() (control.Clock, error)) control.Clock {
	s.tb.Helper()
	s.forEverybody(lever, "end what the tenant has with Expire, or mint a token with ExpiresIn or a State")
	clock, err := move()
	s.check(lever, err)
	return clock
}
