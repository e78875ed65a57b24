package mockserver

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Clients returns the clients that are registered.
func (s *Server) Clients() ([]fixtures.Client, error) { return s.oauth.Clients(), nil }

// AddClient registers a client until the next reset. One with the same id is
// replaced.
func (s *Server) AddClient(c fixtures.Client) (fixtures.Client, error) {
	if err := s.oauth.AddClient(c); err != nil {
		return fixtures.Client{}, err
	}
	s.changes.Changed(feed.World)
	return c, nil
}

// RemoveClient takes a client away, with everything that it has.
func (s *Server) RemoveClient(id string) error {
	return s.removeOwner(control.OfClient(id), s.audits.End)
}

// Accounts returns the accounts that exist, with the credit, contacts, webhooks and
// so on that they have by now.
func (s *Server) Accounts() ([]fixtures.Account, error) {
	s.mu.Lock() // while it looks, nobody loads another world
	defer s.mu.Unlock()
	w := fixtures.World{Accounts: s.gateway.Accounts(s.oauth.Accounts())}
	return w.Clone().Accounts, nil
}

// AddAccount creates an account until the next reset. One with the same name is
// replaced: settings, contacts and balance are as given. What it has sent and
// received stays, as in the outbox, and so do its tokens, until it is reset or
// removed.
func (s *Server) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	a, err := s.oauth.AddAccount(a)
	if err != nil {
		return fixtures.Account{}, err
	}
	s.gateway.Amend(a.Name)
	s.changes.Changed(feed.World)
	return a, nil
}

// RemoveAccount takes an account away, with everything that it has. What it asked
// stays in the journal. One that the world or a client logs in, by its
// authorize.account or as the world's first one, is an error that names them.
func (s *Server) RemoveAccount(name string) error {
	return s.removeOwner(control.OfAccount(name), s.audits.End)
}
