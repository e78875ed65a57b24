package testkit

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

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
