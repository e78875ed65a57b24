package oauth

import (
	"time"
)

// TokenState is what a code or token is good for now.
type TokenState string

// The states of a code or token.
const (
	StateValid   TokenState = "valid"
	StateExpired TokenState = "expired"
	StateUsed    TokenState = "used"    // a code or refresh token that has been redeemed
	StateRevoked TokenState = "revoked" // by /revoke or by a tester
)

// TokenInfo is one code or token and what has become of it.
type TokenInfo struct {
	Token     string     `json:"token"`
	Kind      Kind       `json:"kind"`
	ClientID  string     `json:"client_id"`
	Account   string     `json:"account"` // the account's name
	Scope     string     `json:"scope"`
	State     TokenState `json:"state"`
	IssuedAt  time.Time  `json:"issued_at"`
	IssuedBy  uint64     `json:"issued_by,omitempty"` // number of the request; 0 for the world file and testers
	ExpiresAt time.Time  `json:"expires_at,omitzero"` // zero for never
	ExpiresIn int64      `json:"expires_in"`          // seconds left; negative once it has expired, 0 for never
	EndedAt   time.Time  `json:"ended_at,omitzero"`   // when it was used or revoked
	EndedBy   uint64     `json:"ended_by,omitempty"`  // number of the request that used or revoked it
	Reused    int        `json:"reused"`              // how often it was presented after it had been used
}

// TokenFilter chooses codes and tokens. Every field that is set has to match;
// the zero TokenFilter chooses all.
type TokenFilter struct {
	Token    string `yaml:"token" doc:"The code or token itself."`
	ClientID string `yaml:"client_id" doc:"Those issued to this client."`
	Account  string `yaml:"account" doc:"Those that stand for this account."`
	Kind     Kind   `yaml:"kind" doc:"code, access_token or refresh_token."`
}

func (f TokenFilter) match(r *record) bool {
	return (f.Token == "" || f.Token == r.value) &&
		(f.ClientID == "" || f.ClientID == r.clientID) &&
		(f.Account == "" || f.Account == r.account) &&
		(f.Kind == "" || f.Kind == r.kind)
}

// Tokens returns the codes and tokens that f chooses, oldest first, those that
// are good no longer too.
func (s *Server) Tokens(f TokenFilter) []TokenInfo {
	now := s.config.Clock.Now()
	list := []TokenInfo{}
	for _, r := range s.store.book.list(f.match) {
		info := TokenInfo{
			Token: r.value, Kind: r.kind, ClientID: r.clientID, Account: r.account, Scope: r.scope,
			State: r.state(now), IssuedAt: r.issued, IssuedBy: r.issuedBy,
			EndedAt: r.endedAt, EndedBy: r.endedBy, Reused: r.reused,
		}
		if r.expires != 0 {
			info.ExpiresAt = time.Unix(r.expires, 0)
			info.ExpiresIn = r.expires - now.Unix()
		}
		list = append(list, info)
	}
	return list
}

func (r *record) state(now time.Time) TokenState {
	switch {
	case r.ended != "":
		return TokenState(r.ended)
	case r.expired(now):
		return StateExpired
	}
	return StateValid
}

// Revoke ends the codes and tokens that f chooses and returns how many were
// not ended before.
func (s *Server) Revoke(f TokenFilter) (changed int) {
	now := s.config.Clock.Now()
	for _, r := range s.store.book.list(f.match) {
		if s.store.book.end(r.kind, r.value, revoked, now, 0) {
			changed++
		}
	}
	return changed
}

// Expire makes the lifetimes of the codes and tokens that f chooses be over and
// returns how many were good until then.
func (s *Server) Expire(f TokenFilter) (changed int) {
	return s.store.book.expire(f.match, s.config.Clock.Now())
}
