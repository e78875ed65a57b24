package control

import (
	"time"

	"example.com/sms77mock/fixtures"
)

// TokenRequest says which tokens to mint. Its zero value asks for a pair for
// the first client and the account that is logged in, with the default scope
// and the client's lifetimes.
type TokenRequest struct {
	ClientID     string         `yaml:"client_id" zero:"is empty: leave it out to mean the first client" doc:"The client that they are issued to; the first one unless given."`
	Account      string         `yaml:"account" zero:"is empty: leave it out to mean the logged-in account" doc:"The account that they stand for, by its name; the logged-in one unless given."`
	Scope        string         `yaml:"scope" zero:"is empty: leave it out to mean the default scope" doc:"The scope that they carry; the default scope unless given."`
	ExpiresIn    time.Duration  `yaml:"expires_in" zero:"none" doc:"Lifetime of the access token; the client's unless given."`
	State        fixtures.State `yaml:"state" oneof:"valid,expired,revoked" doc:"valid, expired or revoked; valid unless given."`
	AccessToken  string         `yaml:"access_token" doc:"The access token itself: printable ASCII without white space, and none that another client has; 40 random hex digits unless given."`
	RefreshToken string         `yaml:"refresh_token" doc:"The refresh token itself: printable ASCII, and none that another client has; 40 random hex digits unless given."`
}

// Token is an access token with its refresh token, as /token answers them,
// and whom they belong to.
type Token struct {
	AccessToken  string `json:"access_token"`
	ExpiresIn    int    `json:"expires_in" doc:"In seconds."`
	TokenType    string `json:"token_type" doc:"Always Bearer."`
	Scope        string `json:"scope"`
	RefreshToken string `json:"refresh_token"`
	ClientID     string `json:"client_id"`
	Account      string `json:"account" doc:"The account's name."`
}

// TokenInfo is one code or token and what has become of it.
type TokenInfo struct {
	Token     string     `json:"token"`
	Kind      TokenKind  `json:"kind"`
	ClientID  string     `json:"client_id"`
	Account   string     `json:"account" doc:"The account's name."`
	Scope     string     `json:"scope"`
	State     TokenState `json:"state"`
	IssuedAt  time.Time  `json:"issued_at"`
	IssuedBy  uint64     `json:"issued_by,omitempty" doc:"Number of the request; none for the world file and testers."`
	ExpiresAt time.Time  `json:"expires_at,omitzero" doc:"None for never."`
	ExpiresIn int64      `json:"expires_in" doc:"Seconds left; negative once it has expired, 0 for never."`
	EndedAt   time.Time  `json:"ended_at,omitzero" doc:"When it was used or revoked."`
	EndedBy   uint64     `json:"ended_by,omitempty" doc:"Number of the request that used or revoked it."`
	Reused    int        `json:"reused" doc:"How often it was presented after it had been used."`
	Change    uint64     `json:"change" doc:"Number of the last change to it, counted by the process; expiring is none."`
}

// TokenFilter chooses codes and tokens. Every field that is set has to match;
// the zero TokenFilter chooses all.
type TokenFilter struct {
	Token    string    `yaml:"token" zero:"is empty: leave it out to mean every code and token" doc:"The code or token itself."`
	ClientID string    `yaml:"client_id" zero:"is empty: leave it out to mean every client" doc:"Those issued to this client."`
	Account  string    `yaml:"account" zero:"is empty: leave it out to mean every account" doc:"Those that stand for this account, by its name."`
	Kind     TokenKind `yaml:"kind" doc:"code, access_token or refresh_token."`
	After    string    `yaml:"after" doc:"Of a list: those issued after this code or token."`
	Limit    int       `yaml:"limit" zero:"want 1 or more" doc:"Of a list: how many it has at most, the oldest ones; all unless given."`

	ChangedAfter uint64 `yaml:"changed_after" doc:"Of a list: those that were issued, or to which something was done, after the change of this number."`
}

// TokenKind tells codes and tokens apart. The words for tokens are those of RFC
// 7009's token_type_hint.
type TokenKind string

// The three kinds.
const (
	KindCode         TokenKind = "code"
	KindAccessToken  TokenKind = "access_token"
	KindRefreshToken TokenKind = "refresh_token"
)

// Values lists the kinds.
func (TokenKind) Values() []string {
	return []string{string(KindCode), string(KindAccessToken), string(KindRefreshToken)}
}

// TokenState is what a code or token is good for now.
type TokenState string

// The states of a code or token.
const (
	StateValid   TokenState = "valid"
	StateExpired TokenState = "expired"
	StateUsed    TokenState = "used"    // a code or refresh token that has been redeemed
	StateRevoked TokenState = "revoked" // by /revoke or by a tester
)

// Values lists the states.
func (TokenState) Values() []string {
	return []string{string(StateValid), string(StateExpired), string(StateUsed), string(StateRevoked)}
}
