package audit

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// refreshing is how an application refreshes.
type refreshing struct {
	skip    string // why the other scenarios about it cannot be played; "" if they can
	byClock bool   // whether only when its own clock says that the token has expired, and not when it is refused
}

// brief is the lifetime of tokens that expire by the application's own clock.
const brief = time.Second

// grace is how long after its lifetime a token has expired for an application
// that counts in whole seconds, as the double does.
const grace = 1100 * time.Millisecond

// byClock reports whether the application refreshes only by its own clock.
func (s *stage) byClock() bool { return s.learnt.refresh != nil && s.learnt.refresh.byClock }

// briefly makes the tokens that the double issues in a scene short-lived, if the
// application refreshes only by its own clock.
func (sc *scene) briefly() (restore func()) {
	if !sc.byClock() {
		return func() {}
	}
	return sc.lifetimes(brief)
}

// refresher is a person who has logged in, and whose access token can expire.
func (sc *scene) refresher() *person {
	if !sc.byClock() || !sc.canAge() {
		p := sc.person(0)
		defer sc.briefly()()
		return p.loggedIn()
	}
	if len(sc.aging) == 0 {
		sc.age()
	}
	p := sc.aging[0]
	sc.aging = sc.aging[1:]
	p.sc = sc
	return p
}

// atOnceAging is how many persons wait together for their tokens to expire: as
// many as there are scenarios that need one.
const atOnceAging = 10

// canAge reports whether persons can wait together for their tokens to expire. An
// application may keep one token for an account of the vendor's, or for one of its
// own, so each of them has to have both to themselves.
func (s *stage) canAge() bool {
	return len(s.app.Accounts) == 0 && s.preparedApart() && !s.byHand()
}

// age logs persons in whose access tokens last a second. They wait for the
// scenarios that need them, instead of each scenario for its own.
func (sc *scene) age() {
	restore := sc.lifetimes(brief)
	defer restore()
	for range atOnceAging {
		p := sc.person(0)
		p.account = sc.another()
		sc.aging = append(sc.aging, p.loggedIn())
	}
}

// expire ends the access tokens of a person. The application knows nothing of
// that until one is refused; one that looks at its own clock is given the time.
func (sc *scene) expire(p *person) {
	if sc.byClock() {
		sc.elapse(time.Until(p.fresh.Add(brief + grace)))
	}
	sc.expireNow(p)
}

// refreshing finds out how the application refreshes, by the scenario that tells,
// unless that is known.
func (s *stage) refreshing() refreshing {
	if s.learnt.refresh == nil {
		s.result(named("refresh-on-expiry"))
	}
	if s.learnt.refresh == nil { // the audit ends
		return refreshing{skip: "refresh-on-expiry was not played"}
	}
	return *s.learnt.refresh
}

// renewal is a fault at a refresh.
func renewal(f control.Fault) control.Fault {
	f.Endpoint, f.GrantType = fixtures.EndpointToken, fixtures.RefreshToken
	return f
}

