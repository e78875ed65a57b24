package oauth

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/internal/call"
)

// The two methods of RFC 7636, section 4.3, as the reference compares them:
// case-sensitively, and with none as the default.
const (
	methodPlain = "plain"
	methodS256  = "S256"
)

// checkChallenge reads the PKCE parameters of an authorization request, which
// count in the query only, and checks them where PKCE is required. Its errors
// are pages although the redirect URI is good: the reference's own choice.
func (a *authorization) checkChallenge(c *call.Call) error {
	if a.client.pkce == fixtures.PKCEIgnore {
		return nil
	}
	challenge := c.Query.Get("code_challenge")
	method := c.Query.Get("code_challenge_method")
	a.challenge, a.challengeMethod = present(challenge), method
	if a.client.pkce != fixtures.PKCERequire {
		return nil
	}
	switch {
	case a.challenge == "":
		return errNoChallenge.because("pkce is required and there is no code_challenge in the query")
	case !isVerifier(challenge):
		return errBadChallenge.because("code_challenge has %s; want 43 to 128 of A-Z a-z 0-9 - . _ ~", plural.Of(len(challenge), "characters"))
	case method != methodPlain && method != methodS256:
		return errNoChallengeMethod.because("code_challenge_method is %q; want S256 or plain, spelt so", method)
	}
	return nil
}

// checkVerifier checks a token request's code_verifier against the challenge
// that is stored with the code.
func checkVerifier(r *http.Request, code record) error {
	terms := code.terms()
	if terms.Challenge == "" {
		return nil
	}
	c := call.Of(r)
	verifier := c.Body.Get("code_verifier")
	if present(verifier) == "" {
		return errNoVerifier.because("in the body, code_verifier is %s, and the code was issued for a code_challenge%s", lacking(r, c, "code_verifier", c.Body), code.inRequest())
	}
	if !isVerifier(verifier) {
		return errBadVerifier.because("code_verifier has %s; want 43 to 128 of A-Z a-z 0-9 - . _ ~", plural.Of(len(verifier), "characters"))
	}
	challenge := verifier
	switch terms.Method {
	case methodPlain:
	case methodS256:
		challenge = s256(verifier)
	default:
		return errChallengeMethod.because("code_challenge_method was %q at /authorize%s; want S256 or plain, spelt so: absent does not mean plain here", terms.Method, code.inRequest())
	}
	if challenge != terms.Challenge {
		return errVerifierMismatch.because("%s", explainVerifier(verifier, challenge, code))
	}
	return nil
}

// s256 is the challenge for a verifier (RFC 7636, section 4.2).
func s256(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// isVerifier reports whether s is 43 to 128 unreserved characters. A final
// newline passes: the reference's pattern ends in $, which PHP lets match
// before it.
func isVerifier(s string) bool {
	s = strings.TrimSuffix(s, "\n")
	if len(s) < 43 || len(s) > 128 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-', c == '.', c == '_', c == '~':
		default:
			return false
		}
	}
	return true
}
