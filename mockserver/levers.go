package mockserver

import (
	"context"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/fault"
	"example.com/sms77mock/mockserver/gateway"
	"example.com/sms77mock/mockserver/journal"
	"example.com/sms77mock/mockserver/oauth"
)

// The types that the levers take and return, under one roof.
type (
	// Decision says what becomes of the next authorization requests.
	Decision = oauth.Decision
	// PendingDecision is a decision in force and how often it has been taken.
	PendingDecision = oauth.PendingDecision
	// Fault is an order to break an answer.
	Fault = fault.Fault
	// PendingFault is a fault in force and what has become of it.
	PendingFault = fault.Pending
	// Entry is one request and its answer.
	Entry = journal.Entry
	// RequestFilter chooses requests.
	RequestFilter = journal.Filter
	// Message is an SMS or a call that was sent.
	Message = gateway.Message
	// MessageFilter chooses messages.
	MessageFilter = gateway.MessageFilter
	// Inbound is an SMS that someone is to have sent to the account.
	Inbound = gateway.Inbound
	// Token is an access token with its refresh token.
	Token = oauth.Token
	// TokenRequest says which tokens to mint.
	TokenRequest = oauth.TokenRequest
	// TokenInfo is one code or token and what has become of it.
	TokenInfo = oauth.TokenInfo
	// TokenFilter chooses codes and tokens.
	TokenFilter = oauth.TokenFilter
)

// Decide says what becomes of the next authorization requests that pass every
// check. A decision that makes no sense is refused, and changes nothing.
func (s *Server) Decide(d Decision) error {
	_, err := s.oauth.Decide(d)
	s.changes.tell()
	return err
}

// Decisions returns the decisions that have not been used up.
func (s *Server) Decisions() []PendingDecision { return s.oauth.Decisions() }

// ClearDecisions takes back the decisions for one client, or all of them if
// clientID is empty, and returns how many those were.
func (s *Server) ClearDecisions(clientID string) int {
	defer s.changes.tell()
	return s.oauth.ClearDecisions(clientID)
}

// Inject puts a fault in force. One that makes no sense is refused, and changes
// nothing.
func (s *Server) Inject(f Fault) error {
	_, err := s.inject(f)
	s.changes.tell()
	return err
}

func (s *Server) inject(f Fault) (PendingFault, error) {
	if err := s.oauth.KnowsClient(f.ClientID); err != nil {
		return PendingFault{}, err
	}
	return s.faults.Inject(f)
}

// Faults returns the faults in the order of their injection, those that are
// used up too.
func (s *Server) Faults() []PendingFault { return s.faults.List() }

// ClearFaults takes back the faults for one client, or all of them if clientID
// is empty, and returns how many could still have struck.
func (s *Server) ClearFaults(clientID string) int {
	defer s.changes.tell()
	return s.faults.Clear(clientID)
}

// Requests returns the requests that the filter chooses, oldest first; all of
// them without a filter. The first filter counts.
func (s *Server) Requests(filter ...RequestFilter) []Entry { return s.journal.List(first(filter)) }

// Request returns the request with the given number and whether the journal
// still has it.
func (s *Server) Request(id uint64) (Entry, bool) { return s.journal.Get(id) }

// ClearRequests forgets the requests about one client, or all of them if
// clientID is empty, and returns how many those were.
func (s *Server) ClearRequests(clientID string) int { return s.journal.Clear(clientID) }

// Messages returns the messages that the filter chooses, oldest first; all of
// them without a filter. The first filter counts.
func (s *Server) Messages(filter ...MessageFilter) []Message {
	return s.gateway.Messages(first(filter))
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it has been sent; those in the outbox
// already count. The error tells what was waited for and what came.
func (s *Server) WaitForMessage(ctx context.Context, f MessageFilter) (Message, error) {
	return s.gateway.WaitForMessage(ctx, f)
}

// ClearMessages forgets the messages that one client sent, or all of them if
// clientID is empty, and returns how many those were.
func (s *Server) ClearMessages(clientID string) int {
	defer s.changes.tell()
	return s.gateway.ClearMessages(clientID)
}

// Receive lets an SMS come in, as if someone had sent it to the account.
func (s *Server) Receive(in Inbound) error {
	defer s.changes.tell()
	_, err := s.gateway.Receive(in)
	return err
}

// IssueToken mints tokens without an authorization request.
func (s *Server) IssueToken(t TokenRequest) (Token, error) {
	defer s.changes.tell()
	return s.oauth.IssueToken(t)
}

// Tokens returns the codes and tokens that the filter chooses, oldest first,
// those that are good no longer too; all of them without a filter. The first
// filter counts.
func (s *Server) Tokens(filter ...TokenFilter) []TokenInfo { return s.oauth.Tokens(first(filter)) }

// first returns the filter that was given, or the zero filter, which chooses
// everything.
func first[F any](filters []F) (filter F) {
	if len(filters) > 0 {
		filter = filters[0]
	}
	return filter
}

// Revoke ends the codes and tokens that f chooses and returns how many were not
// ended before.
func (s *Server) Revoke(f TokenFilter) int {
	defer s.changes.tell()
	return s.oauth.Revoke(f)
}

// Expire makes the lifetimes of the codes and tokens that f chooses be over and
// returns how many were good until then.
func (s *Server) Expire(f TokenFilter) int {
	defer s.changes.tell()
	return s.oauth.Expire(f)
}

// AddClient registers a client until the next reset. One with the same id is
// replaced; one with mistakes is refused, and changes nothing.
func (s *Server) AddClient(c fixtures.Client) error {
	defer s.changes.tell()
	return s.oauth.AddClient(c)
}

// AddAccount creates an account until the next reset. One with the same name is
// replaced; one with mistakes is refused, and changes nothing.
func (s *Server) AddAccount(a fixtures.Account) error {
	defer s.changes.tell()
	return s.oauth.AddAccount(a)
}

// Clients returns the clients that are registered.
func (s *Server) Clients() []fixtures.Client { return s.oauth.Clients() }

// Accounts returns the accounts that exist.
func (s *Server) Accounts() []fixtures.Account { return s.oauth.Accounts() }
