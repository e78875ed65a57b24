package oauth

import (
	"net/http"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// serveRevoke answers /revoke. The reference authenticates no client there and
// says that it revoked whatever it is given.
func (s *Server) serveRevoke(w http.ResponseWriter, r *http.Request) error {
	c := call.Of(r)
	if done, err := onlyPost(w, r, errRevokeMethod); done {
		return err
	}
	hint, hasHint := c.Body.Lookup("token_type_hint")
	if hasHint && hint != string(control.KindAccessToken) && hint != string(control.KindRefreshToken) {
		return errTokenHint.because("token_type_hint is %q; want access_token, refresh_token or no hint", hint)
	}
	token, ok := c.Body.Lookup("token")
	if !ok {
		return errNoToken.because("in the body, token is %s", lacking(r, c, "token", c.Body))
	}
	kinds := []control.TokenKind{control.KindAccessToken, control.KindRefreshToken}
	if hint == string(control.KindRefreshToken) {
		kinds = []control.TokenKind{control.KindRefreshToken, control.KindAccessToken}
	}
	c.Reason = "there was nothing to revoke: no such token, or not one that is still good"
	for _, kind := range kinds {
		found, ok := s.book.find(kind, token)
		if !ok || found.end != nil {
			continue
		}
		s.book.finish(kind, token, end{control.StateRevoked, s.config.Clock.Now(), c.ID})
		c.Reason = "revoked " + article(kind) + " of client " + found.clientID
		break
	}
	return write(w, revokeAnswer{true})
}

type revokeAnswer struct {
	Revoked bool `json:"revoked"`
}
