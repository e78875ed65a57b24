package testkit

import (
	"cmp"

	"example.com/sms77mock/mockserver/control"
)

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

// Tokens returns the codes and tokens that f chooses, oldest first, including those
// that are no longer good.
func (s *Server) Tokens(f control.TokenFilter) []control.TokenInfo {
	s.tb.Helper()
	tokens, err := gather(s, f, tokenNames, s.double.levers.Tokens, tokenItself, func(a, b control.TokenInfo) int { return a.IssuedAt.Compare(b.IssuedAt) })
	s.check("Tokens", err)
	return limited(tokens, f.Limit)
}

func tokenNames(f *control.TokenFilter) (clientID, account *string) { return &f.ClientID, &f.Account }

func tokenItself(t control.TokenInfo) string { return t.Token }

// Revoke ends the codes and tokens that f chooses and returns the number of those
// that were not ended before.
func (s *Server) Revoke(f control.TokenFilter) int {
	s.tb.Helper()
	return s.endTokens("Revoke", f, s.double.levers.Revoke)
}

// Expire ends the lifetimes of the codes and tokens that f chooses, and returns the
// number of those that were good until then.
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
