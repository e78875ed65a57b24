package audit

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// person is somebody with a browser and an account at the vendor's.
type person struct {
	sc      *scene
	account fixtures.Account
	fresh   time.Time // when the application was given its access token at the latest
	*browser

	// what is known of a browser that is in the hands of a human being
	next *control.Decision   // what the double is to decide of the next login
	made *visit              // the login that was made already
	seen control.AuditAnswer // what it showed last
}

// person returns a new browser of the first or second account, with what every
// browser does first.
func (sc *scene) person(which int) *person {
	p := &person{sc: sc, account: sc.accounts[which], browser: &browser{net: sc.net, jar: jar{}}}
	if sc.byHand() {
		return p
	}
	for _, r := range sc.app.Prepare {
		v := p.request(r)
		if why := cmp.Or(v.broken(false), v.lacks); why != "" || v.last().status >= 400 {
			sc.fail("prepare does not work: %s", cmp.Or(why, newStep(v.last()).answered()))
		}
	}
	return p
}

// as is the same person in a browser with other cookies.
func (p *person) as(j jar) *person {
	return &person{sc: p.sc, account: p.account, browser: p.copied(j)}
}

// step takes a step in the browser.
func (p *person) step(s step) visit { return p.sc.saw(p.do(p.sc.ctx, s)) }

// request makes one of the application's requests: as a line, or by filling in
// a form.
func (p *person) request(r Request) visit { return p.sc.hands.request(p, r) }

// prepare works a request out. For a form it opens the page; if there is none,
// that visit is all there is.
func (p *person) prepare(r Request, from initiator, extra url.Values) (s step, before visit, ok bool) {
	l, _ := r.parse() // checked with the application
	target, err := resolve(p.sc.login, p.sc.fill(l.path))
	p.sc.check(err)
	target = withExtra(target, extra)
	s = step{method: l.method, url: target, from: from}
	if from != foreign { // who knows neither the headers nor the cookies in them
		s.headers, s.script = p.sc.scriptHeaders(l, r.String() == p.sc.app.Login.String())
	}
	if l.json != "" {
		s.json = p.sc.fill(l.json)
		return s, visit{}, true
	}
	fields := url.Values{}
	for name, values := range l.fields {
		for _, value := range values {
			fields.Add(name, p.sc.fill(value))
		}
	}
	if !l.isForm {
		if l.method != http.MethodGet {
			addMissing(fields, extra)
		}
		s.fields = fields
		return s, visit{}, true
	}
	v := p.step(step{method: http.MethodGet, url: target})
	found, ok := findForm(v.last().body, l.form)
	if !v.last().isOK() {
		return step{}, v, false
	}
	if !ok {
		v.lacks = printable(target.Path+" "+lacking(v.last().body, l.form), mostAddress)
		return step{}, v, false
	}
	addMissing(fields, found.fields)
	if from != foreign {
		addMissing(fields, found.hidden)
	}
	addMissing(fields, extra)
	action, err := resolve(v.last().url, found.action)
	if found.action == "" || err != nil {
		action = v.last().url
	}
	return step{method: cmp.Or(found.method, http.MethodGet), url: action, fields: fields, from: from}, v, true
}

// withExtra adds the parameters to a URL that it does not have.
func withExtra(u *url.URL, extra url.Values) *url.URL {
	if len(extra) == 0 {
		return u
	}
	query := u.Query()
	addMissing(query, extra)
	return withQuery(u, query)
}

func addMissing(values, extra url.Values) {
	for name, value := range extra {
		if !values.Has(name) {
			values[name] = value
		}
	}
}

// begin begins a login and returns where the application sends the person: the
// double's /authorize.
func (p *person) begin() *url.URL { return p.sc.hands.begin(p) }

// start is begin for callers that only go on from what it returns, without a look.
func (p *person) start() *url.URL { return p.sc.hands.start(p) }

// authorize has the person allow the access, and returns the callback that the
// double sends the browser to, which is not opened.
func (p *person) authorize(at *url.URL) *url.URL {
	return p.decided(at, control.Decision{Decision: fixtures.Approve})
}

// decided has the double decide, and returns the callback.
func (p *person) decided(at *url.URL, d control.Decision) *url.URL {
	return p.sc.hands.decided(p, at, d)
}

