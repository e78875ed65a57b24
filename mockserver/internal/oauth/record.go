package oauth

import (
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
)

// record is what the book knows of one code or token.
type record struct {
	serial   uint64 // in the order in which they were entered
	kind     control.TokenKind
	value    string
	clientID string
	account  string // the account's name
	scope    string
	issued   time.Time
	issuedBy uint64 // number of the request that it was issued to; 0 for the world file and testers
	expires  int64  // Unix time of the last second in which it is good; 0 for never
	preview  bool   // of a code: whether nobody was sent anywhere with it
	reused   int    // how often it was presented after it had been used
	end      *end   // nil while it is good; never changed
	code     *codeTerms
	mark     changes.Mark[*record]

	in         *queue // the queue that it stands in; nil for one that the world file issued
	next, prev *record
}

// end is how a code or token came to be good no longer.
type end struct {
	how control.TokenState // StateUsed, when it was redeemed, or StateRevoked, by /revoke or by a tester
	at  time.Time
	by  uint64 // number of the request that ended it; 0 for a tester, a world or a state
}

// codeTerms are what an authorization request says about the redemption of its
// code.
type codeTerms struct {
	RedirectURI string `json:"redirect_uri"`   // "" if it had none
	Challenge   string `json:"code_challenge"` // "" if it had none
	Method      string `json:"code_challenge_method"`
}

// expired reports whether the record's last second is over. The reference
// counts in whole seconds and compares with "later than".
func (r *record) expired(now time.Time) bool {
	return r.expires != 0 && now.Unix() > r.expires
}

// lasts makes the record, which has been issued, good for a lifetime.
func (r *record) lasts(lifetime time.Duration) {
	r.expires = r.issued.Unix() + int64(lifetime/time.Second)
}

// start applies the state that a world file or a tester chose for a new record, and
// since when it has been in that state. It expired in the second of that moment.
func (r *record) start(state fixtures.State, since time.Time) {
	switch state {
	case fixtures.Expired:
		r.expires = since.Unix()
	case fixtures.Revoked:
		r.end = &end{how: control.StateRevoked, at: since}
	case fixtures.Used:
		r.end = &end{how: control.StateUsed, at: since}
	}
}

// terms returns what there is to know of a code; of a token it is empty.
func (r *record) terms() codeTerms {
	if r.code == nil {
		return codeTerms{}
	}
	return *r.code
}

// weight estimates how many bytes the record takes.
func (r *record) weight() int {
	terms := r.terms()
	return 300 + len(r.value) + len(r.scope) + len(terms.RedirectURI) + len(terms.Challenge) + len(terms.Method)
}