// renewals are the scenarios about access tokens that are good no longer.
func renewals() []Scenario {
	const rfc = "RFC 6749, section 6"
	return []Scenario{
		{
			Name:     "refresh-on-expiry",
			Sentence: "The access token has expired; the person acts.",
			Sound:    "The act works after one refresh. An application that asks for a login instead is warned here, and the other scenarios about refreshing are skipped.",
			Basis:    rfc, Severity: Should,
			Harm:  "Access tokens last an hour. People have to log in again every hour, or see errors until they do.",
			Mend:  "When the gateway answers 401, refresh once and try again once.",
			needs: act,
			play:  refreshOnExpiry,
		},
		{
			Name:     "refresh-ahead",
			Sentence: "The access token of one person lasts two seconds, and that of another forty minutes; both act after three seconds.",
			Sound:    "The first is refreshed before it is refused, and the other is not refreshed.",
			Basis:    rfc, Severity: Should,
			Harm:  "Every hour a request is made for nothing, and one that cannot be repeated fails. Who refreshes too early, such as by taking seconds for milliseconds, does so at every call.",
			Mend:  "Note when the token expires, and refresh a little before: expires_in is in seconds.",
			needs: refresh,
			play:  refreshAhead,
		},
		{
			Name:     "rotation-kept",
			Sentence: "The access token expires twice, and each time the person acts.",
			Sound:    "The second refresh sends the refresh token that the first one brought.",
			Basis:    rfc + "; RFC 9700, section 4.14", Severity: Must,
			Harm:  "Every refresh token is good once. Two hours after the login the application sends one that has been used, and the person is logged out.",
			Mend:  "Store the refresh token of every answer that has one, in the same step as the access token.",
			needs: refresh,
			play: func(sc *scene) {
				p := sc.refresher()
				from := sc.mark()
				for _, when := range []string{"after the access token has expired", "after the access token has expired for the second time"} {
					sc.expire(p)
					restore := sc.briefly()
					a := p.act()
					restore()
					if sc.since(from).refreshes().most("refresh_token") > 1 {
						sc.fail("the second refresh sends the first refresh token again")
					}
					if !a.worked {
						sc.fail("%s, act does not work: %s", when, p.why(a))
					}
				}
			},
		},
		{
			Name:     "refresh-token-kept",
			Sentence: "A refresh is answered without a new refresh token, and the old one stays good; then the access token expires again.",
			Sound:    "The old refresh token is sent again.",
			Basis:    rfc, Severity: Must,
			Harm:  "A server need not send a new refresh token. An application that overwrites the one it has with nothing logs everybody out.",
			Mend:  "Keep the refresh token where the answer has none.",
			needs: refresh,
			play:  refreshTokenKept,
		},
		{
			Name:     "refresh-concurrent",
			alone:    "it does eight things at once",
			Sentence: "The access token has expired, and the person acts eight times at once; the answer to the refresh is held back.",
			Sound:    "One refresh gets through, no used token is sent again, all acts work, and the person is still logged in.",
			Basis:    "RFC 9700, section 4.14.2", Severity: Must,
			Harm:  "A page that loads several things at once refreshes several times with the same token: one wins, and the others log the person out.",
			Mend:  "Let one request at a time refresh a person's tokens, across processes too, and have the others wait and take the new token.",
			needs: refresh,
			play:  refreshConcurrent,
		},
		{
			Name:     "refresh-refused",
			Sentence: "The access token has expired and the refresh token was revoked; the person acts.",
			Sound:    "A login is asked for, after two refreshes at most, and nothing breaks.",
			Basis:    "RFC 6749, section 5.2", Severity: Must,
			Harm:  "Refresh tokens end after two weeks. People who come back later see an error for ever, or the application hammers the vendor.",
			Mend:  "Take invalid_grant at a refresh for the end of the session: forget the tokens, and ask for a login.",
			needs: refresh | asking,
			play: func(sc *scene) {
				p := sc.refresher()
				sc.expire(p)
				sc.revoke(p, control.KindRefreshToken)
				sc.endsInLogin(p)
			},
		},
		{
			Name:     "refresh-unavailable",
			Sentence: "The access token has expired, and the refresh is answered with 503 for as long as one act takes; later with nothing.",
			Sound:    "The act is answered, after three refreshes at most, does not say that it worked, and the next one works, without a new login.",
			Basis:    "RFC 9110, section 15.6.4", Severity: Must,
			Harm:  "A minute in which the vendor is down logs out everybody who acts in it, or holds them, and the application hammers the vendor.",
			Mend:  "Log out on invalid_grant only; on anything else keep the tokens and try again later. Refresh with a time-out too: Go's oauth2 has none unless the context brings a client.",
			needs: refresh,
			play: func(sc *scene) {
				sc.refreshFails("was answered with 503", control.Fault{Preset: "token-unavailable"})
				sc.refreshFails("was not answered", sc.hang())
			},
		},
		{
			Name:     "refresh-answer-lost",
			Sentence: "The access token has expired, and the answer to the refresh is cut off: the old refresh token is spent, and the new one never came. The person acts three times.",
			Sound:    "The last act works, or a login is asked for.",
			Basis:    "RFC 9700, section 4.14.2", Severity: Must,
			Harm:  "The application keeps half an answer as its token, or tries the spent one for ever: nothing works, and nobody is told.",
			Mend:  "Store an answer only when it has been read whole; take invalid_grant for the end of the session.",
			needs: refresh | asking,
			play: func(sc *scene) {
				for _, fault := range []fixtures.PresetName{"truncated-body", "response-lost"} {
					p := sc.refresher()
					sc.expire(p)
					lift := sc.inject(renewal(control.Fault{Preset: fault}))
					sc.mark()
					p.act()
					lift()
					p.act()
					if a := p.act(); !a.worked && !p.asked(a) {
						sc.fail("the third act does not work, and %s", p.unasked(a))
					}
				}
			},
		},
	}
}

