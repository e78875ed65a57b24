package audit

import (
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// exchange is a fault at the exchange of a code.
func exchange(f control.Fault) control.Fault {
	f.Endpoint, f.GrantType = fixtures.EndpointToken, fixtures.AuthorizationCode
	return f
}

// tokenAnswers are the scenarios about what /token answers to a code.
func tokenAnswers() []Scenario {
	return []Scenario{
		down("token-unavailable", "503", func(*scene) control.Fault { return control.Fault{Preset: "token-unavailable"} }),
		down("token-hangs", "nothing", func(sc *scene) control.Fault { return sc.hang() }),
		down("token-reset", "a reset of the connection", func(*scene) control.Fault { return control.Fault{Preset: "connection-reset"} }),
		good("token-slow", "/token answers after a second.", "Time-outs of less than a second fail on every bad day.",
			"Wait five seconds or more for the vendor.", func(*scene, *person) control.Fault { return control.Fault{Delay: time.Second} }),
		bad("token-html", "200 and an HTML page, as a captive portal or a proxy sends", control.Fault{Preset: "html-error-page"}),
		bad("token-malformed", "JSON that is cut in the middle", control.Fault{Preset: "malformed-json"}),
		bad("token-empty", "200 without a body", control.Fault{Preset: "empty-body"}),
		bad("token-null", "null", control.Fault{Preset: "json-null"}),
		bad("token-list", "an empty JSON list", control.Fault{Preset: "json-array"}),
		bad("token-truncated", "an answer that breaks off half way", control.Fault{Preset: "truncated-body"}),
		bad("token-without-access-token", "JSON without access_token", control.Fault{Preset: "no-access-token"}),
		bad("token-null-access-token", "JSON whose access_token is null", control.Fault{Preset: "null-access-token"}),
		bad("token-error-in-200", "an OAuth error with status 200", control.Fault{Preset: "error-with-status-200"}),
		good("token-type-lower-case", "/token answers with token_type bearer in lower case.", "The vendor may spell it otherwise tomorrow: RFC 6749 says that case does not matter.",
			"Compare token_type without regard to case.", preset("lower-case-token-type")),
		good("token-unknown-members", "/token answers with members that nobody has heard of.", "The vendor adds a member, and no login works any more.",
			"Ignore what you do not know.", preset("unknown-fields")),
		good("token-without-expires-in", "/token answers without expires_in.", "expires_in is only recommended; an application that insists on it fails, and one that reads 0 refreshes all the time.",
			"Take a token without expires_in for one that may be refused at any time.", preset("no-expires-in")),
		good("token-without-scope", "/token answers without scope.", "scope may be left out where it is what was asked for.",
			"Take what was asked for as granted where scope is missing.", func(sc *scene, p *person) control.Fault {
				return sc.tokenBody(p, map[string]any{"scope": nil})
			}),
		either("token-string-expires-in", `/token answers with expires_in as a string, "3600", at refreshes too.`, "string-expires-in"),
		either("token-zero-expires-in", "/token answers with expires_in 0, at refreshes too.", "zero-expires-in"),
		{
			Name:     "token-type-unknown",
			Sentence: "/token answers with token_type mac.",
			Sound:    "The token is not used.",
			Basis:    "RFC 6749, section 7.1", Severity: Should,
			Harm: "A token of a type that the application does not understand is no bearer token; sent as one, it goes to whoever listens.",
			Mend: "Refuse an answer whose token_type is not Bearer.",
			play: func(sc *scene) {
				p := sc.person(0)
				at := p.start()
				fault := sc.tokenBody(p, map[string]any{"token_type": "mac"})
				lift := sc.inject(fault)
				from := sc.mark()
				sc.sound(p.open(p.authorize(at)), true)
				lift()
				if !sc.app.Act.isZero() {
					p.act()
				}
				var answered struct {
					Token string `json:"access_token"`
				}
				sc.check(json.Unmarshal([]byte(*fault.Body), &answered))
				for _, e := range sc.since(from) {
					if strings.Contains(e.Header.Get("Authorization"), answered.Token) {
						sc.fail("request %d, %s %s, was made with the token", e.ID, e.Method, e.Path)
					}
				}
			},
		},
		{
			Name:     "token-redirect",
			Sentence: "/token, and then the gateway, answer with 307 to another host, which is the double too.",
			Sound:    "Credentials and tokens do not go there.",
			Basis:    "RFC 9700, section 4.12; RFC 9110, section 15.4", Severity: Should,
			Harm: "Whoever can have the vendor's host redirect, by an open redirect or a name that has lapsed, gets the client_secret and the tokens.",
			Mend: "Follow no redirect of /token and the gateway.",
			play: tokenRedirect,
		},
		{
			Name:     "code-refused",
			Sentence: "/token refuses every code with invalid_grant.",
			Sound:    "The code is not sent again more than once, nobody is logged in, nothing breaks, and no new login starts by itself more than once.",
			Basis:    "RFC 6749, section 5.2", Severity: Must,
			Harm: "A person who goes back in the browser brings a code that has been used; the application crashes, or sends the browser in circles.",
			Mend: "Show a page that says that the login did not work, with a link to begin again.",
			play: codeRefused,
		},
		{
			Name:     "profile-unavailable",
			Sentence: "During the login /me answers 500, then 401, hangs, or resets the connection.",
			Sound:    "The person is logged in, or nothing breaks, no new login starts by itself more than once, and the next login works.",
			Basis:    "RFC 9110, section 15.6", Severity: Must,
			Harm:  "The login depends on a second service; while that is down, people see a crash, or lie half logged in for good.",
			Mend:  "Treat a profile that cannot be read like a code that cannot be exchanged: forget the login, and say so.",
			needs: profile,
			play: func(sc *scene) {
				for _, fault := range []control.Fault{
					{Preset: "server-error"}, {Preset: "access-token-revoked"}, sc.hang(), {Preset: "connection-reset"},
				} {
					fault.Endpoint = fixtures.EndpointMe
					p := sc.person(0)
					callback := p.authorize(p.start())
					lift := sc.lasting(fault)
					sc.mark()
					v := p.comesBack(callback)
					lift()
					sc.sound(v, true)
					p.again()
				}
			},
		},
		{
			Name:     "scope-narrowed",
			Sentence: "The person grants other scopes than the one that act needs; then acts.",
			Sound:    "The act does not break, and the answer does not say that it worked.",
			Basis:    "RFC 6749, sections 3.3 and 5.1", Severity: Must,
			Harm:  "The consent page lets people untick scopes. What needs them crashes later, far from the login.",
			Mend:  "Look at the scope that was granted, and say what is missing where a 403 comes back.",
			needs: act,
			play:  scopeNarrowed,
		},
		{
			Name:     "no-refresh-token",
			Sentence: "/token answers without refresh_token; later the access token expires, and the person acts.",
			Sound:    "The login works, and a new one is asked for then.",
			Basis:    "RFC 6749, section 5.1", Severity: Must,
			Harm:  "refresh_token is optional. Without it the application sends an empty one, or an error page for ever.",
			Mend:  "Keep working without a refresh token, and ask for a login when the access token is refused.",
			needs: act | asking,
			play: func(sc *scene) {
				p := sc.person(0)
				sc.revoke(p, control.KindRefreshToken) // of logins before, which the application may have kept
				lift := sc.inject(exchange(control.Fault{Preset: "no-refresh-token"}))
				p.comesIn(p.start(), "an answer without refresh_token")
				lift()
				sc.expire(p)
				from := sc.mark()
				a := p.act()
				sc.sound(a.visit, false)
				if !p.asked(a) {
					sc.fail("%s", p.unasked(a))
				}
				if n := len(sc.since(from).refreshes()); n > 2 {
					sc.fail("it was refreshed %s without a refresh token", plural.Times(n))
				}
			},
		},
		{
			Name:     "tokens-stay-home",
			alone:    "it looks into everything that the browser gets",
			Sentence: "The access tokens and refresh tokens of all logins are looked for in everything that the browser saw during the audit.",
			Sound:    "They are in no page, URL, header or cookie that a script can read. In an HttpOnly cookie they are a warning.",
			Basis:    "RFC 9700, section 4.3; OWASP ASVS 5.0, V10.1.1", Severity: Must,
			Harm: "A script that gets into a page, or an extension, takes the tokens along; they work from anywhere, for two weeks.",
			Mend: "Keep tokens on the server, and give the browser a session id that means nothing.",
			late: lookingOn,
			play: tokensStayHome,
		},
	}
}

// mostTries is how often a request to /token may be made while it fails.
const mostTries = 3

// down is a scenario in which /token cannot answer for as long as it takes.
func down(name, what string, fault func(*scene) control.Fault) Scenario {
	return Scenario{
		Name:     name,
		Sentence: "/token answers every exchange with " + what + ", until the application has answered.",
		Sound:    "The application answers and does not break, tries three times at most, starts no new login by itself more than once, and the next login works.",
		Basis:    "RFC 9110, section 15.6; RFC 6749, section 4.1.3",
		Severity: Must,
		Harm:     "The vendor is down for a minute, and the application for longer: its workers wait, crash, or try for ever.",
		Mend:     "Set a time-out on every request, catch every way in which it can fail, and show a page with a link to try again.",
		play: func(sc *scene) {
			p := sc.person(0)
			callback := p.authorize(p.start())
			lift := sc.lasting(exchange(fault(sc)))
			from := sc.mark()
			v := p.comesBack(callback)
			lift()
			sc.sound(v, true)
			if n := sc.since(from).exchanges().most("code"); n > mostTries {
				sc.fail("the exchange was tried %s", plural.Times(n))
			}
			p.hasNone()
			p.again()
		},
	}
}

// bad is a scenario in which /token answers, and not with a token.
func bad(name, what string, fault control.Fault) Scenario {
	return Scenario{
		Name:     name,
		Sentence: "/token answers the exchange with " + what + ", once.",
		Sound:    "Nobody is logged in, nothing breaks, and the next login works.",
		Basis:    "RFC 6749, section 5.1",
		Severity: Must,
		Harm:     "The application crashes on what it cannot read, or stores nothing as a token: a session that looks logged in, and in which nothing works.",
		Mend:     "Check status, JSON and a non-empty access_token before anything is stored.",
		play: func(sc *scene) {
			p := sc.person(0)
			callback := p.authorize(p.start())
			lift := sc.inject(exchange(fault))
			from := sc.mark()
			v := p.open(callback)
			lift()
			sc.sound(v, true)
			if len(sc.since(from).exchanges().good()) == 0 { // it may have tried again
				p.hasNone()
			}
			p.again()
		},
	}
}

// good is a scenario in which /token answers in a way that the application has
// to put up with.
func good(name, sentence, harm, mend string, fault func(*scene, *person) control.Fault) Scenario {
	return Scenario{
		Name: name, Sentence: sentence, Harm: harm, Mend: mend,
		Sound: "The login works, and an act after it does not break.",
		Basis: "RFC 6749, section 5.1", Severity: Must,
		play: func(sc *scene) {
			p := sc.person(0)
			at := p.start()
			sc.inject(exchange(fault(sc, p)))
			sc.mark()
			p.comesIn(at, "such an answer")
			p.actsSoundly()
		},
	}
}

// either is a scenario in which the application may take the answer or not.
func either(name, sentence string, fault fixtures.PresetName) Scenario {
	return Scenario{
		Name: name, Sentence: sentence,
		Sound: "The person is logged in or not, and nothing breaks, then and when the person acts; each of the two refreshes twice at most.",
		Basis: "RFC 6749, section 5.1", Severity: Should,
		Harm: "Other servers answer so; an application that crashes on it, or refreshes without end, is down until they change.",
		Mend: "Read expires_in leniently, and take 0 for a token that may be refused at any time.",
		play: func(sc *scene) {
			p := sc.person(0)
			callback := p.authorize(p.start())
			sc.lasting(control.Fault{Endpoint: fixtures.EndpointToken, Preset: fault}) // at refreshes too
			from := sc.mark()
			sc.sound(p.open(callback), true) // who does not take the answer may say so
			sc.refreshedAtMost(2, from, "the login")
			from = sc.now()
			p.actsSoundly()
			sc.refreshedAtMost(2, from, "the act")
		},
	}
}

// refreshedAtMost stops the scene if what was done after an entry refreshed more often.
func (sc *scene) refreshedAtMost(most int, after uint64, what string) {
	if n := len(sc.since(after).refreshes()); n > most {
		sc.fail("%s refreshed %s", what, plural.Times(n))
	}
}

func preset(name fixtures.PresetName) func(*scene, *person) control.Fault {
	return func(*scene, *person) control.Fault { return control.Fault{Preset: name} }
}

// comesIn finishes a login that has begun, whose exchange a fault changes, and
// stops the scene if it does not work.
func (p *person) comesIn(at *url.URL, with string) {
	v := p.open(p.authorize(at))
	p.sc.sound(v, false)
	if p.sc.closes() && !p.isInside() {
		p.sc.fail("with %s the person is not logged in: %s", with, v.ended())
	}
	if !p.sc.tells() && v.last().status >= 400 {
		p.sc.fail("with %s the login does not work: %s", with, v.ended())
	}
}

// actsSoundly has a person act with what /token answered, and stops the scene if
// the application breaks on it only now.
func (p *person) actsSoundly() {
	if !p.sc.app.Act.isZero() {
		p.sc.sound(p.act().visit, false)
	}
}

// tokenBody is an answer of /token with good tokens for a person, and with
// members changed, or left out if they are nil. The request is not carried out.
func (sc *scene) tokenBody(p *person, changes map[string]any) control.Fault {
	lifetime := time.Duration(0)
	if sc.byClock() {
		lifetime = brief
	}
	return sc.tokenAnswer(p, lifetime, changes)
}

// tokenAnswer is tokenBody with a lifetime of the access token; the client's if it
// is 0.
func (sc *scene) tokenAnswer(p *person, lifetime time.Duration, changes map[string]any) control.Fault {
	token, err := sc.levers.IssueToken(control.TokenRequest{ClientID: sc.client.ID, Account: p.account.Name, Scope: sc.scope(), ExpiresIn: lifetime})
	sc.check(err)
	sc.later(func() {
		for _, value := range []string{token.AccessToken, token.RefreshToken} {
			_, err := sc.levers.Revoke(control.TokenFilter{Token: value})
			sc.check(err)
		}
	})
	members := map[string]any{
		"access_token": token.AccessToken, "expires_in": token.ExpiresIn, "token_type": token.TokenType,
		"scope": token.Scope, "refresh_token": token.RefreshToken,
	}
	for name, value := range changes {
		if value == nil {
			delete(members, name)
		} else {
			members[name] = value
		}
	}
	body, err := json.Marshal(members)
	sc.check(err)
	text := string(body)
	return exchange(control.Fault{Body: &text})
}

// scope is what the application asked for last, as far as it is the vendor's; ""
// if it named none.
func (sc *scene) scope() string {
	asked := sc.since(0).at(fixtures.EndpointAuthorize)
	if len(asked) == 0 {
		return ""
	}
	return strings.Join(usedScopes(strings.Fields(asked[len(asked)-1].Query.Get("scope"))), " ")
}

func codeRefused(sc *scene) {
	p := sc.person(0)
	callback := p.authorize(p.start())
	lift := sc.lasting(exchange(control.Fault{Preset: "code-already-used"}))
	from := sc.mark()
	v := p.comesBack(callback)
	lift()
	sc.sound(v, true)
	if n := sc.since(from).exchanges().most("code"); n > 2 {
		sc.fail("the same code was sent %s", plural.Times(n))
	}
	p.staysOut("a person whose code was refused")
}

func scopeNarrowed(sc *scene) {
	p := sc.person(0)
	at := p.start()
	var left []string
	for _, scope := range strings.Fields(sc.scope()) {
		if scope != string(sc.learnt.endpoint) {
			left = append(left, scope)
		}
	}
	if len(left) == 0 {
		left = []string{"status"} // there is no less than one; another one is as good
	}
	if sc.learnt.endpoint == "status" || sc.learnt.endpoint == fixtures.EndpointMe {
		sc.skip("act needs no scope that could be missing")
	}
	sc.mark()
	v := p.open(p.decided(at, control.Decision{Decision: fixtures.Approve, Scope: strings.Join(left, " ")}))
	sc.sound(v, true)
	a := p.act()
	sc.sound(a.visit, true)
	sc.admits(a)
}

func tokensStayHome(sc *scene) {
	p := sc.person(0).loggedIn()
	if !sc.app.Act.isZero() {
		p.act()
	}
	sc.search()
	switch {
	case sc.seen.token != "":
		sc.fail("%s", sc.seen.token)
	case sc.seen.sealed != "":
		sc.rule(Warn, "%s, which is HttpOnly", sc.seen.sealed)
	}
}