// sent sends the browser to the double as it stands, and returns the callback.
func (p *person) sent(at *url.URL) *url.URL { return p.sc.hands.sent(p, at) }

// open opens a callback, as the double's redirect does.
func (p *person) open(callback *url.URL) visit { return p.sc.hands.open(p, callback) }

// comesBack opens a callback while the login cannot work, and those of the logins
// that the application starts by itself then. More than one of these stops the
// scene: a browser would go round in circles.
func (p *person) comesBack(callback *url.URL) visit {
	for restarted := false; ; restarted = true {
		v := p.open(callback)
		if v.double == nil {
			return v
		}
		if restarted {
			p.sc.fail("new logins start by themselves, again and again")
		}
		callback = p.authorize(v.double)
	}
}

// logIn logs in, from the start to the page that the person sees in the end.
func (p *person) logIn() visit { return p.open(p.authorize(p.start())) }

// loggedIn logs in and stops the scene if that does not work.
func (p *person) loggedIn() *person {
	p.getsIn(p.authorize(p.start()))
	return p
}

// getsIn finishes a login whose callback is given, and stops the scene if that
// does not work.
func (p *person) getsIn(callback *url.URL) visit {
	before := p.sc.now()
	v := p.open(callback)
	if why := p.notIn(v, before); why != "" {
		p.sc.fail("a login does not work: %s", why)
	}
	p.fresh = time.Now()
	return v
}

// notIn says why a login that has been made did not work; "" if it did.
func (p *person) notIn(v visit, before uint64) string {
	entries := p.sc.since(before)
	switch exchanges := entries.exchanges(); {
	case len(exchanges) == 0:
		p.sc.unlimited(v)
		return "no code was exchanged; " + p.sc.refusal(before) + v.ended()
	case len(exchanges.good()) == 0, v.broken(false) != "":
		return p.sc.refusal(before) + v.ended()
	}
	if p.sc.closes() && !p.isInside() {
		return p.sc.refusal(before) + p.unsent() + "inside does not open: " + p.sc.sawLast().ended() + "; the login ended so: " + v.ended()
	}
	return ""
}

// again has a person who is not logged in try again, and stops the scene if that
// does not work: nothing may stay behind from what happened before.
func (p *person) again() {
	p.sc.settle()
	if p.sc.tells() && p.isInside() {
		return
	}
	p.sc.mark()
	before := p.sc.now()
	if why := p.notIn(p.logIn(), before); why != "" {
		p.sc.fail("the next login does not work: %s", why)
	}
}

// tells reports whether inside can be asked who is logged in.
func (s *stage) tells() bool { return s.learnt.tells && (s.byHand() || !s.app.Inside.isZero()) }

// closes reports whether inside can be asked whether a login that worked lasts.
func (s *stage) closes() bool { return s.learnt.closes && (s.byHand() || !s.app.Inside.isZero()) }

// peek asks for the page that is only for people who are logged in.
func (p *person) peek() answer {
	s, before, ok := p.prepare(p.sc.app.Inside, ownPage, nil)
	if !ok {
		return before.last()
	}
	s.stay = true
	return p.step(s).last()
}

// isInside reports whether the person is logged in.
func (p *person) isInside() bool { return p.sc.hands.isInside(p) }

// staysOut stops the scene if the person got in, as far as inside tells.
func (p *person) staysOut(how string) {
	if p.sc.tells() && p.isInside() {
		p.sc.fail("%s is logged in", how)
	}
}

// hasNone stops the scene if somebody to whom the double gave no token is logged
// in. Where inside does not tell, an act does: by a token that never was.
func (p *person) hasNone() {
	p.staysOut("a person without a token")
	if p.sc.tells() || p.sc.app.Act.isZero() {
		return
	}
	from := p.sc.now()
	p.act()
	for _, e := range p.sc.ofLastAct(from) {
		p.sc.fail("request %d was made with %q in the place of a token", e.ID, e.Header.Get("Authorization"))
	}
}

// staysIn stops the scene if the person is logged in no more.
func (p *person) staysIn(after string) {
	if p.sc.closes() && !p.isInside() {
		p.sc.fail("after %s the person is logged in no more", after)
	}
}
