package audit

import (
	"fmt"
	"net/url"
	"slices"

	"example.com/sms77mock/fixtures"
)

// rehearse plays the scenario that all others stand on. If it fails there is
// nothing to audit.
func (s *stage) rehearse() (err error) {
	defer catch(&err)
	result := s.result(named("login-works"))
	if s.broke != nil {
		return s.broke
	}
	if result.Verdict != Pass {
		return fmt.Errorf("the audit cannot be made: %s", result.Why)
	}
	return nil
}

// loginWorks logs in and acts twice, and learns on the way what the other
// scenarios have to know.
func loginWorks(sc *scene) {
	p := sc.person(0)
	if !sc.app.Inside.isZero() && !sc.byHand() {
		a := p.peek()
		if a.err != nil {
			sc.fail("the application does not answer: %s: %v", newStep(a).Request, a.err)
		}
		sc.learnt.tells, sc.learnt.closes = !a.isOK(), !a.isOK()
		if a.isOK() && sc.app.Kind == KindLogin {
			sc.fail("inside is no page for people who are logged in: %s was answered with %d to somebody who is not", newStep(a).Request, a.status)
		}
	}
	p = sc.firstLogin(p)
	if sc.app.Kind == KindConnect && !sc.byHand() && sc.learnt.tells && sc.person(0).isInside() {
		sc.learnt.tells = false // it is the application's own account that is connected
	}
	if !sc.byHand() {
		sc.finds(p, "logout", sc.app.Logout)
	}
	if !sc.app.Act.isZero() {
		sc.firstActs(p)
	}
}

// finds stops the scene if a request is a form that its page does not have: that is
// a slip of who ordered the audit, and says nothing about the application.
func (sc *scene) finds(p *person, key string, r Request) {
	if r.isZero() {
		return
	}
	if _, v, ok := p.prepare(r, ownPage, nil); !ok {
		sc.fail("%s does not work: %s", key, v.ended())
	}
}

// firstLogin logs in as browsers do, and if that does not work with a browser
// that sends SameSite=Strict cookies on the way back too, to tell why.
func (sc *scene) firstLogin(p *person) *person {
	start := p.start()
	before := sc.now()
	callback := p.authorize(start)
	sc.learnt.redirect = withQuery(callback, url.Values{"code": nil, "state": nil})
	v := p.open(callback)
	why := p.notIn(v, before)
	if !sc.byHand() && (why != "" || v.double != nil || sc.turnedAwayBy(v)) {
		sc.learnt.strict = true
		q := sc.person(0)
		before = sc.now()
		v = q.logIn()
		if again := q.notIn(v, before); again == "" && v.double == nil && !sc.turnedAwayBy(v) {
			p, why = q, ""
		} else {
			sc.learnt.strict = false
		}
	}
	if why != "" {
		sc.fail("the login does not work: %s%s%s", why, sc.strays(callback), sc.otherDouble(start, before))
	}
	sc.learnt.profile = len(sc.since(before).at(fixtures.EndpointMe)) > 0
	return p
}

// strays says that the way back leads to another host than the login began on, where
// the browser does not send what it has of that; "" if it does not.
func (sc *scene) strays(callback *url.URL) string {
	if sc.byHand() || callback.Hostname() == sc.login.Hostname() {
		return ""
	}
	return fmt.Sprintf("; the login begins on %s and comes back to %s, where cookies of the former do not go", sc.login.Hostname(), callback.Hostname())
}

// otherDouble says that the application knows a double at the same host and another port,
// where a code that this one has given is unknown; "" where a code came here, or where
// hosts differ: one double has many names.
func (sc *scene) otherDouble(start *url.URL, before uint64) string {
	here, err := url.Parse(sc.app.Double)
	if err != nil || sc.byHand() || here.Hostname() != start.Hostname() || here.Host == start.Host || len(sc.since(before).exchanges()) > 0 {
		return ""
	}
	return fmt.Sprintf("; the application sends people to %s, and this audit asks the double at %s", start.Host, here.Host)
}

// turnedAwayBy reports whether a login came by inside and was not let in, though
// inside opens now.
func (sc *scene) turnedAwayBy(v visit) bool {
	inside, err := resolve(sc.login, sc.app.Inside.where())
	if err != nil || !sc.closes() {
		return false
	}
	return slices.ContainsFunc(v.answers, func(a answer) bool { return a.url.Path == inside.Path && a.err == nil && !a.isOK() })
}

// firstActs acts twice and learns which endpoint that calls, and how often.
func (sc *scene) firstActs(p *person) {
	for range 2 {
		from := sc.now()
		v := p.request(sc.app.Act)
		if sc.learnt.endpoint == "" {
			sc.learnt.endpoint = called(sc.since(from))
		}
		a := sc.judged(v, from)
		if !a.worked {
			sc.fail("act does not work: %s", p.why(a))
		}
		sc.learnt.perAct = max(sc.learnt.perAct, len(a.sends))
		good := a.sends.good()
		sc.learnt.answer = good[len(good)-1].ResponseBody
	}
}

// called is the endpoint that an act is about: sending, if it does that, else
// what it asked last.
func called(t traffic) fixtures.Endpoint {
	gateway := t.filter(func(e entry) bool {
		return e.Endpoint != "" && !slices.Contains([]fixtures.Endpoint{fixtures.EndpointAuthorize, fixtures.EndpointToken, fixtures.EndpointRevoke}, e.Endpoint)
	})
	for _, wanted := range []fixtures.Endpoint{fixtures.EndpointSMS, fixtures.EndpointVoice} {
		if len(gateway.at(wanted)) > 0 {
			return wanted
		}
	}
	if len(gateway) == 0 {
		return ""
	}
	return gateway[len(gateway)-1].Endpoint
}
