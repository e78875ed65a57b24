package mockserver

import (
	"errors"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Inject puts a fault in force.
func (s *Server) Inject(f control.Fault) (control.PendingFault, error) {
	if err := errors.Join(s.knows(f.ClientID, f.Account), f.Check()); err != nil {
		return control.PendingFault{}, err
	}
	defer s.changes.Changed(feed.Faults)
	return s.faults.Inject(f)
}

// Faults returns the faults in the order of their injection, including those that
// are used up.
func (s *Server) Faults() ([]control.PendingFault, error) { return s.faults.List(), nil }

// RemoveFault takes back the fault with the given number; one that can strike no
// more is an error.
func (s *Server) RemoveFault(id int) error {
	return s.takeBack(id, "fault", feed.Faults, s.faults.Remove)
}

// ClearFaults takes back an owner's faults and returns how many of them could still
// hit.
func (s *Server) ClearFaults(whose control.Owner) (int, error) {
	return s.clear(whose, s.faults.Clear, feed.Faults)
}
