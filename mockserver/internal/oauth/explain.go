package oauth

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
)

// The functions in this file word the reasons that are longer than a format
// string: both values side by side, and what would have been accepted.

// explainUnknownClient tells which clients there are, or how the id has to be
// written to be one of theirs.
func (d *directory) explainUnknownClient(id string) string {
	if slip := slipOf(id, func(id string) bool { return d.client(id) != nil }); slip != "" {
		return fmt.Sprintf("client_id %q %s", id, slip)
	}
	return fmt.Sprintf("client_id is %q; registered are %s", id, choice.List(d.clientIDs()))
}

// explainRedirect refuses a redirect URI, and shows where it leaves the registered
// one that it is most like.
func explainRedirect(got string, registered []string) *Error {
	nearest, at := "", -1
	for _, uri := range registered {
		if n := commonPrefix(got, uri); n > at {
			nearest, at = uri, n
		}
	}
	pieces := fmt.Sprintf("%q instead of %q", piece(got, at), piece(nearest, at))
	refusal := errRedirectMismatch.because("redirect_uri %s differs from the registered %s at byte %d: %s", got, nearest, at, pieces)
	refusal.unlogged = pieces
	return refusal
}

func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// piece returns up to twelve bytes of s from position at.
func piece(s string, at int) string {
	return s[at:min(at+12, len(s))]
}

func explainNoState(r *http.Request, c *call.Call) string {
	reason := "state is " + lacking(r, c, "state", c.Query, c.Body) + "; the server insists on it as protection against CSRF"
	if c.Query.Get("code_challenge") != "" {
		reason += ", and PKCE, which this client uses, does not replace it: have the client send state too (Auth.js, for one, leaves it out unless checks names it)"
	}
	return reason
}

func explainScope(scope string, c *client, known []string) string {
	wanted := splitScope(scope)
	if len(c.Scopes) > 0 {
		return fmt.Sprintf("client %s has scopes of its own, %s, and may ask for no other, be it openid or offline_access; %q goes beyond",
			c.ID, strings.Join(c.Scopes, " "), scope)
	}
	for i, s := range wanted {
		switch {
		case s == "":
			return fmt.Sprintf("scope %q has an empty part: scopes are separated by one space", scope)
		case !slices.Contains(known, s) && !slices.Contains(reservedScopes, s):
			return fmt.Sprintf("scope %q is unknown; known are %s", s, strings.Join(known, " "))
		case slices.Contains(wanted[:i], s):
			return fmt.Sprintf("scope %q is twice in %q, which the real server refuses", s, scope)
		}
	}
	return fmt.Sprintf("scope %q was refused", scope)
}

func explainVerifier(verifier, challenge string, code record) string {
	sent := code.terms()
	reason := fmt.Sprintf("code_verifier gives the %s challenge %s, and /authorize got %s%s", sent.Method, challenge, sent.Challenge, code.request())
	switch {
	case sent.Method == methodS256 && verifier == sent.Challenge:
		return reason + "; the verifier was sent as challenge, unhashed: that is method plain"
	case sent.Method == methodPlain && s256(verifier) == sent.Challenge:
		return reason + "; the challenge is the verifier's SHA-256: that is method S256"
	case sent.Method == methodS256 && s256(verifier) == strings.TrimRight(sent.Challenge, "="):
		return reason + "; the challenge must not be padded"
	}
	return reason
}

// explainSecret tells what is wrong with a secret without repeating it.
func (d *directory) explainSecret(c *client, secret string) string {
	if c.Public {
		return fmt.Sprintf("client %s is public and must not send a secret", c.ID)
	}
	if other := d.clientWithSecret(secret); other != nil {
		return fmt.Sprintf("the secret is that of client %s, not of client %s", other.ID, c.ID)
	}
	if slip := secretSlipOf(secret, c.hasSecret); slip != "" {
		return fmt.Sprintf("the secret of client %s %s", c.ID, slip)
	}
	for _, own := range c.Secrets {
		if strings.EqualFold(own, secret) {
			return fmt.Sprintf("the secret of client %s differs in upper and lower case", c.ID)
		}
	}
	return fmt.Sprintf("the secret is not one of client %s (%s came)", c.ID, plural.Of(len(secret), "characters"))
}

