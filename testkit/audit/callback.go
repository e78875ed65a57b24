package audit

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// callbacks are the scenarios about the way back from the double.
func callbacks() []Scenario {
	const csrf = "RFC 6749, section 10.12; RFC 9700, section 4.7; OWASP ASVS 5.0, V10.2.1"
	const forged = "An attacker sends a victim a link to the callback with a code of the attacker's own: the victim's session is then the attacker's account, and what the victim sends or pays lands there."
	return []Scenario{
		{
			Name:     "state-tampered",
			alone:    "it changes the callback",
			Sentence: "The callback comes back with another state, in the browser that started the login and in one that started nothing.",
			Sound:    "The code is not exchanged, and nobody is logged in.",
			Basis:    csrf, Severity: Must, Harm: forged,
			Mend: "Compare the whole state with the one kept in this browser's session before anything else, and refuse the callback if they differ.",
			play: func(sc *scene) { sc.withState(tampered) },
		},
		{
			Name:     "state-missing",
			alone:    "it changes the callback",
			Sentence: "The callback comes back without state, in the browser that started the login and in one that started nothing.",
			Sound:    "The code is not exchanged, and nobody is logged in.",
			Basis:    csrf, Severity: Must, Harm: forged,
			Mend: "Refuse a callback without state. Beware of comparing nothing with nothing: a session that started no login has no state either.",
			play: func(sc *scene) { sc.withState(func(string) [][]string { return [][]string{nil} }) },
		},
		{
			Name:     "state-empty",
			alone:    "it changes the callback",
			Sentence: "The callback comes back with an empty state, in the browser that started the login and in one that started nothing.",
			Sound:    "The code is not exchanged, and nobody is logged in.",
			Basis:    csrf, Severity: Must, Harm: forged,
			Mend: "Refuse a callback whose state is empty, also where the session holds an empty one.",
			play: func(sc *scene) { sc.withState(func(string) [][]string { return [][]string{{""}} }) },
		},
		{
			Name:     "state-of-another-login",
			alone:    "it takes two people",
			Sentence: "The callback of one person's login is opened in another person's browser: before that person started a login, after that, and after that person logged in.",
			Sound:    "The code is not exchanged.",
			Basis:    csrf, Severity: Must, Harm: forged,
			Mend: "Tie the state to the browser: keep it in the session, not in a list that all sessions share.",
			play: func(sc *scene) {
				for _, before := range []struct {
					how  string
					does func(anna *person)
				}{
					{"in a browser that had started no login", func(*person) {}},
					{"in a browser that had started a login of its own", func(anna *person) { anna.start() }},
					{"in a browser that was logged in", func(anna *person) { anna.loggedIn() }},
				} {
					bert, anna := sc.person(1), sc.person(0)
					callback := bert.authorize(bert.start())
					before.does(anna)
					from := sc.mark()
					anna.open(callback)
					sc.unexchanged(from, "the callback of somebody else's login, opened "+before.how+",")
				}
			},
		},
		{
			Name:     "callback-replayed",
			alone:    "it repeats the callback",
			Sentence: "After a good login the same callback is opened again.",
			Sound:    "The code is not exchanged again, nothing breaks, and the person is still logged in.",
			Basis:    "RFC 6749, sections 4.1.2 and 10.5",
			Severity: Must,
			Harm:     "People reload the page and go back. Each time the vendor refuses the code, and the person sees an error or is logged out.",
			Mend:     "Forget the state when the callback has come, and send a person whose state is unknown, but who is logged in, to the start page.",
			play: func(sc *scene) {
				p := sc.person(0)
				callback := p.authorize(p.start())
				p.open(callback)
				from := sc.mark()
				v := p.open(callback)
				sc.unexchanged(from, "the callback, opened again,")
				sc.sound(v, false)
				p.staysIn("opening the callback again")
			},
		},
		{
			Name:     "callback-twice-at-once",
			alone:    "it does two things at once",
			Sentence: "The same callback is opened twice at the same time; the double takes a moment to answer.",
			Sound:    "The code is exchanged once, and nothing breaks.",
			Basis:    "RFC 6749, section 4.1.2",
			Severity: Must,
			Harm:     "Browsers send a request twice: a double click, a prefetch, a restored tab. The second exchange is refused, and its answer is the one that the person sees.",
			Mend:     "Take the state out of the session in one step that only one request can win, before the code is exchanged, and not afterwards. In PHP write the session then, by session_write_close and session_start: whoever waits for it gets what was written last, and session_regenerate_id(true) writes nothing to the old one.",
			play: func(sc *scene) {
				sc.lasting(exchange(control.Fault{Delay: held}))
				sc.twiceAtOnce(func(uint64) {})
				sc.twiceAtOnce(func(from uint64) { // while the code of the first is certainly on its way
					sc.awaited(control.RequestFilter{Endpoint: fixtures.EndpointToken, GrantType: string(fixtures.AuthorizationCode), After: from}, held)
				})
			},
		},
		{
			Name:     "two-tabs",
			alone:    "it does two things at once",
			Sentence: "A person starts two logins in one browser; the first comes back, then the second.",
			Sound:    "Nothing breaks, and the person is logged in in the end.",
			Basis:    "RFC 6749, section 4.1.1: state belongs to a request, not to a browser",
			Severity: Should,
			Harm:     "People open the login in two tabs, or go back and begin again, and cannot get in until they delete their cookies.",
			Mend:     "Keep several states in a session, or leave the younger one where it is when an older one comes back.",
			play: func(sc *scene) {
				p := sc.person(0)
				first, second := p.start(), p.start()
				from := sc.mark()
				for _, at := range []*url.URL{first, second} {
					sc.sound(p.open(p.authorize(at)), false)
				}
				if len(sc.since(from).exchanges().good()) == 0 || sc.closes() && !p.isInside() {
					sc.fail("the person is not logged in")
				}
			},
		},
		{
			Name:     "callback-bare",
			alone:    "it changes the callback",
			Sentence: "The callback is opened without parameters, in a browser that started a login and in one that did not.",
			Sound:    "Nothing breaks, no code is exchanged, and nobody is logged in.",
			Basis:    "RFC 6749, section 4.1.2",
			Severity: Must,
			Harm:     "Crawlers and bookmarks come without parameters; an application that takes them for granted crashes, or lets them in.",
			Mend:     "Check that state and code are there before using them.",
			play: func(sc *scene) {
				sc.refuses("a callback without parameters", func(*person, *url.URL) *url.URL { return sc.learnt.redirect })
			},
		},
		{
			Name:     "callback-error-and-code",
			alone:    "it changes the callback",
			Sentence: "The callback comes with a good code and with an error.",
			Sound:    "Nothing breaks, the code is not exchanged, and nobody is logged in.",
			Basis:    "RFC 6749, section 4.1.2.1",
			Severity: Must,
			Harm:     "An answer that contradicts itself was tampered with; an application that looks at code first never sees the error.",
			Mend:     "Look at error before code.",
			play: func(sc *scene) {
				sc.refuses("a callback with error and code", func(p *person, at *url.URL) *url.URL {
					return withQuery(p.authorize(at), url.Values{"error": {"access_denied"}})
				})
			},
		},
		{
			Name:     "denied",
			Sentence: "The person does not allow the access.",
			Sound:    "No code is exchanged, nobody is logged in, nothing breaks, and there is something to read.",
			Basis:    "RFC 6749, section 4.1.2.1",
			Severity: Must,
			Harm:     "Whoever clicks on Deny by mistake sees a crash or an empty page, or is sent back to the question for ever.",
			Mend:     "Show a page for error=access_denied that says what happened and offers another try.",
			play: func(sc *scene) {
				p := sc.person(0)
				at := p.start()
				from := sc.mark()
				v := p.open(p.decided(at, control.Decision{Decision: fixtures.Deny}))
				if v.double != nil {
					sc.fail("a person who did not allow the access is asked again at once")
				}
				sc.turnedAway(p, v, from, "a person who did not allow the access", false)
				sc.readable()
			},
		},
		{
			Name:     "other-errors",
			Sentence: "Every authorization ends with server_error, then with temporarily_unavailable, invalid_scope, and a code that nobody knows.",
			Sound:    "No code is exchanged, nobody is logged in, nothing breaks, there is something to read, and a new login is not started by itself more than once.",
			Basis:    "RFC 6749, section 4.1.2.1",
			Severity: Must,
			Harm:     "While the vendor is down, people see a crash, or their browsers run in circles and keep it down.",
			Mend:     "Show a page for each error, and let the person decide when to try again.",
			play: func(sc *scene) {
				for _, code := range []string{"server_error", "temporarily_unavailable", "invalid_scope", "audit_unheard_of"} {
					sc.endsWith(code)
				}
				sc.readable()
			},
		},
		{
			Name:     "error-text-escaped",
			alone:    "it changes the callback",
			Sentence: "The callback comes with markup and quotes in error, error_description, error_uri, state and code, and with javascript: as error_uri, with a good state and with none.",
			Sound:    "There is an answer, and no HTML page shows them unescaped, or has a link to that.",
			Basis:    "OWASP ASVS 5.0, V1.2.1",
			Severity: Must,
			Harm:     "A link to the callback runs an attacker's script in the application's pages, with the victim's session.",
			Mend:     "Escape what a page shows, or show words of your own for each error. Link only to addresses that begin with https.",
			play:     errorTextEscaped,
		},
		{
			Name:     "session-renewed",
			alone:    "it copies cookies",
			Sentence: "A person logs in in a browser that has cookies of the application already: first those of nobody, then those of somebody else's login.",
			Sound:    "The cookies from before the login do not open inside afterwards, nor do those that carry a value from before under another name. Those of somebody else's login open no page that shows this person's account, and act with no token of it.",
			Basis:    "OWASP ASVS 5.0, V7.2.4",
			Severity: Must,
			Harm:     "Whoever can plant a cookie in a victim's browser, at a shared computer or from a sister domain, is logged in as the victim later. It may be the cookie of a login of their own.",
			Mend:     "Give the session a new id at every login, also at that of somebody who is logged in, and end the old one: session_regenerate_id(true), req.session.regenerate, cycle_key and the like.",
			needs:    inside | session,
			play:     sessionRenewed,
		},
		{
			Name:     "session-survives-cross-site",
			Sentence: "The double sends the browser back, which leaves SameSite=Strict cookies at home.",
			Sound:    "The login works.",
			Basis:    "RFC 6265bis, section 5.2",
			Severity: Must,
			Harm:     "The login fails in every browser, and works in tests that do without one.",
			Mend:     "Set the cookie that the callback needs with SameSite=Lax.",
			play: func(sc *scene) {
				if sc.learnt.strict {
					sc.fail("the login works only in a browser that sends SameSite=Strict cookies on the way back from another site")
				}
			},
		},
		{
			Name:     "cookie-flags",
			alone:    "it looks into cookies",
			Sentence: "A person logs in, and the cookies without which inside does not open are looked at.",
			Sound:    "They are HttpOnly, set SameSite, are Secure where the application is served by https, and their values stand in no URL.",
			Basis:    "OWASP ASVS 5.0, V3.3 and V14.2.1",
			Severity: Should,
			Harm:     "A script that gets into a page can take the session away, other sites can act in it, and a URL takes it to logs and referrers.",
			Mend:     "Set the session's cookie with HttpOnly, SameSite=Lax and, by https, Secure, and send its value in no other way.",
			needs:    page,
			play:     cookieFlags,
		},
		{
			Name:     "no-open-redirect",
			alone:    "it changes addresses",
			Sentence: "Login and logout are asked with next, return_to, redirect, url and the like that lead to another site.",
			Sound:    "Neither redirects there.",
			Basis:    "RFC 9700, section 4.11; OWASP ASVS 5.0, V3.7.2",
			Severity: Must,
			Harm:     "A link that begins with the application's own address ends on a page that asks for the password again, or gets the code.",
			Mend:     "Accept only paths that begin with one slash and go on with neither slash nor backslash, nor with a tab or a line break, or names from a list. An address of your own that you put in front of it has to end with a slash.",
			play:     noOpenRedirect,
		},
		{
			Name:     "code-not-in-address",
			alone:    "it looks at addresses",
			Sentence: "A person logs in.",
			Sound:    "The page shown in the end has neither code nor state in its URL, under whatever name.",
			Basis:    "RFC 9700, section 4.3; OWASP ASVS 5.0, V14.2.1",
			Severity: Should,
			Harm:     "The code stays in the history, goes out in referrers, and comes again with every reload.",
			Mend:     "Redirect from the callback to another page.",
			play: func(sc *scene) {
				p := sc.person(0)
				callback := p.authorize(p.start())
				v := p.getsIn(callback)
				for _, name := range []string{"code", "state"} {
					value, last := callback.Query().Get(name), v.last().url
					if holds(v.addresses(), value) || value != "" && last.Query().Get(name) == value {
						if v.last().renames() {
							sc.skip("whether %s keeps its address, which has the %s, only its scripts know", last.Path, name)
						}
						sc.fail("the page shown after the login, %s, has the %s in its URL", last.Path, name)
					}
				}
			},
		},
		{
			Name:     "no-store",
			alone:    "it looks into headers",
			Sentence: "A person logs in and opens inside.",
			Sound:    "The page says Cache-Control: no-store or private.",
			Basis:    "OWASP ASVS 5.0, V14.3.2",
			Severity: Should,
			Harm:     "A cache between application and browser shows one person's page to another.",
			Mend:     "Send Cache-Control: no-store with every page behind the login.",
			needs:    page,
			play: func(sc *scene) {
				a := sc.person(0).loggedIn().peek()
				if control := strings.ToLower(a.header.Get("Cache-Control")); !strings.Contains(control, "no-store") && !strings.Contains(control, "private") {
					sc.fail("%s says Cache-Control: %q", newStep(a).Request, control)
				}
			},
		},
		{
			Name:     "act-cross-site",
			alone:    "it takes a page of a stranger",
			Sentence: "A stranger's page sends act in a browser that is logged in, by a form: without hidden inputs, with those that somebody else was given, with JSON as plain text, and without SameSite=Lax cookies, which go along where act sends a message by GET, by a link. What only a script can send goes out where the application lets that page (CORS).",
			Sound:    "Nothing reaches the gateway.",
			Basis:    "OWASP ASVS 5.0, V3.5.1",
			Severity: Should,
			Harm:     "Any page that a person visits can send messages at their expense.",
			Mend:     "Send by POST only, set the session's cookie with SameSite=Lax, and have forms carry a token that the session knows. Take JSON only where Content-Type says application/json, want a header that only a script of your own can send, and name in CORS the origins that you know.",
			needs:    act,
			play:     actCrossSite,
		},
	}
}

