package mockserver

import (
	"errors"
	"fmt"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// A Server is one of the doubles whose levers can be pulled.
var _ control.Levers = (*Server)(nil)

// Health tells who the server is.
func (s *Server) Health() (control.Health, error) {
	kept := s.journal.Kept()
	return control.Health{Status: "ok", Version: s.options.version, ID: s.id, Requests: kept.Last, Forgotten: kept.Dropped}, nil
}

// World returns the world in force, with the clients and accounts that were
// added since it was loaded.
func (s *Server) World() (fixtures.World, error) { return s.oauth.World().Clone(), nil }

// Load makes the server start again from another world, as if it had been
// started with it. A world with mistakes is refused with an error that lists
// them all, and the running world stays in force.
func (s *Server) Load(w fixtures.World) error {
	if err := w.Check(); err != nil {
		return fmt.Errorf("world: %w", err)
	}
	s.load(separate(w))
	return nil
}

// Decide says what becomes of the next authorization requests that pass every
// check.
func (s *Server) Decide(d control.Decision) (control.PendingDecision, error) {
	defer s.changes.Changed(feed.Decisions)
	return s.oauth.Decide(d)
}

// Decisions returns the decisions that have not been used up.
func (s *Server) Decisions() ([]control.PendingDecision, error) { return s.oauth.Decisions(), nil }

// RemoveDecision takes back the decision with the given number; one that is not
// in force is an error.
func (s *Server) RemoveDecision(id int) error {
	return s.takenBack(id, "decision", feed.Decisions, s.oauth.RemoveDecision)
}

// ClearDecisions takes back an owner's decisions and returns how many those
// were.
func (s *Server) ClearDecisions(whose control.Owner) (int, error) {
	return s.cleared(whose, s.oauth.ClearDecisions, feed.Decisions)
}

// takenBack takes away the one of a kind that has the given number, and tells
// everybody.
func (s *Server) takenBack(id int, what string, kind feed.Kind, remove func(int) bool) error {
	if !remove(id) {
		return &control.NotFoundError{Message: fmt.Sprintf("no %s %d is in force", what, id)}
	}
	s.changes.Changed(kind)
	return nil
}

// cleared takes away what an owner has of a kind and tells everybody.
func (s *Server) cleared(whose control.Owner, clear func(control.Owner) int, kinds ...feed.Kind) (int, error) {
	if err := s.knowsOwner(whose); err != nil {
		return 0, err
	}
	defer s.changes.Changed(kinds...)
	return clear(whose), nil
}

// Inject puts a fault in force.
func (s *Server) Inject(f control.Fault) (control.PendingFault, error) {
	if err := errors.Join(s.known(f.ClientID, f.Account), fixtures.Fault(f).Check()); err != nil {
		return control.PendingFault{}, err
	}
	defer s.changes.Changed(feed.Faults)
	return s.faults.Inject(f)
}

// Faults returns the faults in the order of their injection, those that are
// used up too.
func (s *Server) Faults() ([]control.PendingFault, error) { return s.faults.List(), nil }

// RemoveFault takes back the fault with the given number; one that can strike no
// more is an error.
func (s *Server) RemoveFault(id int) error {
	return s.takenBack(id, "fault", feed.Faults, s.faults.Remove)
}

// ClearFaults takes back an owner's faults and returns how many could still have
// struck.
func (s *Server) ClearFaults(whose control.Owner) (int, error) {
	return s.cleared(whose, s.faults.Clear, feed.Faults)
}

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
	return s.removed(control.OfClient(id), s.audits.End)
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
// received stays, as in the outbox, until it is reset or removed.
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
	return s.removed(control.OfAccount(name), s.audits.End)
}

// known refuses a client or account that nobody has, most likely a slip: a test
// would wait for it, or pass, for nothing.
func (s *Server) known(clientID, account string) error {
	return errors.Join(s.oauth.KnowsClient(clientID), s.oauth.KnowsAccount(account))
}

func (s *Server) knowsOwner(whose control.Owner) error {
	if err := whose.Check(); err != nil {
		return err
	}
	return s.known(whose.ClientID(), whose.Account())
}
