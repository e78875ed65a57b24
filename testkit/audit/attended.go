package audit

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// asker asks a human being, and returns one of the answers that the question
// names.
type asker func(ctx context.Context, q control.AuditQuestion) (control.AuditAnswer, error)

// Attended has a human being play the person, in a browser of their own, where
// the application needs one: it runs scripts, or asks for a captcha. ask is told
// what they are to do, and returns what they saw. The application's Client is
// needed, and its Login, Inside, Act and Logout are only shown. What a human
// being cannot do is skipped, and says why.
func Attended(ask func(ctx context.Context, q control.AuditQuestion) (control.AuditAnswer, error)) Option {
	return func(o *options) { o.ask = ask }
}

// byHand reports whether a human being plays the person.
func (o options) byHand() bool { return o.ask != nil }

// human are the hands of a human being, who is asked.
type human struct{}

// nowhere stands for addresses that only the human being's browser knows.
var nowhere = &url.URL{Path: "in the person's browser", Opaque: "in the person's browser"}

// begin has the human being log in, and looks up what the double was asked.
func (h human) begin(p *person) *url.URL {
	p.made = nil
	from := p.sc.now()
	v := h.open(p, h.decided(p, nil, control.Decision{Decision: fixtures.Approve}))
	p.made = &v
	asked := p.sc.since(from).at(fixtures.EndpointAuthorize)
	if len(asked) == 0 {
		p.sc.fail("no login has reached the double")
	}
	return &url.URL{RawQuery: asked[len(asked)-1].RawQuery}
}

func (human) start(*person) *url.URL { return nowhere }

func (human) decided(p *person, _ *url.URL, d control.Decision) *url.URL {
	p.next = &d
	return nowhere
}

func (human) sent(*person, *url.URL) *url.URL { return nowhere }

// mostRounds is how often a login may come to the double before it goes round in
// circles.
const mostRounds = 2

func (h human) open(p *person, _ *url.URL) visit {
	if made := p.made; made != nil { // by begin
		p.made, p.next = nil, nil
		return *made
	}
	if d := p.next; d != nil {
		p.next = nil
		d.Times = -1
		defer p.sc.decide(p, *d)()
	}
	from := p.sc.now()
	v := h.does(p, control.TaskLogin, p.sc.app.Login, "Open the login in a new private window, so that you are not logged in yet, and log in with sms77.",
		control.SawInside, control.SawOutside, control.SawError, control.SawNothing)
	if len(p.sc.since(from).at(fixtures.EndpointAuthorize)) > mostRounds {
		v.double = nowhere
	}
	return v
}

func (h human) request(p *person, r Request) visit {
	if r.String() == p.sc.app.Logout.String() {
		return h.does(p, control.TaskLogout, r, "Log out, in the same window.", control.SawOutside, control.SawInside, control.SawError, control.SawNothing)
	}
	from := p.sc.now()
	v := h.does(p, control.TaskAct, r, "Send a message, or whatever you act by, in the same window.",
		control.SawDone, control.SawRefused, control.SawOutside, control.SawError, control.SawNothing)
	if len(p.sc.since(from).at(fixtures.EndpointAuthorize)) > 0 {
		v.double = nowhere
	}
	return v
}

func (h human) isInside(p *person) bool {
	if p.seen != control.SawInside && p.seen != control.SawOutside {
		h.does(p, control.TaskInside, p.sc.app.Inside, "Look, in the same window, whether you are logged in.", control.SawInside, control.SawOutside)
	}
	return p.seen == control.SawInside
}

// does has the human being do something, and returns what they saw.
func (human) does(p *person, kind control.AuditTask, r Request, text string, answers ...control.AuditAnswer) visit {
	q := control.AuditQuestion{Scenario: p.sc.Name, Kind: kind, Request: r.String(), Text: text, Answers: answers, After: p.sc.now()}
	seen, err := p.sc.ask(p.sc.ctx, q)
	if err != nil {
		panic(trouble{err})
	}
	p.seen = seen
	if seen == control.SawDone {
		p.seen = control.SawInside
	}
	return p.sc.saw(visit{answers: []answer{p.sc.shown(string(kind), seen)}})
}

// shown is what a browser has shown when a human being says so.
func (s *stage) shown(task string, seen control.AuditAnswer) answer {
	a := answer{method: task, url: nowhere, status: http.StatusOK, header: http.Header{}, body: "The person is logged in."}
	switch seen {
	case control.SawOutside:
		a.status, a.body = http.StatusUnauthorized, "The person is not logged in, and a page says so."
	case control.SawDone:
		a.body = s.app.Act.Done
	case control.SawRefused:
		a.status, a.body = http.StatusConflict, "A page says that it did not work."
	case control.SawError:
		a.status, a.body = http.StatusInternalServerError, "The page shows an error, or nothing."
	case control.SawNothing:
		a.err, a.took = errLate, s.app.Patience
	}
	return a
}

// attend makes ready for a human being, who says what the pages show. Nobody tells the
// double who is logging in, so the client's logins get the first account, including
// those that the application starts by itself.
func (s *stage) attend() error {
	s.app.Act.Done = cmp.Or(s.app.Act.Done, "It worked.")
	s.learnt.tells, s.learnt.closes = true, true
	if err := s.meets(&url.URL{RawQuery: url.Values{"client_id": {s.app.Client}}.Encode()}); err != nil {
		return err
	}
	before := s.client
	s.client.Authorize = fixtures.Authorize{Decision: fixtures.Approve, Account: s.accounts[0].Name}
	_, err := s.levers.AddClient(s.client)
	s.leave = func() { _, _ = s.levers.AddClient(before) } // it may be gone already, by a reset
	return err
}