// held is how long an answer is held back to have something else happen
// meanwhile.
const held = 700 * time.Millisecond

// twiceAtOnce opens a callback twice, the second time after what comes between.
func (sc *scene) twiceAtOnce(between func(from uint64)) {
	p := sc.person(0)
	callback := p.authorize(p.start())
	from := sc.mark()
	both := make([]visit, 2)
	var wg sync.WaitGroup
	wg.Go(func() { both[0] = p.open(callback) })
	between(from)
	both[1] = p.open(callback)
	wg.Wait()
	if n := len(sc.since(from).exchanges()); n != 1 {
		sc.fail("the code was exchanged %s", plural.Times(n))
	}
	for _, v := range both {
		sc.sound(v, false)
	}
}

// unexchanged stops the scene if a code was exchanged after an entry.
func (sc *scene) unexchanged(after uint64, what string) {
	if exchanged := sc.since(after).exchanges(); len(exchanged) > 0 {
		sc.fail("%s led to an exchange: request %d", what, exchanged[0].ID)
	}
}

// withState opens callbacks with a good code and another state: in the browser
// that started the login, and in one that started nothing.
func (sc *scene) withState(others func(state string) [][]string) {
	for _, started := range []bool{true, false} {
		for i, n := 0, 1; i < n; i++ {
			p := sc.person(0)
			callback := p.authorize(p.start())
			states := others(callback.Query().Get("state"))
			n = len(states)
			opener, how := p, "opened in the browser that started the login,"
			if !started {
				opener, how = sc.person(0), "opened in a browser that started nothing,"
			}
			from := sc.mark()
			opener.open(withQuery(callback, url.Values{"state": states[i]}))
			sc.unexchanged(from, fmt.Sprintf("a callback %s %s", described(states[i]), how))
			opener.staysOut("a person with a callback " + described(states[i]))
		}
	}
}

