package audit

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"example.com/sms77mock/mockserver/control"
)

// hands are those on a person's browser: the audit's own, or a human being's.
// What a scenario has a person do is the same with either.
type hands interface {
	// begin begins a login and returns the authorization request that it leads to.
	begin(p *person) *url.URL
	// start is begin for who only goes on from there: a human being is asked when
	// there is something to see.
	start(p *person) *url.URL
	// decided has the double decide, and returns the callback, which is not opened.
	decided(p *person, at *url.URL, d control.Decision) *url.URL
	// sent is decided where what becomes of it was ordered before.
	sent(p *person, at *url.URL) *url.URL
	// open opens a callback.
	open(p *person, callback *url.URL) visit
	// request makes one of the application's requests.
	request(p *person, r Request) visit
	// isInside reports whether the person is logged in.
	isInside(p *person) bool
}

// own are the hands of the audit: its browser is at its command.
type own struct{}

func (own) begin(p *person) *url.URL { return own{}.start(p) }

func (own) start(p *person) *url.URL {
	v := p.login(nil)
	if v.double == nil {
		p.sc.unlimited(v)
		p.sc.fail("the login does not lead to the double: %s%s", v.ended(), startable(v))
	}
	if err := p.sc.meets(v.double); err != nil {
		p.sc.fail("%v", err)
	}
	return v.double
}

// startable says how the login may be started from what is there instead: by a form,
// or by hand where scripts are to go on; "" if nobody knows.
func startable(v visit) string {
	a := v.last()
	if a.isOK() && strings.Contains(a.body, "/authorize?") && strings.Contains(a.body, "client_id=") {
		return "; that names the double's address, to which only scripts would go: such a login is audited by hand (attended)"
	}
	if v.lacks != "" || !a.isOK() || !a.isHTML() || len(forms(a.body)) == 0 {
		return ""
	}
	f := forms(a.body)[0]
	return printable(fmt.Sprintf("; if one of its forms starts the login, name it: %s#%s", a.url, cmp.Or(f.id, f.name, f.action)), mostAddress)
}

func (own) decided(p *person, at *url.URL, d control.Decision) *url.URL {
	defer p.sc.decide(p, d)()
	return p.sent(at)
}

func (own) sent(p *person, at *url.URL) *url.URL {
	hinted := withQuery(p.sc.toDouble(at), url.Values{"login_hint": {p.account.Name}})
	a := p.ask(p.sc.ctx, step{method: http.MethodGet, url: hinted})
	location := a.header.Get("Location")
	if location == "" {
		p.sc.saw(visit{answers: []answer{a}})
		p.sc.fail("the double refuses the authorization request: %s", a.refusal())
	}
	back, err := hinted.Parse(location)
	p.sc.check(err)
	return back
}

func (own) open(p *person, callback *url.URL) visit {
	return p.step(step{method: http.MethodGet, url: callback, from: fromDouble, strict: p.sc.learnt.strict})
}

func (own) request(p *person, r Request) visit {
	s, before, ok := p.prepare(r, ownPage, nil)
	if !ok {
		return before
	}
	return p.step(s)
}

func (own) isInside(p *person) bool { return p.peek().isOK() }
