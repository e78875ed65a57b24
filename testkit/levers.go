package testkit

import (
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// check fails the test if a lever was refused.
func (s *Server) check(lever string, err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatalf("testkit: %s: %v", lever, err)
	}
}

// Health says who the double is.
func (s *Server) Health() control.Health {
	s.tb.Helper()
	health, err := s.double.levers.Health()
	s.check("Health", err)
	return health
}

// World returns the world in force, with the clients and accounts that were
// added since it was loaded.
func (s *Server) World() fixtures.World {
	s.tb.Helper()
	world, err := s.double.levers.World()
	s.check("World", err)
	return world
}

// State returns the world in force with everything as it is at the moment, so
// that a double that starts from it goes on from there.
func (s *Server) State() fixtures.World {
	s.tb.Helper()
	state, err := s.double.levers.State()
	s.check("State", err)
	return state
}

// Merge changes the world in force, in which everything else stays as it is, and
// returns it. The change is YAML with the keys of a world file, and a reset returns
// to the world with it. A tenant cannot.
func (s *Server) Merge(change string) fixtures.World {
	s.tb.Helper()
	s.forEverybody("Merge", "register what the test needs with AddClient and AddAccount")
	world, err := s.double.levers.Merge(change)
	s.check("Merge", err)
	return world
}

// Load makes the double start again from another world. A tenant cannot.
func (s *Server) Load(w fixtures.World) {
	s.tb.Helper()
	s.forEverybody("Load", "register what the test needs with AddClient and AddAccount")
	s.settle(s.has)
	s.check("Load", s.double.levers.Load(w))
}

// Reset returns everything to the world: clients, accounts, tokens, balances,
// faults, the clock. Journal and outbox are empty afterwards, what is delayed is
// answered, and what hangs ends without an answer. A tenant's is limited to what is
// the tenant's. Orders that were never met still fail the test.
func (s *Server) Reset() control.Removed {
	s.tb.Helper()
	s.settle(s.has)
	s.beginRequests()
	var all control.Removed
	for _, owner := range s.owners() {
		removed, err := s.double.levers.Reset(owner)
		s.check("Reset", err)
		all.Tokens += removed.Tokens
		all.Decisions += removed.Decisions
		all.Faults += removed.Faults
		all.Outcomes += removed.Outcomes
		all.Requests += removed.Requests
		all.Messages += removed.Messages
	}
	return all
}

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

// forEverybody fails the test if a tenant pulls a lever that others would feel.
func (s *Server) forEverybody(lever, instead string) {
	s.tb.Helper()
	if s.tenant != nil {
		s.tb.Fatalf("testkit: %s: would change the double for every tenant: %s", lever, instead)
	}
}

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
