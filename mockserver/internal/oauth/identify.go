package oauth

import (
	"cmp"
	"net/http"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Identify notes what can be told of a request before it is answered: its
// client, grant and account. It trusts what the request says and refuses
// nothing.
func (s *Server) Identify(r *http.Request, c *call.Call) {
	s.changing.RLock()
	defer s.changing.RUnlock()
	switch c.Endpoint {
	case "":
	case fixtures.EndpointAuthorize:
		s.identifyAsking(c)
	case fixtures.EndpointToken:
		c.ClientID, _, _ = clientCredentials(r, c.Body)
		c.GrantType = c.Body.Get("grant_type")
		kind, presented := control.KindCode, c.Body.Get("code")
		if c.GrantType == string(fixtures.RefreshToken) {
			kind, presented = control.KindRefreshToken, c.Body.Get("refresh_token")
		}
		if found, ok := s.book.find(kind, presented); ok {
			c.Account = found.account
		}
	case fixtures.EndpointRevoke:
		c.ClientID = c.Body.Get("client_id")
		for _, kind := range []control.TokenKind{control.KindAccessToken, control.KindRefreshToken} {
			if found, ok := s.book.find(kind, c.Body.Get("token")); ok {
				c.ClientID, c.Account = cmp.Or(c.ClientID, found.clientID), found.account
			}
		}
	default:
		token, _ := bearerToken(r, c)
		if found, ok := s.book.find(control.KindAccessToken, token); ok {
			c.ClientID, c.Account = found.clientID, found.account
		}
	}
}

// identifyAsking notes whom an authorization request is about, or the answer of
// the consent page, which brings the request along.
func (s *Server) identifyAsking(c *call.Call) {
	c.ClientID, _ = queryFirst(c, "client_id")
	request := c.Body.Get("request")
	answered := c.ClientID == "" && request != ""
	if answered {
		c.ClientID = phpwire.ParseQuery(request).Get("client_id")
	}
	d := s.directory.Load()
	client := d.client(c.ClientID)
	switch {
	case client == nil:
	case answered:
		c.Account = d.loggedIn(client, d.account(c.Body.Get("account"))).Name
	default:
		c.Account = s.decide(c, d, &authorization{client: client}, true).account
	}
}
