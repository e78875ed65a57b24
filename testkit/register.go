package testkit

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// AddClient registers a client until the next reset, or replaces the one with
// its id, whose tokens stay. A tenant's is the tenant's from then on, authorized in
// the name of its account unless the client names another, and is removed with it.
func (s *Server) AddClient(c fixtures.Client) fixtures.Client {
	s.tb.Helper()
	s.check("AddClient", s.adopt(control.OfClient(c.ID)))
	if s.tenant != nil && c.Authorize.Account == "" {
		c.Authorize.Account = s.tenant.account
	}
	client, err := s.double.levers.AddClient(c)
	s.check("AddClient", err)
	return client
}

// AddAccount creates an account until the next reset, or replaces the one with its
// name, whose messages and tokens stay. A tenant's is the tenant's from then on,
// and is removed with it.
func (s *Server) AddAccount(a fixtures.Account) fixtures.Account {
	s.tb.Helper()
	s.check("AddAccount", s.adopt(control.OfAccount(a.Name)))
	account, err := s.double.levers.AddAccount(a)
	s.check("AddAccount", err)
	return account
}

// RemoveClient takes a client away, with everything that it has.
func (s *Server) RemoveClient(id string) {
	s.tb.Helper()
	s.check("RemoveClient", s.mine(id, ""))
	s.settle(control.OfClient(id).Has)
	s.check("RemoveClient", s.double.levers.RemoveClient(id))
	s.forget(control.OfClient(id))
}

// RemoveAccount takes an account away, with everything that it has. What it asked
// stays in the journal.
func (s *Server) RemoveAccount(name string) {
	s.tb.Helper()
	s.check("RemoveAccount", s.mine("", name))
	s.settle(control.OfAccount(name).Has)
	s.check("RemoveAccount", s.double.levers.RemoveAccount(name))
	s.forget(control.OfAccount(name))
}

// Clients returns the registered clients, in the order of registration; a
// tenant's are those of the tenant.
func (s *Server) Clients() []fixtures.Client {
	s.tb.Helper()
	clients, err := s.double.levers.Clients()
	s.check("Clients", err)
	return chosen(clients, func(c fixtures.Client) bool { return s.has(c.ID, "") })
}

// Accounts returns the accounts, in the order of their creation; a tenant's are
// those of the tenant.
func (s *Server) Accounts() []fixtures.Account {
	s.tb.Helper()
	accounts, err := s.double.levers.Accounts()
	s.check("Accounts", err)
	return chosen(accounts, func(a fixtures.Account) bool { return s.has("", a.Name) })
}
