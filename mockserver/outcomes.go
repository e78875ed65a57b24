package mockserver

import (
	"errors"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Script says what becomes of the next messages.
func (s *Server) Script(o control.Script) (p control.PendingScript, err error) {
	s.oauth.Hold(func() {
		if err = errors.Join(s.knows(o.ClientID, o.Account), o.Check()); err == nil {
			p, err = s.gateway.Script(o)
		}
	})
	s.changes.Changed(feed.Messages)
	return p, err
}

// Outcomes returns the scripts that have not been used up.
func (s *Server) Outcomes() ([]control.PendingScript, error) { return s.gateway.Scripts(), nil }

// RemoveOutcome takes back the script with the given number; one that is not in
// force is an error.
func (s *Server) RemoveOutcome(id int) error {
	return s.takeBack(id, "outcome", feed.Messages, s.gateway.RemoveScript)
}

// ClearOutcomes takes back an owner's scripts and returns how many those were.
func (s *Server) ClearOutcomes(whose control.Owner) (int, error) {
	return s.clear(whose, s.gateway.ClearScripts, feed.Messages)
}