func refreshAhead(sc *scene) {
	const short, long = 2 * time.Second, 40 * time.Minute // which taken for milliseconds are 2.4 s
	var other *person
	before := sc.now()
	if sc.preparedApart() && !sc.byHand() {
		restore := sc.lifetimes(long)
		other = sc.person(1).loggedIn()
		restore()
	}
	restore := sc.lifetimes(short)
	p := sc.person(0).loggedIn()
	restore()
	given := sc.mark()
	sc.elapse(short + grace)
	if len(sc.since(given).refreshes().of(p).good()) == 0 { // else it was refreshed without anybody's acting
		sc.expireNow(p)
	}
	sc.mark()
	a := p.works("after the access token has expired")
	for _, e := range a.entries {
		if e.Status == 401 && len(a.refreshes) > 0 && e.ID < a.refreshes[0].ID {
			sc.fail("the gateway refused the expired token, request %d, before it was refreshed", e.ID)
		}
	}
	if other == nil {
		return
	}
	sc.mark()
	other.act()
	for _, e := range sc.since(before).refreshes().of(other) {
		sc.fail("a token that is good for forty minutes was refreshed, request %d", e.ID)
	}
}

// refreshFails has every refresh fail for as long as an act takes.
func (sc *scene) refreshFails(how string, f control.Fault) {
	p := sc.refresher()
	sc.expire(p)
	a := sc.actUnder(p, sc.lasting(renewal(f)))
	sc.admits(a)
	if n := len(a.refreshes); n > mostTries {
		sc.fail("the refresh was tried %s", plural.Times(n))
	}
	p.works("after a refresh " + how)
}

func refreshOnExpiry(sc *scene) {
	sc.learnt.refresh = &refreshing{skip: "the application does not get through refresh-on-expiry"}
	p := sc.person(0).loggedIn()
	p.works("after a login")
	sc.expireNow(p)
	sc.mark()
	a := p.act()
	if why := a.visit.broken(false); why != "" {
		sc.rule(Fail, "%s", why)
	}
	if !a.worked && len(a.refreshes) == 0 {
		asked := p.asked(a)
		if sc.refreshesByClock() {
			return
		}
		if asked {
			sc.learnt.refresh.skip = "the application asks for a login instead of refreshing"
			sc.rule(Warn, "a login is asked for instead")
		}
		sc.rule(Fail, "act does not work, and %s", p.unasked(a))
	}
	sc.judgeRefresh(p, a)
	sc.learnt.refresh.skip = ""
	if n := len(a.refreshes); n != 1 {
		sc.fail("it was refreshed %s", plural.Times(n))
	}
}

// judgeRefresh stops the scene unless an act whose access token has expired
// worked, or a login is asked for.
func (sc *scene) judgeRefresh(p *person, a acted) {
	if n := len(a.refreshes); n > 2 {
		sc.rule(Fail, "it was refreshed %s", plural.Times(n))
	}
	if a.worked {
		return
	}
	if p.asked(a) {
		sc.rule(Warn, "a login is asked for instead")
	}
	if b := p.act(); !b.worked && !p.asked(b) {
		sc.rule(Fail, "act does not work, and %s", p.unasked(b))
	}
	sc.rule(Warn, "the act does not work, only the next one does: %s", p.why(a))
}

// refreshesByClock finds out whether an application that has not refreshed a
// token that was refused does so when its own clock says that it has expired.
func (sc *scene) refreshesByClock() bool {
	sc.learnt.refresh.byClock = true
	p := sc.refresher()
	sc.expire(p)
	sc.mark()
	a := p.act()
	sc.learnt.refresh.byClock = a.worked && len(a.refreshes) > 0
	if sc.learnt.refresh.byClock {
		sc.learnt.refresh.skip = ""
	}
	return sc.learnt.refresh.byClock
}

