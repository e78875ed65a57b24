package audit

import (
	"net/http"
	"net/textproto"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
)

func actCrossSite(sc *scene) {
	p := sc.person(0).loggedIn()
	s, _, ok := p.prepare(sc.app.Act, foreign, nil)
	if !ok {
		sc.skip("the page of act has no such form")
	}
	// What only reads does no harm in a browser that was led there.
	s.link = s.method == http.MethodGet && slices.Contains([]fixtures.Endpoint{fixtures.EndpointSMS, fixtures.EndpointVoice}, sc.learnt.endpoint)
	how := ""
	if s.json != "" {
		how = ", by a form that sends the JSON as text/plain"
	}
	if s.method == http.MethodGet || s.method == http.MethodPost { // a form knows no other methods
		p.strikes(s, how)
		if l, err := sc.app.Act.parse(); err == nil && l.isForm && sc.preparedApart() {
			if s, _, ok = sc.person(1).loggedIn().prepare(sc.app.Act, ownPage, nil); ok {
				s.from = foreign
				p.strikes(s, ", by a form with the hidden inputs that somebody else was given")
			}
		}
	}
	if s, ok = p.letIn(); ok {
		p.strikes(s, ", by a script of "+stranger+", which CORS lets send it")
	}
}

// strikes has a stranger's page take a step, and stops the scene if that acts.
func (p *person) strikes(s step, how string) {
	from := p.sc.mark()
	p.step(s)
	if n := len(p.sc.since(from).at(p.sc.learnt.endpoint)); n > 0 {
		p.sc.fail("the gateway was asked %s%s", plural.Times(n), how)
	}
}

// letIn is act as a script of a stranger's page makes it, with the headers that the
// stranger knows, and whether the application lets it: a browser asks before
// (Fetch, section 4.8), unless a form could do the same.
func (p *person) letIn() (s step, ok bool) {
	if l, err := p.sc.app.Act.parse(); err != nil || l.isForm {
		return step{}, false
	}
	if s, _, _ = p.prepare(p.sc.app.Act, ownPage, nil); !s.script {
		return step{}, false
	}
	s.from = foreign
	var names []string
	if s.json != "" {
		names = append(names, "content-type")
	}
	for name := range s.headers {
		if len(referencesIn(s.headers.Get(name))) > 0 {
			s.headers.Del(name)
		} else {
			names = append(names, strings.ToLower(name))
		}
	}
	slices.Sort(names)
	asking := step{method: http.MethodOptions, url: s.url, from: foreign, script: true, headers: http.Header{
		"Access-Control-Request-Method": {s.method}, "Access-Control-Request-Headers": {strings.Join(names, ",")},
	}}
	b := browser{net: p.sc.net, jar: jar{}} // no cookies go along
	a := b.ask(p.sc.ctx, asking)
	p.sc.saw(visit{answers: []answer{a}})
	return s, a.lets(s.method, names)
}

// lets reports whether the answer to a preflight lets a stranger's script send cookies
// by a method, with headers of some names. Where cookies go along, * stands for nothing.
func (a answer) lets(method string, names []string) bool {
	said := func(name string) []string {
		words := strings.Split(a.header.Get("Access-Control-Allow-"+name), ",")
		for i, word := range words {
			words[i] = strings.ToLower(textproto.TrimString(word))
		}
		return words
	}
	isSimple := method == http.MethodGet || method == http.MethodPost
	return a.isOK() && a.header.Get("Access-Control-Allow-Origin") == stranger && a.header.Get("Access-Control-Allow-Credentials") == "true" &&
		(isSimple || slices.Contains(said("Methods"), strings.ToLower(method))) &&
		!slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(said("Headers"), name) })
}
