package oauth

import (
	"net/http"
	"strconv"
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
	var present presenter
	switch fixtures.GrantType(grantType) {
	case fixtures.AuthorizationCode:
		present = s.presentCode
	case fixtures.RefreshToken:
		present = s.presentRefreshToken
	default:
		return errGrantType(grantType).because("grant_type is %q; want authorization_code or refresh_token", grantType)
	}
	client, err := s.directory.Load().authenticate(r, c)
	if err != nil {
		return err
	}
	info, err := s.grant(r, client, fixtures.GrantType(grantType), present)
	if err != nil {
		return err
	}
	writeTokens(w, info, client.lifetimes.AccessToken)
	return nil
}

// presenter checks the code or refresh token that a request presents, by the
// rules of its grant.
type presenter func(r *http.Request) (record, error)

// grant checks what is presented and turns it into tokens. No refusal spends
// it; of two requests that present the same, one gets the tokens.
func (s *Server) grant(r *http.Request, client *client, grantType fixtures.GrantType, present presenter) (oauth2.TokenInfo, error) {
	c := call.Of(r)
	s.redeeming.Lock()
	defer s.redeeming.Unlock()
	presented, err := present(r)
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
	return s.exchange(r, client, presented, scope)
}

// exchange has go-oauth2 issue tokens and delete what they were issued for.
func (s *Server) exchange(r *http.Request, client *client, presented record, scope string) (oauth2.TokenInfo, error) {
	c := call.Of(r)
	if presented.kind == control.KindRefreshToken {
		return client.manager.RefreshAccessToken(r.Context(), &oauth2.TokenGenerateRequest{Refresh: presented.value, Scope: scope})
	}
	_, secret, _ := ClientCredentials(r, c.Body)
	request := &oauth2.TokenGenerateRequest{
		ClientID:     client.ID,
		ClientSecret: secret,
		Code:         presented.value,
		RedirectURI:  presented.redirectURI, // it may be spelt otherwise in the request
	}
	if presented.challenge != "" { // the library refuses a verifier without a challenge
		request.CodeVerifier = c.Body.Get("code_verifier")
	}
	return client.manager.GenerateAccessToken(withNarrowedScope(r.Context(), scope), oauth2.AuthorizationCode, request)
}

// presentCode checks the code of an authorization_code grant.
func (s *Server) presentCode(r *http.Request) (record, error) {
	c := call.Of(r)
	code, ok := c.Body.Lookup("code")
	if present(code) == "" {
		return record{}, errNoCode.because("code is %s in the body", absentOrEmpty(code, ok))
	}
	found, ok, err := s.store.find(r.Context(), control.KindCode, code)
	if err != nil {
		return record{}, err
	}
	if !ok || found.ended != "" {
		return record{}, errUnknownCode.because("%s", s.explainMissing(control.KindCode, code))
	}
	if uri := found.redirectURI; uri != "" {
		supplied, ok := c.Body.Lookup("redirect_uri")
		switch {
		case present(supplied) == "":
			return record{}, errTokenRedirect.because("redirect_uri is %s, and /authorize got %s (request %d)", absentOrEmpty(supplied, ok), uri, found.issuedBy)
		case phpwire.URLDecode(supplied) != phpwire.URLDecode(uri):
			return record{}, errTokenRedirect.because("redirect_uri is %s, and /authorize got %s (request %d): they differ at byte %d", supplied, uri, found.issuedBy, commonPrefix(supplied, uri))
		}
	}
	if found.expired(s.config.Clock.Now()) {
		return record{}, errCodeExpired.because("%s", s.explainExpiry(found))
	}
	return found, checkVerifier(c, found)
}

// presentRefreshToken checks the token of a refresh_token grant.
func (s *Server) presentRefreshToken(r *http.Request) (record, error) {
	c := call.Of(r)
	token, ok := c.Body.Lookup("refresh_token")
	if present(token) == "" {
		return record{}, errNoRefreshToken.because("refresh_token is %s in the body", absentOrEmpty(token, ok))
	}
	found, ok, err := s.store.find(r.Context(), control.KindRefreshToken, token)
	if err != nil {
		return record{}, err
	}
	if !ok || found.ended != "" {
		return record{}, errUnknownRefreshToken.because("%s", s.explainMissing(control.KindRefreshToken, token))
	}
	if found.expired(s.config.Clock.Now()) {
		return record{}, errRefreshTokenExpired.because("%s", s.explainExpiry(found))
	}
	return found, nil
}

// writeTokens answers with new tokens; the order of the members is recorded.
func writeTokens(w http.ResponseWriter, info oauth2.TokenInfo, lifetime time.Duration) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Pragma", "no-cache")
	body := make([]byte, 0, 256)
	body = phpwire.AppendString(append(body, `{"access_token":`...), info.GetAccess())
	body = strconv.AppendInt(append(body, `,"expires_in":`...), int64(lifetime/time.Second), 10)
	body = phpwire.AppendString(append(body, `,"token_type":"Bearer","scope":`...), info.GetScope())
	body = phpwire.AppendString(append(body, `,"refresh_token":`...), info.GetRefresh())
	w.Write(append(body, '}'))
}

func explainNoGrantType(r *http.Request, c *call.Call) string {
	switch {
	case c.Query.Get("grant_type") != "":
		return "grant_type is in the query, which is not looked at; it belongs in the body"
	case len(c.Body) == 0 && len(c.Raw) > 0:
		return "no parameters could be read from the body with Content-Type \"" + r.Header.Get("Content-Type") + "\"; want application/x-www-form-urlencoded"
	}
	return "there is no grant_type in the body"
}
