package control

import "example.com/sms77mock/fixtures"

// Outcome is what became of a request.
type Outcome string

// The outcomes. A request that is still being served is pending.
const (
	Pending Outcome = "pending"
	OK      Outcome = "ok"      // answered, and not with a refusal
	Refused Outcome = "refused" // answered as the real server refuses
	Faulted Outcome = "faulted" // answered by an injected fault
)

// Values lists the outcomes that a filter may name.
func (Outcome) Values() []string {
	return []string{string(Pending), string(OK), string(Refused), string(Faulted)}
}

// Channel is the way a message goes.
type Channel = fixtures.Channel

// The channels.
const (
	ChannelSMS      = fixtures.ChannelSMS
	ChannelVoice    = fixtures.ChannelVoice
	ChannelRCS      = fixtures.ChannelRCS
	ChannelWhatsApp = fixtures.ChannelWhatsApp
)

// Direction says whether a message was sent or received by the account.
type Direction string

// The directions.
const (
	Outgoing Direction = "outbound"
	Incoming Direction = "inbound"
)

// Values lists the directions.
func (Direction) Values() []string { return []string{string(Outgoing), string(Incoming)} }

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
