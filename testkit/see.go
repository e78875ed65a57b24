package testkit

import (
	"cmp"
	"fmt"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// Requests returns the requests that f chooses, oldest first; those that are not
// answered yet too.
func (s *Server) Requests(f control.RequestFilter) []control.Entry {
	s.tb.Helper()
	entries, err := s.entries(f)
	s.check("Requests", err)
	return entries
}

// entries returns the requests that f chooses among those the server is about:
// what came before its test is not.
func (s *Server) entries(f control.RequestFilter) ([]control.Entry, error) {
	f.After = max(f.After, s.since.Load())
	all, err := gather(s, f, requestNames, s.double.levers.Requests, entryID, func(a, b control.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return limited(all, f.Limit), err
}

// limited returns as much of a list as a filter wants; 0 is all of it.
func limited[T any](list []T, limit int) []T {
	if limit <= 0 {
		return list
	}
	return list[:min(limit, len(list))]
}

func requestNames(f *control.RequestFilter) (clientID, account *string) {
	return &f.ClientID, &f.Account
}
func entryID(e control.Entry) uint64 { return e.ID }

// begin makes what has come until now not the test's.
func (s *Server) begin() {
	s.tb.Helper()
	s.beginRequests()
	s.sentSince = s.since.Load()
	received, err := s.double.levers.Messages(control.MessageFilter{Direction: control.Incoming})
	s.check("Messages", err)
	for _, m := range received {
		s.receivedSince = max(s.receivedSince, m.Change)
	}
}

// beginRequests makes the requests that have come until now not the test's.
func (s *Server) beginRequests() {
	s.tb.Helper()
	s.since.Store(s.Health().Requests)
}

// Request returns the request with a number, and fails the test if the journal
// does not have it.
func (s *Server) Request(id uint64) control.Entry {
	s.tb.Helper()
	entry, err := s.double.levers.Request(id)
	if err == nil && !s.has(entry.ClientID, entry.Account) {
		err = fmt.Errorf("request %d is not the tenant's", id)
	}
	s.check("Request", err)
	return entry
}

// ClearRequests forgets the requests and counts them.
func (s *Server) ClearRequests() int {
	s.tb.Helper()
	s.beginRequests()
	return s.clear("ClearRequests", s.double.levers.ClearRequests)
}

// Messages returns the messages that f chooses, oldest first: those that were sent,
// unless f says inbound.
func (s *Server) Messages(f control.MessageFilter) []control.Message {
	s.tb.Helper()
	messages, err := s.messages(f)
	s.check("Messages", err)
	return messages
}

// messages returns the messages that f chooses among those the server is about:
// what was sent or came in before its test is not.
func (s *Server) messages(f control.MessageFilter) ([]control.Message, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	limit := f.Limit
	f.Limit = 0 // is for what is left
	if f.Direction == control.Incoming {
		// No After: a reset has ids come again, and the clock may be set back.
		f.ChangedAfter = max(f.ChangedAfter, s.receivedSince)
	}
	all, err := gather(s, f, messageNames, s.double.levers.Messages, messageID, func(a, b control.Message) int { return a.Time.Compare(b.Time) })
	all = chosen(all, func(m control.Message) bool { return m.Request == 0 || m.Request > s.sentSince })
	return limited(all, limit), err
}

func messageNames(f *control.MessageFilter) (clientID, account *string) {
	return &f.ClientID, &f.Account
}
func messageID(m control.Message) string { return m.ID }

// ClearMessages forgets the messages and counts them.
func (s *Server) ClearMessages() int {
	s.tb.Helper()
	return s.clear("ClearMessages", s.double.levers.ClearMessages)
}

// Receive lets an SMS, an RCS message or a call come in, as if someone had sent it
// to the account: [Server.Account] of a tenant, else the one that has ordered the
// number or is logged in, unless in names another. Webhooks about it have been sent when it returns, unless the
// world has them wait.
func (s *Server) Receive(in control.Inbound) control.Message {
	s.tb.Helper()
	s.check("Receive", s.mine("", in.Account))
	if s.tenant != nil && in.Account == "" {
		in.Account = s.tenant.account
	}
	message, err := s.double.levers.Receive(in)
	s.check("Receive", err)
	return message
}

// React lets the recipient of the message with an id do something with it, and
// returns the message.
func (s *Server) React(id string, r control.Reaction) control.Message {
	s.tb.Helper()
	s.check("React", s.owns(id))
	message, err := s.double.levers.React(id, r)
	s.check("React", err)
	return message
}

// owns refuses a message of somebody else, if the server is a tenant.
func (s *Server) owns(id string) error {
	if s.tenant == nil {
		return nil
	}
	messages, err := s.messages(control.MessageFilter{})
	if err == nil && !slices.ContainsFunc(messages, func(m control.Message) bool { return m.ID == id }) {
		err = fmt.Errorf("the tenant %s has sent no message %s", s.tenant.account, id)
	}
	return err
}

// Token mints an access token and a refresh token, without an authorization
// request. Without a [control.TokenRequest] they are for [Server.ClientID] and
// [Server.Account], and carry the default scope.
func (s *Server) Token(request ...control.TokenRequest) *control.Token {
	s.tb.Helper()
	var r control.TokenRequest
	switch len(request) {
	case 0:
	case 1:
		r = request[0]
	default:
		s.tb.Fatalf("testkit: Token: got %d requests, want at most one", len(request))
	}
	token := s.issue("Token", r)
	return &token
}

// IssueToken mints tokens without an authorization request, as [Server.Token] does.
func (s *Server) IssueToken(t control.TokenRequest) control.Token {
	s.tb.Helper()
	return s.issue("IssueToken", t)
}

func (s *Server) issue(lever string, t control.TokenRequest) control.Token {
	s.tb.Helper()
	s.check(lever, s.mine(t.ClientID, t.Account))
	if s.tenant != nil {
		t.ClientID, t.Account = cmp.Or(t.ClientID, s.tenant.clientID), cmp.Or(t.Account, s.tenant.account)
	}
	token, err := s.double.levers.IssueToken(t)
	s.check(lever, err)
	return token
}

// Tokens returns the codes and tokens that f chooses, oldest first, those that
// are good no longer too.
func (s *Server) Tokens(f control.TokenFilter) []control.TokenInfo {
	s.tb.Helper()
	tokens, err := gather(s, f, tokenNames, s.double.levers.Tokens, tokenItself, func(a, b control.TokenInfo) int { return a.IssuedAt.Compare(b.IssuedAt) })
	s.check("Tokens", err)
	return limited(tokens, f.Limit)
}

func tokenNames(f *control.TokenFilter) (clientID, account *string) { return &f.ClientID, &f.Account }
func tokenItself(t control.TokenInfo) string                        { return t.Token }

// Revoke ends the codes and tokens that f chooses and counts those that were not
// ended before.
func (s *Server) Revoke(f control.TokenFilter) int {
	s.tb.Helper()
	return s.endTokens("Revoke", f, s.double.levers.Revoke)
}

// Expire makes the lifetimes of the codes and tokens that f chooses be over and
// counts those that were good until then.
func (s *Server) Expire(f control.TokenFilter) int {
	s.tb.Helper()
	return s.endTokens("Expire", f, s.double.levers.Expire)
}

func (s *Server) endTokens(lever string, f control.TokenFilter, end func(control.TokenFilter) (int, error)) int {
	s.tb.Helper()
	filters, err := narrow(s, f, tokenNames)
	s.check(lever, err)
	all := 0
	for _, own := range filters {
		n, err := end(own)
		s.check(lever, err)
		all += n
	}
	return all
}