// clientWithSecret returns a client with the given secret, or nil.
func (d *directory) clientWithSecret(secret string) *client {
	d.mu.RLock()
	defer d.mu.RUnlock()
	for c := range d.clients.all() {
		if slices.Contains(c.Secrets, secret) {
			return c
		}
	}
	return nil
}

// explainMissing tells what became of a code or token that is good no longer,
// or never was.
func (s *Server) explainMissing(kind control.TokenKind, value string) string {
	for _, k := range kinds {
		r, ok := s.book.find(k, value)
		switch {
		case !ok:
		case k != kind:
			return fmt.Sprintf("this is %s, not %s", article(k), article(kind))
		case r.end != nil:
			return s.explainEnd(r)
		}
	}
	known := func(value string) bool { _, ok := s.book.find(kind, value); return ok }
	if slip := secretSlipOf(value, known); slip != "" {
		return fmt.Sprintf("the %s %s", noun(kind), slip)
	}
	if whole, ok := s.book.begunBy(kind, value); ok {
		return fmt.Sprintf("the %s is cut off: its first %d of %d characters came", noun(kind), len(value), whole)
	}
	if a, ok := s.AccountByKey(value); ok {
		return fmt.Sprintf("this is an API key of account %s, not %s: it goes into the header X-Api-Key", a.Name, article(kind))
	}
	if slices.Contains(notValues, value) || strings.HasPrefix(value, "#<") { // as Ruby writes an object
		return fmt.Sprintf("the %s is the word %q", noun(kind), excerpt.Of(value, mostWord))
	}
	return fmt.Sprintf("there is no such %s: %s", noun(kind), s.explainOrigin(value))
}

// mostWord is how many bytes of a word in the place of a value are told.
const mostWord = 60

// notValues are the words that clients send in the place of a value: what their
// languages write for none, or for an object, whole or up to the blank at which a header
// is cut, and the scheme of a header that was written twice.
var notValues = []string{"undefined", "null", "[object", "[object Object]", "None", "nil", "<nil>", "Array", "Optional.empty", "Bearer"}

// explainOrigin tells where a value comes from that the book does not have.
func (s *Server) explainOrigin(value string) string {
	if s.book.hadToGo(value) {
		return fmt.Sprintf("it was still good, but had to make room: the server remembers %d codes and tokens, or %d MiB of them", maxRecords, maxBytes>>20)
	}
	switch s.mint.made(value) {
	case own:
		return "this server issued it and has forgotten it since, by a reset or because it was used up long ago"
	case another:
		return "another instance of the double issued it, or this one before it was started anew; they share no state"
	}
	return "it was never issued, or belongs to a world before the last reset"
}

// explainEnd tells how a code or token ended, when and by which request, and
// how often it was presented since.
func (s *Server) explainEnd(r record) string {
	what := fmt.Sprintf("the %s was %s %s ago", noun(r.kind), r.end.how, ago(s.config.Clock.Now().Sub(r.end.at)))
	if r.end.by != 0 {
		what += fmt.Sprintf(" by request %d", r.end.by)
	} else if r.end.how == control.StateRevoked {
		what += " by a tester"
	}
	if r.end.how == control.StateUsed {
		what += fmt.Sprintf("; this is reuse number %d", r.reused)
	}
	return what
}

// request names the request that a record was issued to; "" if there was none, or
// another double had it.
func (r *record) request() string {
	if r.issuedBy == 0 {
		return ""
	}
	return fmt.Sprintf(" (request %d)", r.issuedBy)
}

// explainExpiry tells when a code or token expired and how long it was good.
func (s *Server) explainExpiry(r record) string {
	what := fmt.Sprintf("the %s expired %s ago", noun(r.kind), ago(s.config.Clock.Now().Sub(time.Unix(r.expires, 0))))
	if r.issuedBy != 0 {
		what += fmt.Sprintf("; it was issued by request %d", r.issuedBy)
	}
	return what
}

func ago(d time.Duration) string { return d.Truncate(time.Second).String() }

func noun(k control.TokenKind) string {
	if k == control.KindCode {
		return "code"
	}
	return strings.ReplaceAll(string(k), "_", " ")
}

func article(k control.TokenKind) string {
	if k == control.KindAccessToken {
		return "an access token"
	}
	return "a " + noun(k)
}