func described(state []string) string {
	switch {
	case state == nil:
		return "without state"
	case state[0] == "":
		return "with an empty state"
	}
	return fmt.Sprintf("with the state %q", state[0])
}

// tampered are other states: one with a character in the middle changed, the
// first half, and one twice as long.
func tampered(state string) [][]string {
	if state == "" {
		return [][]string{{"audit"}}
	}
	middle, other := len(state)/2, "5"
	if state[middle:middle+1] == other {
		other = "a"
	}
	list := [][]string{{state[:middle] + other + state[middle+1:]}, {state[:middle]}}
	if !strings.Contains(state, "=") { // to a decoder what follows may be nothing
		list = append(list, []string{state + state})
	}
	return list
}

// refuses opens callbacks that are no good, in a browser that started a login
// and in one that did not.
func (sc *scene) refuses(what string, callback func(*person, *url.URL) *url.URL) {
	for _, started := range []bool{true, false} {
		p, opener := sc.person(0), sc.person(0)
		at := p.start()
		if started {
			opener = p
		}
		bad := callback(p, at)
		from := sc.mark()
		v := opener.open(bad)
		sc.unexchanged(from, what)
		sc.sound(v, false)
		opener.staysOut("a person with " + what)
	}
}

// turnedAway judges what somebody sees whom the double has sent back with an
// error.
func (sc *scene) turnedAway(p *person, v visit, from uint64, who string, told bool) {
	sc.unexchanged(from, who)
	sc.sound(v, told)
	if last := v.last(); last.words() == "" {
		if !last.isScripted() {
			sc.fail("%s sees an empty page: %s", who, newStep(last).Request)
		}
		sc.scripted = newStep(last).Request
	}
	p.staysOut(who)
}

