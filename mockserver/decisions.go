package mockserver

import (
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Decide says what becomes of the next authorization requests that pass every
// check.
func (s *Server) Decide(d control.Decision) (p control.PendingDecision, err error) {
	s.oauth.Hold(func() { p, err = s.oauth.Decide(d) })
	s.changes.Changed(feed.Decisions)
	return p, err
}

// Decisions returns the decisions that have not been used up.
func (s *Server) Decisions() ([]control.PendingDecision, error) { return s.oauth.Decisions(), nil }

// RemoveDecision takes back the decision with the given number; one that is not
// in force is an error.
func (s *Server) RemoveDecision(id int) error {
	return s.takeBack(id, "decision", feed.Decisions, s.oauth.RemoveDecision)
}

// ClearDecisions takes back an owner's decisions and returns how many those
// were.
func (s *Server) ClearDecisions(whose control.Owner) (int, error) {
	return s.clear(whose, s.oauth.ClearDecisions, feed.Decisions)
}
