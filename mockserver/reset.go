package mockserver

import (
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// Reset returns what an owner has to the world. For [control.Everything] that is
// all there is: clients, accounts, tokens, balances, faults, the clock. Journal
// and outbox are empty afterwards, what is delayed is answered, and what hangs ends
// without an answer. The registration of a client or an account stays, and so does
// everything of others.
func (s *Server) Reset(whose control.Owner) (control.Removed, error) {
	if err := s.knowsOwner(whose); err != nil {
		return control.Removed{}, err
	}
	if whose.All() {
		return s.resetAll(), nil
	}
	return s.resetOwner(whose), nil
}

// resetAll returns the server to its world. At the same time as a load, the loaded
// world is in force in the end, whichever comes first.
func (s *Server) resetAll() control.Removed {
	s.audits.End(control.Everything())
	s.mu.Lock()
	defer s.mu.Unlock()
	removed := control.Removed{
		Tokens:    len(s.oauth.Tokens(control.TokenFilter{})),
		Decisions: len(s.oauth.Decisions()),
		Faults:    s.faults.Clear(control.Everything()),
		Outcomes:  s.gateway.ClearScripts(control.Everything()),
		Requests:  s.journal.Clear(control.Everything()),
		Messages:  s.gateway.ClearMessages(control.Everything()),
	}
	s.loadLocked(s.world)
	return removed
}

// resetOwner returns what belongs to one client or account to the world.
func (s *Server) resetOwner(whose control.Owner) control.Removed {
	s.audits.End(whose)
	removed := s.returnOwner(whose)
	removed.Requests = s.journal.Clear(whose)
	return removed
}

// returnOwner is resetOwner without the journal.
func (s *Server) returnOwner(whose control.Owner) control.Removed {
	var removed control.Removed
	removed.Tokens, removed.Decisions = s.oauth.Reset(whose)
	removed.Faults = s.faults.Clear(whose)
	s.mu.Lock()
	if first := s.world.Complete().Account(whose.Account()); s.resumed && first != nil && s.oauth.KnowsAccount(first.Name) == nil {
		a, _ := s.oauth.Account(first.Name) // the state has it with a balance, contacts and so on of its own
		a.Balance = first.Balance
		s.oauth.AddAccount(a.WithBelongingsOf(*first))
	}
	removed.Outcomes = s.gateway.ClearScripts(whose)
	removed.Messages = s.gateway.Reset(whose)
	s.gateway.Alone(func(g gateway.Held) { s.start(g, s.oauth.World(), whose) }) // without what was ordered of clients and accounts that are gone
	s.mu.Unlock()
	s.pauses.end(whose)
	s.changes.Changed(feed.Reset()...)
	return removed
}

// removeOwner takes an owner away with all it has, after endAudits has ended the
// owner's audits. An account's requests stay in the journal: they are its client's
// too.
func (s *Server) removeOwner(whose control.Owner, endAudits func(control.Owner)) error {
	if err := whose.Check(); err != nil {
		return err
	}
	if err := s.knows(whose.ClientID(), whose.Account()); err != nil {
		return &control.NotFoundError{Message: err.Error()}
	}
	if err := s.oauth.Remove(whose); err != nil {
		return err
	}
	endAudits(whose)
	s.returnOwner(whose)
	if whose.Account() == "" {
		s.journal.Clear(whose)
	}
	return nil
}