// endsInLogin has a person act whose tokens are good no longer, and stops the
// scene unless a login is asked for.
func (sc *scene) endsInLogin(p *person) {
	sc.mark()
	a := p.act()
	sc.sound(a.visit, false)
	if n := len(a.refreshes); n > 2 {
		sc.fail("it was refreshed %s", plural.Times(n))
	}
	if n := len(a.sends); n > 2*sc.learnt.perAct {
		sc.fail("the gateway was asked %s", plural.Times(n))
	}
	if !p.asked(a) {
		sc.fail("%s", p.unasked(a))
	}
}

func refreshTokenKept(sc *scene) {
	p := sc.refresher()
	sc.expire(p)
	lift := sc.inject(renewal(sc.tokenBody(p, map[string]any{"refresh_token": nil})))
	from := sc.mark()
	p.works("after a refresh without a new refresh token")
	lift()
	first := sc.since(from).refreshes()
	sc.expire(p)
	a := p.act()
	if len(first) == 0 {
		sc.skip("nothing was refreshed")
	}
	for _, e := range a.refreshes {
		if e.Form.Get("refresh_token") != first[0].Form.Get("refresh_token") {
			sc.fail("the next refresh, request %d, does not send the refresh token that it had", e.ID)
		}
	}
	if !a.worked {
		sc.fail("after a refresh without a new refresh token the next one does not work: %s", p.why(a))
	}
}

// atOnce is how many acts are made at the same time.
const atOnce = 8

func refreshConcurrent(sc *scene) {
	good := sc.person(0).loggedIn()
	from := sc.mark()
	together := sc.failing(good.actAtOnce(), from) < 0 // without a refresh in between
	p := sc.refresher()
	sc.expire(p)
	from = sc.mark()
	sc.lasting(renewal(control.Fault{Delay: held}))
	liftPause := sc.lasting(control.Fault{Endpoint: sc.learnt.endpoint, Delay: 150 * time.Millisecond})
	visits := p.actAtOnce()
	liftPause()
	sc.settle()
	entries := sc.since(from)
	if n := entries.refreshes().most("refresh_token"); n > 1 {
		sc.fail("the same refresh token was sent %s", plural.Times(n))
	}
	if n := granted(entries.refreshes()); n > 1 {
		sc.fail("it was refreshed %s", plural.Times(n))
	}
	for _, v := range visits {
		sc.sound(v, false)
	}
	if i := sc.failing(visits, from); i >= 0 {
		if !together {
			sc.skip("acts at once do not all work either while the access token is good: %s", visits[i].ended())
		}
		sc.fail("act %d of %d does not work: %s", i+1, atOnce, visits[i].ended())
	}
	if !overlap(entries.at(sc.learnt.endpoint)) {
		sc.skip("the application made the acts one by one")
	}
	p.staysIn("eight acts at once")
}

// actAtOnce has the person act several times at the same time.
func (p *person) actAtOnce() []visit {
	visits := make([]visit, atOnce)
	var wg sync.WaitGroup
	for i := range visits {
		wg.Go(func() { visits[i] = p.request(p.sc.app.Act) })
	}
	wg.Wait()
	return visits
}

// failing is which of several acts at once, made after an entry, did not work; -1 if
// all did. What one act has to say may stand on the page of another, so where the
// gateway carried all of them out none has failed.
func (sc *scene) failing(visits []visit, from uint64) int {
	if sc.since(from).at(sc.learnt.endpoint).carriedOut() >= len(visits)*sc.learnt.perAct {
		return -1
	}
	return slices.IndexFunc(visits, func(v visit) bool { return !sc.says(v) })
}

// granted counts the refreshes that brought tokens.
func granted(t traffic) int {
	return len(t.filter(func(e entry) bool {
		var answer struct {
			Token string `json:"access_token"`
		}
		return json.Unmarshal([]byte(e.ResponseBody), &answer) == nil && answer.Token != ""
	}))
}

// carriedOut counts the requests that were answered with 200, after whatever
// delay.
func (t traffic) carriedOut() int {
	return len(t.filter(func(e entry) bool { return e.Status == 200 }))
}

// overlap reports whether two requests were on their way at the same time.
func overlap(t traffic) bool {
	for i := 1; i < len(t); i++ {
		if t[i].Time.Before(t[i-1].Time.Add(t[i-1].Duration)) {
			return true
		}
	}
	return false
}
