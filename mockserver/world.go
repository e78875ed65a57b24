package mockserver

import (
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// World returns the world in force, with the clients and accounts that were
// added since it was loaded.
func (s *Server) World() (fixtures.World, error) { return s.oauth.World().Clone(), nil }

// Load makes the server start again from another world, as if it had been
// started with it and with what [WithDefaults] says. A world with mistakes is refused
// with an error that lists them all, and the running world stays in force.
func (s *Server) Load(w fixtures.World) error {
	w = s.options.defaults(w)
	if err := w.Check(); err != nil {
		return err
	}
	s.audits.End(control.Everything())
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loadLocked(separate(w))
	return nil
}

// separate returns w with copies of its lists of clients and accounts: the server uses
// those of the world in force in place, and the caller may change w afterwards.
func separate(w fixtures.World) fixtures.World {
	w.Clients, w.Accounts = slices.Clone(w.Clients), slices.Clone(w.Accounts)
	return w
}

// loadLocked resets everything to a world that has no mistakes.
func (s *Server) loadLocked(world fixtures.World) {
	s.world, s.resumed, s.told.world = world, false, false
	s.journal.Clear(control.Everything())
	s.enterLocked(world)
}

// enterLocked makes everything but the journal as a world has it.
func (s *Server) enterLocked(world fixtures.World) {
	s.alone(func(g gateway.Held) {
		s.faults.Clear(control.Everything())
		s.oauth.ClearDecisions(control.Everything())
		g.ClearScripts(control.Everything())
		s.goOnAlone(g, world)
	})
	s.changes.Changed(feed.Reset()...)
	s.pauses.end(control.Everything())
}

// goOnAlone makes everything as a world has it, except for the journal and the
// answers that are held back. To the orders in force it adds the world's.
func (s *Server) goOnAlone(g gateway.Held, world fixtures.World) {
	s.clock.Reset()
	s.startClock(world.Clock)
	s.oauth.Resume(world, s.world)
	g.Load(world)
	s.start(g, world, control.Everything())
}

// start does what a world orders of an owner in a server that is otherwise as it
// says: faults, decisions and outcomes are in force, and the gateway goes on from
// what has happened.
func (s *Server) start(g gateway.Held, world fixtures.World, whose control.Owner) {
	for _, f := range world.Faults {
		if whose.Has(f.ClientID, f.Account) {
			s.faults.Begin(f)
		}
	}
	for _, d := range world.Decisions {
		if whose.Has(d.ClientID, d.Account) {
			s.oauth.BeginDecision(d)
		}
	}
	g.Resume(world, whose)
}
