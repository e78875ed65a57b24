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

// store is the go-oauth2 token store over the book. What it is given has been issued
// just now, by the server's clock: the library's time is always the real one. It
// shows the library the one code or refresh token that the server has claimed for
// the request at hand.
//
// No other store can take its place. Removing, as go-oauth2's interface has it,
// does not tell whether there was anything to remove: of two servers over one
// store both would redeem a code. And it knows neither revoked nor expired.
type store struct {
	book  *book
	clock *clock.Clock
}

// Create enters the code, the access token and the refresh token in info.
func (s *store) Create(ctx context.Context, info oauth2.TokenInfo) error {
	now := s.clock.Now()
	enter := func(kind control.TokenKind, value string, lifetime time.Duration) {
		if value == "" {
			return
		}
		r := record{
			kind: kind, value: value,
			clientID: info.GetClientID(), account: info.GetUserID(), scope: info.GetScope(),
			issued: now, issuedBy: call.ID(ctx),
		}
		r.lasts(lifetime)
		if kind == control.KindCode {
			r.code = &codeTerms{info.GetRedirectURI(), info.GetCodeChallenge(), string(info.GetCodeChallengeMethod())}
			r.preview = forPreview(ctx)
		}
		s.book.add(r)
	}
	enter(control.KindCode, info.GetCode(), info.GetCodeExpiresIn())
	enter(control.KindAccessToken, info.GetAccess(), info.GetAccessExpiresIn())
	enter(control.KindRefreshToken, info.GetRefresh(), info.GetRefreshExpiresIn())
	return nil
}

// claim is the code or refresh token that a request has won, and the scope that
// it wants of it; "" stands for all of it.
type claim struct {
	record
	narrowed string
}

type claimKey struct{}

// withClaim returns a context with which the store shows c.
func withClaim(ctx context.Context, c claim) context.Context {
	return context.WithValue(ctx, claimKey{}, c)
}

// claimed returns the claimed record as the library wants to have it. It carries
// no lifetime, which the library takes for one without end: the server has
// examined that, and the library would measure by fractions of a second, which
// the reference does not.
func claimed(ctx context.Context) *models.Token {
	c := ctx.Value(claimKey{}).(claim)
	info := &models.Token{ClientID: c.clientID, UserID: c.account, Scope: c.scope}
	if c.narrowed != "" { // the library would always grant all that a code stands for
		info.Scope = c.narrowed
	}
	return info
}

// GetByCode returns the grant of the code, which is the one that is claimed.
func (s *store) GetByCode(ctx context.Context, code string) (oauth2.TokenInfo, error) {
	info := claimed(ctx)
	info.Code, info.CodeCreateAt, info.CodeExpiresIn = code, time.Now(), time.Minute
	return info, nil
}

// GetByRefresh returns the grant of the refresh token, which is the one that is
// claimed.
func (s *store) GetByRefresh(ctx context.Context, refresh string) (oauth2.TokenInfo, error) {
	info := claimed(ctx)
	info.Refresh = refresh
	return info, nil
}

// GetByAccess returns nil: the server looks at access tokens itself.
func (s *store) GetByAccess(context.Context, string) (oauth2.TokenInfo, error) { return nil, nil }

// The library removes what it has exchanged. The claim has done that.

func (s *store) RemoveByCode(context.Context, string) error    { return nil }
func (s *store) RemoveByAccess(context.Context, string) error  { return nil }
func (s *store) RemoveByRefresh(context.Context, string) error { return nil }
