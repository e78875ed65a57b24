package oauth

import (
	"context"
	"net/http"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Identify notes what can be told of a request before it is answered: its
// client, grant and account. It trusts what the request says and refuses
// nothing.
func (s *Server) Identify(r *http.Request, c *call.Call) {
	switch c.Endpoint {
	case "":
	case "authorize":
		c.ClientID, _ = queryFirst(c, "client_id")
		if request := c.Body.Get("request"); c.ClientID == "" && request != "" { // the consent page's answer
			c.ClientID = phpwire.ParseQuery(request).Get("client_id")
		}
	case "token":
		c.ClientID, _, _ = ClientCredentials(r, c.Body)
		c.GrantType = c.Body.Get("grant_type")
	case "revoke":
		c.ClientID = c.Body.Get("client_id")
		for _, kind := range []control.TokenKind{control.KindAccessToken, control.KindRefreshToken} {
			if found, ok := s.book.find(kind, c.Body.Get("token")); ok && c.ClientID == "" {
				c.ClientID = found.clientID
			}
		}
	default:
		if token, err := bearerToken(r, c); err == nil {
			if found, ok := s.book.find(control.KindAccessToken, token); ok {
				c.ClientID, c.Account = found.clientID, found.account
			}
		}
	}
}

type forcedError struct{}

// WithError returns a request to /authorize that is sent back with an OAuth
// error once it has passed every check, whatever the world and the decisions
// say.
func WithError(r *http.Request, code, description string) *http.Request {
	e := Error{Code: code, Description: description}
	return r.WithContext(context.WithValue(r.Context(), forcedError{}, &e))
}

func forced(ctx context.Context) *Error {
	e, _ := ctx.Value(forcedError{}).(*Error)
	return e
}
