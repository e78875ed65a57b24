package mockserver

import (
	"fmt"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Now returns the moment that the server's clock shows.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Clock returns what the server's clock shows.
func (s *Server) Clock() (control.Clock, error) {
	return control.Clock{
		Now:    s.clock.Now(),
		Offset: s.clock.Offset().Round(time.Millisecond).String(),
		Frozen: s.clock.Frozen(),
	}, nil
}

// AdvanceClock moves the server's clock by d, backwards if d is negative.
// Lifetimes run out, and webhooks that become due are sent before it returns.
func (s *Server) AdvanceClock(d time.Duration) (control.Clock, error) {
	if err := fixtures.CheckMoment(s.clock.Now().Add(d)); err != nil {
		return control.Clock{}, fmt.Errorf("advance: %s leads to %w", d, err)
	}
	s.clock.Advance(d)
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// SetClock moves the server's clock to t.
func (s *Server) SetClock(t time.Time) (control.Clock, error) {
	if err := fixtures.CheckMoment(t); err != nil {
		return control.Clock{}, fmt.Errorf("set: %w", err)
	}
	s.clock.Set(t)
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// FreezeClock stops the server's clock at the moment it shows, so that answers
// can be compared with golden files.
func (s *Server) FreezeClock() (control.Clock, error) {
	s.clock.Freeze()
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// RunClock lets a frozen clock go on.
func (s *Server) RunClock() (control.Clock, error) {
	s.clock.Run()
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// startClock has the clock show what a world says.
func (s *Server) startClock(c fixtures.Clock) {
	if c.Frozen {
		s.clock.Freeze()
	}
	if t, ok := c.Moment(); ok {
		s.clock.Set(t)
	}
}

// clockState returns what the clock shows; a clock that shows the real time is
// nothing to speak of.
func (s *Server) clockState() fixtures.Clock {
	frozen := s.clock.Frozen()
	if offset := s.clock.Offset(); !frozen && offset.Abs() < time.Second {
		return fixtures.Clock{}
	}
	return fixtures.Clock{At: fixtures.WriteMoment(s.clock.Now()), Frozen: frozen}
}
