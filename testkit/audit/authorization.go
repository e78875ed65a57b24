package audit

import (
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
)

// authorization are the scenarios about what the application sends out.
func authorization() []Scenario {
	return []Scenario{
		{
			Name:     "login-works",
			Sentence: "A person logs in, allows the access, and acts twice.",
			Sound:    "The person is inside, one code was exchanged, and both acts worked.",
			Basis:    "RFC 6749, section 4.1",
			Severity: Must,
			Harm:     "Without a login that works there is nothing to audit.",
			Mend:     "Look at the reason: it is the double's, and says what would have been accepted.",
			play:     loginWorks,
		},
		{
			Name:     "state-unguessable",
			Sentence: "Two persons start three logins.",
			Sound:    "state is sent, is never the same, and has 64 bits at least by its length and alphabet. PKCE does not stand in for it: the vendor's server ignores it.",
			Basis:    "RFC 6749, sections 10.10 and 10.12; OWASP ASVS 5.0, V10.2.1",
			Severity: Must,
			Harm:     "Whoever can guess the state can have a victim's browser finish a login that the attacker began: the victim then sends messages from, and pays into, the attacker's account.",
			Mend:     "Make a new random state of 128 bits for each login and keep it in the person's session.",
			play: func(sc *scene) {
				anna, bert := sc.person(0), sc.person(1)
				var states []string
				for _, p := range []*person{anna, anna, bert} {
					states = append(states, p.begin().Query().Get("state"))
				}
				if why := guessable(states); why != "" {
					sc.fail("%s", why)
				}
			},
		},
		{
			Name:     "pkce",
			Sentence: "Two persons log in three times.",
			Sound:    "code_challenge is sent with S256 and never the same; the verifier has 43 to 128 characters, and is not in the address of /authorize, where state is.",
			Basis:    "RFC 7636; RFC 9700, section 2.1.1",
			Severity: Should,
			Harm:     "A code that leaks, by a log or a referrer, can be redeemed by whoever has it and the client's secret.",
			Mend:     "Make a verifier of 32 random bytes for each login, send its SHA-256 as code_challenge with code_challenge_method=S256, and the verifier with the code.",
			play:     pkce,
		},
		{
			Name:     "secret-stays-home",
			alone:    "it looks into everything that the browser gets",
			Sentence: "The client_secret is looked for in everything that the browser saw during the audit, and in queries to the double.",
			Sound:    "It is in no URL, page, header or cookie, and in no query.",
			Basis:    "RFC 6749, sections 2.3.1 and 10.1",
			Severity: Must,
			Harm:     "With the secret anybody is the application: codes and refresh tokens that leak can be redeemed.",
			Mend:     "Send the secret in the body or the Authorization header of requests from server to server, and nowhere else.",
			late:     lookingOn,
			play: func(sc *scene) {
				sc.person(0).loggedIn().lookAround()
				sc.search()
				if sc.seen.secret != "" {
					sc.fail("%s", sc.seen.secret)
				}
				for _, e := range sc.since(0) {
					if slices.ContainsFunc(sc.client.Secrets, func(secret string) bool { return holds(plain(e.RawQuery), secret) }) {
						sc.fail("the client_secret stands in the query of request %d to the double", e.ID)
					}
				}
			},
		},
		{
			Name:     "token-in-header",
			Sentence: "Every call of the application to the vendor is looked at.",
			Sound:    "The access token stands in the Authorization header, not in the query or the form.",
			Basis:    "RFC 6750, sections 2 and 5.3; RFC 9700, section 4.3.2",
			Severity: Must,
			Harm:     "URLs end up in the logs of servers and proxies, and the token with them.",
			Mend:     "Send Authorization: Bearer TOKEN.",
			late:     lookingOn,
			play: func(sc *scene) {
				p := sc.person(0).loggedIn()
				if !sc.app.Act.isZero() {
					p.act()
				}
				for _, e := range sc.since(0) {
					if e.Query.Has("access_token") || e.Form.Has("access_token") {
						sc.fail("request %d, %s %s, has the access token in its query or form", e.ID, e.Method, e.Path)
					}
				}
			},
		},
		{
			Name:     "scopes-needed",
			Sentence: "The scopes that were asked for are compared with those that were used during the audit.",
			Sound:    "Nothing is asked for that neither act nor needs uses. No scope at all counts as all.",
			Basis:    "RFC 6749, section 3.3; RFC 9700, section 2.3",
			Severity: Should,
			Harm:     "A token that leaks, or an application that is taken over, can do more than it would have to.",
			Mend:     "Ask for the scopes that the application calls, or list what else it calls under needs.",
			needs:    act,
			late:     lookingOn,
			play:     scopesNeeded,
		},
	}
}

func pkce(sc *scene) {
	seen := map[string]bool{}
	for _, p := range []*person{sc.person(0), sc.person(0), sc.person(1)} {
		from := sc.now()
		p.logIn()
		login := sc.since(from)
		starts := login.at(fixtures.EndpointAuthorize)
		for _, e := range starts {
			sc.challenged(e, seen)
		}
		for _, e := range login.exchanges() {
			sc.verified(e, starts)
		}
	}
}

// challenged stops the scene unless a login was started with a good challenge that none
// of those before has had.
func (sc *scene) challenged(start entry, seen map[string]bool) {
	challenge, method := start.Query.Get("code_challenge"), start.Query.Get("code_challenge_method")
	switch {
	case challenge == "":
		sc.fail("a login was started without code_challenge")
	case method != "S256":
		sc.fail("code_challenge_method is %q, want S256", method)
	case seen[challenge]:
		sc.fail("two logins have the same code_challenge")
	}
	seen[challenge] = true
}

// verified stops the scene unless a code was exchanged with a good verifier that the
// browser has not seen when the login was started.
func (sc *scene) verified(exchange entry, starts traffic) {
	verifier := exchange.Form.Get("code_verifier")
	if n := len(verifier); n < 43 || n > 128 {
		sc.fail("code_verifier has %s, want 43 to 128", plural.Of(n, "characters"))
	}
	for _, e := range starts {
		if holds(plain(e.RawQuery), verifier) {
			sc.fail("code_verifier stands in the address of /authorize, request %d: whoever sees the code there sees it too", e.ID)
		}
	}
}

func scopesNeeded(sc *scene) {
	from := sc.now()
	sc.person(0).loggedIn().act()
	asked := ""
	for _, e := range sc.since(from).at(fixtures.EndpointAuthorize) {
		asked = e.Query.Get("scope")
	}
	needed := slices.Clone(sc.app.Needs)
	for _, e := range sc.since(0).good() {
		needed = append(needed, string(e.Endpoint))
	}
	if asked == "" {
		sc.fail("no scope was asked for, which stands for all; needed are %s", strings.Join(usedScopes(needed), ", "))
	}
	var idle []string
	for _, scope := range strings.Fields(asked) {
		if slices.Contains(fixtures.KnownScopes(), scope) && !slices.Contains(needed, scope) {
			idle = append(idle, scope)
		}
	}
	if len(idle) > 0 {
		sc.fail("%s was asked for and never used", strings.Join(idle, ", "))
	}
}

// usedScopes are the scopes among names of endpoints.
func usedScopes(names []string) []string {
	var scopes []string
	for _, name := range names {
		if slices.Contains(fixtures.KnownScopes(), name) && !slices.Contains(scopes, name) {
			scopes = append(scopes, name)
		}
	}
	return scopes
}
