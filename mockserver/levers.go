package mockserver

import (
	"context"
	"errors"
	"fmt"
	"time"

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

// Reset returns what an owner has to the world. For [control.Everything] that is
// all there is: clients, accounts, tokens, balances, faults, the clock. Journal
// and outbox are empty afterwards, what is delayed is answered, and what hangs ends
// without an answer. Of a client or an account the registration stays, and so does
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

// Now returns the moment that the server's clock shows.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Clock returns what the server's clock shows.
func (s *Server) Clock() (control.Clock, error) {
	return control.Clock{
		Now:    s.clock.Now(),
		Offset: s.clock.Offset().Round(time.Millisecond).String(),
		Frozen: s.clock.Frozen(),
	}, nil
}

// AdvanceClock moves the server's clock by d, backwards if d is negative.
// Lifetimes run out, and webhooks that become due are sent before it returns.
func (s *Server) AdvanceClock(d time.Duration) (control.Clock, error) {
	if err := fixtures.CheckMoment(s.clock.Now().Add(d)); err != nil {
		return control.Clock{}, fmt.Errorf("advance: %s leads to %w", d, err)
	}
	s.clock.Advance(d)
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// SetClock moves the server's clock to t.
func (s *Server) SetClock(t time.Time) (control.Clock, error) {
	if err := fixtures.CheckMoment(t); err != nil {
		return control.Clock{}, fmt.Errorf("set: %w", err)
	}
	s.clock.Set(t)
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// FreezeClock stops the server's clock at the moment it shows, so that answers
// can be compared with golden files.
func (s *Server) FreezeClock() (control.Clock, error) {
	s.clock.Freeze()
	s.changes.Changed(feed.Clock)
	return s.Clock()
}

// RunClock lets a frozen clock go on.
func (s *Server) RunClock() (control.Clock, error) {
	s.clock.Run()
	s.changes.Changed(feed.Clock)
	return s.Clock()
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
	if err := s.known(f.ClientID, f.Account); err != nil {
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

// Requests returns the requests that the filter chooses, oldest first.
func (s *Server) Requests(f control.RequestFilter) ([]control.Entry, error) {
	if err := s.checkRequestFilter(f); err != nil {
		return nil, err
	}
	found := s.journal.List(f)
	if err := s.knowsAsker(f, len(found)); err != nil {
		return nil, err
	}
	return found, nil
}

// Request returns the request with the given number; one that the journal does
// not have is an error.
func (s *Server) Request(id uint64) (control.Entry, error) {
	entry, ok := s.journal.Get(id)
	if !ok {
		return control.Entry{}, &control.NotFoundError{Message: fmt.Sprintf("the journal has no request %d", id)}
	}
	return entry, nil
}

// WaitForRequest returns the request that makes f.Count of those that f chooses
// (the first unless given), as soon as it has arrived; those in the journal
// already count. The error tells what was waited for and what came.
func (s *Server) WaitForRequest(ctx context.Context, f control.RequestFilter) (control.Entry, error) {
	if err := s.checkRequestFilter(f); err != nil {
		return control.Entry{}, err
	}
	ctx, stop := s.pauses.whileOpen(ctx)
	defer stop()
	entries, err := s.journal.Wait(ctx, f)
	if err != nil {
		return control.Entry{}, err
	}
	return entries[max(f.Count, 1)-1], nil
}

// ClearRequests forgets an owner's requests and returns how many those were.
func (s *Server) ClearRequests(whose control.Owner) (int, error) {
	return s.cleared(whose, s.journal.Clear, feed.Requests)
}

// Messages returns the messages that the filter chooses, oldest first.
func (s *Server) Messages(f control.MessageFilter) ([]control.Message, error) {
	if err := s.checkMessageFilter(f); err != nil {
		return nil, err
	}
	return s.gateway.Messages(f), nil
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it has been sent; those in the outbox
// already count. The error tells what was waited for and what came.
func (s *Server) WaitForMessage(ctx context.Context, f control.MessageFilter) (control.Message, error) {
	if f.ChangedAfter != 0 {
		return control.Message{}, errors.New("changed_after: is for lists: want none for a wait, which is for messages that come")
	}
	if err := s.checkMessageFilter(f); err != nil {
		return control.Message{}, err
	}
	ctx, stop := s.pauses.whileOpen(ctx)
	defer stop()
	return s.gateway.WaitForMessage(ctx, f)
}

// ClearMessages forgets the messages that an owner sent and returns how many
// those were.
func (s *Server) ClearMessages(whose control.Owner) (int, error) {
	return s.cleared(whose, s.gateway.ClearMessages, feed.Messages, feed.Forgotten)
}

// React lets the recipient of the message with an id do something with it, and
// returns the message. Unless the world has webhooks wait, they have been sent
// then.
func (s *Server) React(id string, r control.Reaction) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.React(id, r)
}

// Receive lets an SMS or an RCS message come in, as if someone had sent it to the
// account.
func (s *Server) Receive(in control.Inbound) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.Receive(in)
}

// IssueToken mints tokens without an authorization request.
func (s *Server) IssueToken(t control.TokenRequest) (control.Token, error) {
	defer s.changes.Changed(feed.Tokens)
	return s.oauth.IssueToken(t)
}

// Tokens returns the codes and tokens that the filter chooses, oldest first,
// those that are good no longer too.
func (s *Server) Tokens(f control.TokenFilter) ([]control.TokenInfo, error) {
	if err := s.checkTokenFilter(f); err != nil {
		return nil, err
	}
	return s.oauth.Tokens(f), nil
}

// Revoke ends the codes and tokens that f chooses and returns how many were not
// ended before.
func (s *Server) Revoke(f control.TokenFilter) (int, error) {
	return s.ended(f, s.oauth.Revoke)
}

// Expire makes the lifetimes of the codes and tokens that f chooses be over and
// returns how many were good until then.
func (s *Server) Expire(f control.TokenFilter) (int, error) {
	return s.ended(f, s.oauth.Expire)
}

// ended ends the tokens that f chooses and tells everybody.
func (s *Server) ended(f control.TokenFilter, end func(control.TokenFilter) int) (int, error) {
	if f.After != "" || f.Limit != 0 || f.ChangedAfter != 0 {
		return 0, errors.New("after, limit, changed_after: are for lists: want the tokens themselves, or whose they are")
	}
	if err := s.checkTokenFilter(f); err != nil {
		return 0, err
	}
	defer s.changes.Changed(feed.Tokens)
	return end(f), nil
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
// replaced: contacts and balance are as given, and nothing of the old one stays.
func (s *Server) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	a, err := s.oauth.AddAccount(a)
	if err != nil {
		return fixtures.Account{}, err
	}
	s.gateway.Forget(a.Name)
	s.changes.Changed(feed.World)
	return a, nil
}

// RemoveAccount takes an account away, with everything that it has. What it asked
// stays in the journal. One that the world or a client logs in, by its
// authorize.account or as the world's first one, is an error that names them.
func (s *Server) RemoveAccount(name string) error {
	return s.removed(control.OfAccount(name), s.audits.End)
}

// removed takes an owner away with what it has, once endAudits has ended the
// owner's audits. The journal is history: an account's requests stay, which are
// its client's too.
func (s *Server) removed(whose control.Owner, endAudits func(control.Owner)) error {
	if err := whose.Check(); err != nil {
		return err
	}
	if err := s.known(whose.ClientID(), whose.Account()); err != nil {
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

// checkRequestFilter refuses a filter that can choose nothing. A client that is
// not registered may well ask, and so may one with a grant that does not exist.
func (s *Server) checkRequestFilter(f control.RequestFilter) error {
	return errors.Join(f.Check(), s.known("", f.Account))
}

// knowsAsker refuses a client that is not registered, unless the journal has
// found a request about it.
func (s *Server) knowsAsker(f control.RequestFilter, found int) error {
	if f.ClientID == "" || found > 0 || len(s.journal.List(control.RequestFilter{ClientID: f.ClientID})) > 0 {
		return nil
	}
	return s.known(f.ClientID, "")
}

func (s *Server) checkMessageFilter(f control.MessageFilter) error {
	return errors.Join(f.Check(), s.known(f.ClientID, f.Account))
}

func (s *Server) checkTokenFilter(f control.TokenFilter) error {
	return errors.Join(f.Check(), s.known(f.ClientID, f.Account))
}