// readable skips a scene in which nothing was wrong, but a page was empty that
// scripts may fill.
func (sc *scene) readable() {
	if sc.scripted != "" {
		sc.skip("all else is sound, and whether there is something to read on %s only its scripts know", sc.scripted)
	}
}

// endsWith has every authorization of a person end with an error.
func (sc *scene) endsWith(code string) {
	p := sc.person(0)
	at := p.start()
	from := sc.mark()
	takeBack := sc.decide(p, control.Decision{Error: code, ErrorDescription: "The audit says so", Times: -1})
	who := "a person who was sent back with " + code
	for restarts := 0; ; restarts++ {
		v := p.open(p.sent(at))
		if v.double == nil {
			sc.turnedAway(p, v, from, who, true)
			break
		}
		if restarts == 1 {
			sc.fail("%s is sent to the double again and again", who)
		}
		at = v.double
	}
	takeBack()
}

// telling is how long the value of a cookie has to be to pass for a secret; a shorter
// one may be a name.
const telling = 16

func cookieFlags(sc *scene) {
	p := sc.person(0)
	v := p.getsIn(p.authorize(p.start()))
	cookies := slices.SortedFunc(maps.Values(p.cookies()), func(a, b cookie) int { return strings.Compare(a.name, b.name) })
	for _, c := range cookies { // in an order, so that the same is told each time
		if !sc.needed(c.name) {
			continue
		}
		switch {
		case len(c.value) >= telling && holds(v.ledTo(), c.value):
			sc.fail("the value of the cookie %s stands in a URL", c.name)
		case !c.httpOnly && !sc.app.repeats(c.name):
			sc.fail("the cookie %s is not HttpOnly", c.name)
		case !slices.Contains([]string{"lax", "strict", "none"}, c.sameSite):
			sc.fail("the cookie %s does not set SameSite", c.name)
		case sc.login.Scheme == "https" && !c.secure:
			sc.fail("the cookie %s is not Secure", c.name)
		}
	}
}

// needed reports whether somebody who has logged in, and has then lost the
// cookie of a name, is logged in no more.
func (sc *scene) needed(name string) bool {
	p := sc.person(0).loggedIn()
	return !p.as(p.cookies().without(name)).isInside()
}
