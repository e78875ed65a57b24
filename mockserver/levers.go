package mockserver

import (
	"errors"
	"fmt"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// A Server is one of the doubles whose levers can be pulled.
var _ control.Levers = (*Server)(nil)

// Health says who the server is.
func (s *Server) Health() (control.Health, error) {
	kept := s.journal.Kept()
	return control.Health{Status: "ok", Version: s.options.version, ID: s.id, Requests: kept.Last, Forgotten: kept.Dropped}, nil
}

// takeBack takes away the one of a kind that has the given number, and tells
// everybody.
func (s *Server) takeBack(id int, what string, kind feed.Kind, remove func(int) bool) error {
	if !remove(id) {
		return &control.NotFoundError{Message: fmt.Sprintf("no %s %d is in force", what, id)}
	}
	s.changes.Changed(kind)
	return nil
}

// clear takes away what an owner has of a kind and tells everybody.
func (s *Server) clear(whose control.Owner, takeAway func(control.Owner) int, kinds ...feed.Kind) (int, error) {
	if err := s.knowsOwner(whose); err != nil {
		return 0, err
	}
	defer s.changes.Changed(kinds...)
	return takeAway(whose), nil
}

// knows refuses a client or account that does not exist. It is most likely a slip:
// a test would wait for it in vain, or pass without a reason.
func (s *Server) knows(clientID, account string) error {
	return errors.Join(s.oauth.KnowsClient(clientID), s.oauth.KnowsAccount(account))
}

func (s *Server) knowsOwner(whose control.Owner) error {
	if err := whose.Check(); err != nil {
		return err
	}
	return s.knows(whose.ClientID(), whose.Account())
}
