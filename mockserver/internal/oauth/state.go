package oauth

import (
	"cmp"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// State returns the world in force with the codes and tokens as they are at the
// moment, so that a server that starts from it goes on from there. The server is
// [Server.Alone].
func (s *Server) State() fixtures.World {
	w := s.World()
	w.Codes, w.Tokens = nil, nil
	now := s.config.Clock.Now()
	for _, r := range s.book.list(chooses(control.TokenFilter{})) {
		state, left := r.asWritten(now)
		if r.kind == control.KindCode {
			if state == fixtures.Revoked {
				state = fixtures.Used // either way it is good no longer
			}
			terms := r.terms()
			w.Codes = append(w.Codes, fixtures.Code{
				Code: r.value, Client: r.clientID, Account: r.account, Scope: r.scope, ExpiresIn: left, State: state,
				Issued: fixtures.WriteMoment(r.issued), Ended: r.ended(now), Reused: r.reused, Preview: r.preview,
				RedirectURI: terms.RedirectURI, CodeChallenge: terms.Challenge, CodeChallengeMethod: terms.Method,
			})
			continue
		}
		t := fixtures.Token{
			Client: r.clientID, Account: r.account, Scope: r.scope, ExpiresIn: left, State: state,
			Issued: fixtures.WriteMoment(r.issued), Ended: r.ended(now), Reused: r.reused,
		}
		if r.kind == control.KindAccessToken {
			t.AccessToken = r.value
		} else {
			t.RefreshToken = r.value
		}
		w.Tokens = append(w.Tokens, t)
	}
	return w
}

// Owned returns a state without what belongs to clients and accounts that have been
// taken away, all of which goes a moment after them.
func (s *Server) Owned(state fixtures.World) fixtures.World { return s.directory.Load().owned(state) }

// ended returns when a record came to be good no longer, as a world file has it; ""
// if it is good.
func (r *record) ended(now time.Time) string {
	switch {
	case r.end != nil:
		return fixtures.WriteMoment(r.end.at)
	case r.expired(now):
		return fixtures.WriteMoment(time.Unix(r.expires, 0))
	}
	return ""
}

// asWritten returns the state of a record as a world file has it, and how long
// it is good for; 0 for ever.
func (r *record) asWritten(now time.Time) (state fixtures.State, left time.Duration) {
	if r.expires != 0 {
		left = cmp.Or(time.Duration(max(r.expires-now.Unix(), 0))*time.Second, fixtures.NoTime)
	}
	switch r.state(now) {
	case control.StateRevoked:
		state = fixtures.Revoked
	case control.StateUsed:
		state = fixtures.Used
	case control.StateExpired:
		return fixtures.Expired, 0
	}
	return state, left
}
