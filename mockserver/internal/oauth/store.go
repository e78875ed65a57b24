package oauth

import (
	"context"
	"time"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/models"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/clock"
)

// store is the go-oauth2 token store over the book. It translates between the
// library's time, which is always the real one, and the server's clock, and it
// hands out copies, since the library changes what it is given.
//
// A store that was plugged in is written beside the book, and what it does not
// have is gone, whatever the book remembers.
type store struct {
	book    *book
	clock   *clock.Clock
	outside oauth2.TokenStore // nil if none was plugged in
}

func newStore(c *clock.Clock, outside oauth2.TokenStore) *store {
	return &store{book: newBook(), clock: c, outside: outside}
}

// Create enters the code, the access token and the refresh token in info.
func (s *store) Create(ctx context.Context, info oauth2.TokenInfo) error {
	if s.outside != nil {
		if err := s.outside.Create(ctx, info); err != nil {
			return err
		}
	}
	enter := func(kind control.TokenKind, value string, created time.Time, lifetime time.Duration) {
		if value == "" {
			return
		}
		r := record{
			kind: kind, value: value,
			clientID: info.GetClientID(), account: info.GetUserID(), scope: info.GetScope(),
			issued: created.Add(time.Until(s.clock.Now())), issuedBy: call.From(ctx).ID,
		}
		r.lasts(lifetime)
		if kind == control.KindCode {
			r.redirectURI = info.GetRedirectURI()
			r.challenge, r.challengeMethod = info.GetCodeChallenge(), string(info.GetCodeChallengeMethod())
		}
		s.book.add(r)
	}
	enter(control.KindCode, info.GetCode(), info.GetCodeCreateAt(), info.GetCodeExpiresIn())
	enter(control.KindAccessToken, info.GetAccess(), info.GetAccessCreateAt(), info.GetAccessExpiresIn())
	enter(control.KindRefreshToken, info.GetRefresh(), info.GetRefreshCreateAt(), info.GetRefreshExpiresIn())
	return nil
}

// RemoveByCode notes that a code has been used.
func (s *store) RemoveByCode(ctx context.Context, code string) error {
	return s.end(ctx, control.KindCode, code, used)
}

// RemoveByAccess notes that an access token has been used up. The manager does
// not call it: an access token outlives its refresh.
func (s *store) RemoveByAccess(ctx context.Context, access string) error {
	return s.end(ctx, control.KindAccessToken, access, used)
}

// RemoveByRefresh notes that a refresh token has been used.
func (s *store) RemoveByRefresh(ctx context.Context, refresh string) error {
	return s.end(ctx, control.KindRefreshToken, refresh, used)
}

// end notes how a code or token came to its end, and removes it from the store
// that was plugged in.
func (s *store) end(ctx context.Context, kind control.TokenKind, value string, how ending) error {
	s.book.end(kind, value, how, s.clock.Now(), call.From(ctx).ID)
	if s.outside == nil {
		return nil
	}
	switch kind {
	case control.KindCode:
		return s.outside.RemoveByCode(ctx, value)
	case control.KindAccessToken:
		return s.outside.RemoveByAccess(ctx, value)
	default:
		return s.outside.RemoveByRefresh(ctx, value)
	}
}

// GetByCode returns the code's grant, or nil.
func (s *store) GetByCode(ctx context.Context, code string) (oauth2.TokenInfo, error) {
	return s.get(ctx, control.KindCode, code)
}

// GetByAccess returns the access token's grant, or nil.
func (s *store) GetByAccess(ctx context.Context, access string) (oauth2.TokenInfo, error) {
	return s.get(ctx, control.KindAccessToken, access)
}

// GetByRefresh returns the refresh token's grant, or nil.
func (s *store) GetByRefresh(ctx context.Context, refresh string) (oauth2.TokenInfo, error) {
	return s.get(ctx, control.KindRefreshToken, refresh)
}

// get hands the manager a record that the server has examined already. It
// carries no lifetime, which the library takes for one without end: it would
// measure by fractions of a second, and the reference does not.
func (s *store) get(ctx context.Context, kind control.TokenKind, value string) (oauth2.TokenInfo, error) {
	r, ok, err := s.find(ctx, kind, value)
	if err != nil || !ok || r.ended != "" {
		return nil, err
	}
	info := models.NewToken()
	info.ClientID, info.UserID, info.Scope = r.clientID, r.account, r.scope
	switch kind {
	case control.KindCode:
		info.Code, info.RedirectURI = value, r.redirectURI
		info.CodeChallenge, info.CodeChallengeMethod = r.challenge, r.challengeMethod
		info.CodeCreateAt, info.CodeExpiresIn = time.Now(), time.Minute
		if scope, ok := ctx.Value(narrowedScope{}).(string); ok {
			info.Scope = scope
		}
	case control.KindAccessToken:
		info.Access = value
	case control.KindRefreshToken:
		info.Refresh = value
	}
	return info, nil
}

// narrowedScope is the context key of the scope that a token request asks for
// out of what its code grants: the library would always grant all of it.
type narrowedScope struct{}

// withNarrowedScope returns a context with which a code grants no more than
// scope; "" stands for all of it.
func withNarrowedScope(ctx context.Context, scope string) context.Context {
	if scope == "" {
		return ctx
	}
	return context.WithValue(ctx, narrowedScope{}, scope)
}

// find returns a copy of a record and whether there is one.
func (s *store) find(ctx context.Context, kind control.TokenKind, value string) (record, bool, error) {
	r, ok := s.book.find(kind, value)
	if s.outside == nil || ok && r.ended != "" {
		return r, ok, nil
	}
	info, err := s.ask(ctx, kind, value)
	if err != nil || info == nil {
		return record{}, false, err
	}
	if !ok {
		r = s.adopt(kind, value, info)
	}
	return r, true, nil
}

func (s *store) ask(ctx context.Context, kind control.TokenKind, value string) (oauth2.TokenInfo, error) {
	switch kind {
	case control.KindCode:
		return s.outside.GetByCode(ctx, value)
	case control.KindAccessToken:
		return s.outside.GetByAccess(ctx, value)
	default:
		return s.outside.GetByRefresh(ctx, value)
	}
}

// adopt enters what another program wrote into the store that was plugged in.
func (s *store) adopt(kind control.TokenKind, value string, info oauth2.TokenInfo) record {
	r := record{kind: kind, value: value, clientID: info.GetClientID(), account: info.GetUserID(), scope: info.GetScope()}
	created, lifetime := info.GetAccessCreateAt(), info.GetAccessExpiresIn()
	switch kind {
	case control.KindCode:
		created, lifetime = info.GetCodeCreateAt(), info.GetCodeExpiresIn()
		r.redirectURI = info.GetRedirectURI()
		r.challenge, r.challengeMethod = info.GetCodeChallenge(), string(info.GetCodeChallengeMethod())
	case control.KindRefreshToken:
		created, lifetime = info.GetRefreshCreateAt(), info.GetRefreshExpiresIn()
	}
	r.issued = created
	if lifetime > 0 {
		r.lasts(lifetime)
	}
	s.book.add(r)
	return r
}
