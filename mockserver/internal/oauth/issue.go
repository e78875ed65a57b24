package oauth

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// IssueToken mints tokens without an authorization request. A request that
// makes no sense is refused with an error that lists every mistake, and changes
// nothing.
func (s *Server) IssueToken(t control.TokenRequest) (control.Token, error) {
	s.changing.Lock() // of several that want the same token at the same time, one gets it
	defer s.changing.Unlock()
	d := s.directory.Load()
	client := d.client(t.ClientID)
	if t.ClientID == "" {
		client = d.firstClient()
	}
	if client != nil {
		t.ClientID = client.ID
		if t.Account == "" {
			t.Account = d.loggedIn(client, nil).Name
		}
	}
	t.Scope = cmp.Or(t.Scope, d.defaultScope)
	if t.AccessToken == "" {
		t.AccessToken = s.mint.token()
	}
	if t.RefreshToken == "" {
		t.RefreshToken = s.mint.token()
	}
	if err := s.checkTokenRequest(t, d); err != nil {
		return control.Token{}, err
	}
	lifetimes := client.lifetimes
	if t.ExpiresIn != 0 {
		lifetimes.AccessToken = max(t.ExpiresIn, 0)
	}
	now := s.config.Clock.Now()
	s.enter(t, control.KindAccessToken, t.AccessToken, now, lifetimes.AccessToken)
	s.enter(t, control.KindRefreshToken, t.RefreshToken, now, lifetimes.RefreshToken)
	return control.Token{
		AccessToken: t.AccessToken, ExpiresIn: int(lifetimes.AccessToken / time.Second), TokenType: "Bearer",
		Scope: t.Scope, RefreshToken: t.RefreshToken, ClientID: t.ClientID, Account: t.Account,
	}, nil
}

func (s *Server) enter(t control.TokenRequest, kind control.TokenKind, value string, now time.Time, lifetime time.Duration) {
	r := record{kind: kind, value: value, clientID: t.ClientID, account: t.Account, scope: t.Scope, issued: now}
	r.lasts(lifetime)
	r.start(t.State, ended(t.State, "", now))
	s.book.add(r)
}

// checkTokenRequest returns every mistake in t. A token that another client has is
// not taken from it: its test would go on with the grant of somebody else.
func (s *Server) checkTokenRequest(t control.TokenRequest, d *directory) error {
	return errors.Join(
		s.KnowsAccount(t.Account), d.knowsClient(t.ClientID), d.knowsScope(t.Scope),
		fixtures.Token{AccessToken: t.AccessToken, RefreshToken: t.RefreshToken, ExpiresIn: t.ExpiresIn, State: t.State}.Check(),
		s.book.belongs(control.KindAccessToken, t.AccessToken, t.ClientID), s.book.belongs(control.KindRefreshToken, t.RefreshToken, t.ClientID),
	)
}

// belongs refuses a token that another client has.
func (b *book) belongs(kind control.TokenKind, value, clientID string) error {
	if known, ok := b.find(kind, value); ok && known.clientID != clientID {
		return fmt.Errorf("%s: %q: is one of the client %q already: want another one", kind, value, known.clientID)
	}
	return nil
}

// seed enters the codes and tokens of a state that are an owner's, except those
// of clients and accounts that have been taken away. They are good until they
// are used, unless the state gives them a lifetime. Those of the world never make
// room for others.
func (s *Server) seed(state, world fixtures.World, whose control.Owner) {
	now, d := s.config.Clock.Now(), s.directory.Load()
	lasting := map[string]bool{}
	for _, value := range issued(world) {
		lasting[value] = true
	}
	add := func(r record, how fixtures.State, lifetime time.Duration, issued, since string) {
		if r.account == "" {
			r.account = state.Authorize.Account
		}
		if r.value == "" || !whose.Has(r.clientID, r.account) || !d.has(r.clientID, r.account) {
			return
		}
		if r.scope == "" {
			r.scope = strings.Join(state.Scopes.Default, " ")
		}
		r.issued = now
		if lifetime != 0 {
			r.lasts(max(lifetime, 0)) // from now on, whenever it was issued
		}
		r.issued = fixtures.MomentOr(issued, now)
		r.start(how, ended(how, since, now))
		if lasting[r.value] {
			s.book.addForGood(r)
		} else {
			s.book.add(r)
		}
	}
	for _, c := range state.Codes {
		add(record{kind: control.KindCode, value: c.Code, clientID: c.Client, account: c.Account, scope: c.Scope, code: &codeTerms{c.RedirectURI, c.CodeChallenge, c.CodeChallengeMethod}, reused: c.Reused, preview: c.Preview}, c.State, c.ExpiresIn, c.Issued, c.Ended)
	}
	for _, t := range state.Tokens {
		r := record{clientID: t.Client, account: t.Account, scope: t.Scope, reused: t.Reused}
		r.kind, r.value = control.KindAccessToken, t.AccessToken
		add(r, t.State, t.ExpiresIn, t.Issued, t.Ended)
		r.kind, r.value = control.KindRefreshToken, t.RefreshToken
		add(r, t.State, t.ExpiresIn, t.Issued, t.Ended)
	}
}

// ended returns since when a code or token has been in a state: since the moment that
// a world says, else since now. The last second of what has expired is over, even if
// the world says that it comes only now, or later.
func ended(state fixtures.State, since string, now time.Time) time.Time {
	if state != fixtures.Expired {
		return fixtures.MomentOr(since, now)
	}
	over := now.Add(-time.Second)
	if moment := fixtures.MomentOr(since, over); moment.Before(over) {
		return moment
	}
	return over
}

// issued are the codes and tokens that a world has.
func issued(w fixtures.World) []string {
	var list []string
	for _, c := range w.Codes {
		list = append(list, c.Code)
	}
	for _, t := range w.Tokens {
		list = append(list, t.AccessToken, t.RefreshToken)
	}
	return list
}
