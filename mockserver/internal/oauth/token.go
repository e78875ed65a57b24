package oauth

import (
	"context"
	"net/http"
	"time"

	"github.com/go-oauth2/oauth2/v4"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// serveToken answers /token for both grants.
func (s *Server) serveToken(w http.ResponseWriter, r *http.Request) error {
	c := call.Of(r)
	if done, err := onlyPost(w, r, errTokenMethod); done {
		return err
	}
	grantType := present(c.Body.Get("grant_type"))
	if grantType == "" {
		return errNoGrantType.because("%s", explainNoGrantType(r, c))
	}
	var check presentation
	switch fixtures.GrantType(grantType) {
	case fixtures.AuthorizationCode:
		check = s.checkCode
	case fixtures.RefreshToken:
		check = s.checkRefreshToken
	default:
		return errGrantType(grantType).because("grant_type is %q; want authorization_code or refresh_token", grantType)
	}
	client, err := s.directory.Load().authenticate(r, c)
	if err != nil {
		return err
	}
	info, err := s.grant(r, client, fixtures.GrantType(grantType), check)
	if err != nil {
		return err
	}
	return writeTokens(w, info, client.lifetimes.AccessToken)
}

// presentation checks the code or refresh token that a request presents, by the
// rules of its grant.
type presentation func(r *http.Request) (record, error)

// grant checks what is presented and turns it into tokens. No refusal spends
// it; of several requests that present the same at the same time, the one that
// wins the claim gets the tokens.
func (s *Server) grant(r *http.Request, client *client, grantType fixtures.GrantType, check presentation) (oauth2.TokenInfo, error) {
	c := call.Of(r)
	presented, err := check(r)
	if err != nil {
		return nil, err
	}
	c.Account = presented.account
	if presented.clientID != client.ID {
		return nil, errOtherClient(string(grantType)).because("the %s was issued to client %s, and this is client %s", noun(presented.kind), presented.clientID, client.ID)
	}
	if !client.mayUse(grantType) {
		return nil, errGrantUnauthorized.because("client %s is limited to grant_types %v", client.ID, client.GrantTypes)
	}
	scope := scopeParameter(c)
	if scope != "" {
		if missing := notWithin(splitScope(scope), splitScope(presented.scope)); len(missing) > 0 {
			return nil, errScope.because("scope is %q and %q was granted; %q goes beyond", scope, presented.scope, missing)
		}
	}
	if err := s.claim(c, presented); err != nil {
		return nil, err
	}
	return exchange(withClaim(r.Context(), claim{presented, scope}), client, presented)
}

// claim spends what is presented, unless it is a refresh token of a world that
// lets it be used again. It fails if another request was quicker.
func (s *Server) claim(c *call.Call, presented record) error {
	if presented.kind == control.KindRefreshToken && s.directory.Load().world.RefreshTokenReuse == fixtures.AllowReuse {
		return nil
	}
	if s.book.finish(presented.kind, presented.value, end{control.StateUsed, s.config.Clock.Now(), c.ID}) {
		return nil
	}
	return s.refuseUnknown(presented.kind, presented.value)
}

// exchange has go-oauth2 issue tokens for what has been claimed.
func exchange(ctx context.Context, client *client, presented record) (oauth2.TokenInfo, error) {
	if presented.kind == control.KindRefreshToken {
		return client.manager.RefreshAccessToken(ctx, &oauth2.TokenGenerateRequest{Refresh: presented.value})
	}
	return client.manager.GenerateAccessToken(ctx, oauth2.AuthorizationCode, &oauth2.TokenGenerateRequest{ClientID: client.ID, Code: presented.value})
}

// refuseUnknown refuses a code or refresh token that is not there, or not any
// more, and counts it if it had been used.
func (s *Server) refuseUnknown(kind control.TokenKind, value string) *Error {
	s.book.countReuse(kind, value)
	refusal := errUnknownCode
	if kind == control.KindRefreshToken {
		refusal = errUnknownRefreshToken
	}
	return refusal.because("%s", s.explainMissing(kind, value))
}

// checkCode checks the code of an authorization_code grant.
func (s *Server) checkCode(r *http.Request) (record, error) {
	c := call.Of(r)
	code := c.Body.Get("code")
	if present(code) == "" {
		return record{}, errNoCode.because("in the body, code is %s", lacking(r, c, "code", c.Body))
	}
	found, ok := s.book.find(control.KindCode, code)
	if !ok || found.end != nil {
		return record{}, s.refuseUnknown(control.KindCode, code)
	}
	if err := checkTokenRedirect(r, found); err != nil {
		return record{}, err
	}
	if found.expired(s.config.Clock.Now()) {
		return record{}, errCodeExpired.because("%s", s.explainExpiry(found))
	}
	return found, checkVerifier(r, found)
}

// checkTokenRedirect compares the redirect URI of a token request with the one
// that the authorization request had, if it had one.
func checkTokenRedirect(r *http.Request, code record) error {
	uri := code.terms().RedirectURI
	if uri == "" {
		return nil
	}
	c := call.Of(r)
	supplied := c.Body.Get("redirect_uri")
	switch {
	case present(supplied) == "":
		return errTokenRedirect.because("redirect_uri is %s, and /authorize got %s%s", lacking(r, c, "redirect_uri", c.Body), uri, code.inRequest())
	case phpwire.URLDecode(supplied) != phpwire.URLDecode(uri):
		return errTokenRedirect.because("redirect_uri is %s, and /authorize got %s%s: they differ at byte %d", supplied, uri, code.inRequest(), commonPrefix(supplied, uri))
	}
	return nil
}

// checkRefreshToken checks the token of a refresh_token grant.
func (s *Server) checkRefreshToken(r *http.Request) (record, error) {
	c := call.Of(r)
	token := c.Body.Get("refresh_token")
	if present(token) == "" {
		return record{}, errNoRefreshToken.because("in the body, refresh_token is %s", lacking(r, c, "refresh_token", c.Body))
	}
	found, ok := s.book.find(control.KindRefreshToken, token)
	if !ok || found.end != nil {
		return record{}, s.refuseUnknown(control.KindRefreshToken, token)
	}
	if found.expired(s.config.Clock.Now()) {
		return record{}, errRefreshTokenExpired.because("%s", s.explainExpiry(found))
	}
	return found, nil
}

// tokenAnswer are new tokens; the order of the members is recorded.
type tokenAnswer struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int64  `json:"expires_in"` // seconds
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope"`
	RefreshToken string `json:"refresh_token"`
}

func writeTokens(w http.ResponseWriter, info oauth2.TokenInfo, lifetime time.Duration) error {
	h := w.Header()
	h["Cache-Control"], h["Pragma"] = noStore, noCache
	return write(w, tokenAnswer{info.GetAccess(), int64(lifetime / time.Second), "Bearer", info.GetScope(), info.GetRefresh()})
}

func explainNoGrantType(r *http.Request, c *call.Call) string {
	if c.Query.Get("grant_type") != "" {
		return "grant_type is in the query, which is not looked at; it belongs in the body"
	}
	return "in the body, grant_type is " + lacking(r, c, "grant_type", c.Body)
}
