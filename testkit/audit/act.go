package audit

import (
	"cmp"
	"net/http"
	"time"
)

// acted is what became of an act.
type acted struct {
	visit     visit
	from      uint64 // the last entry before it
	entries   traffic
	sends     traffic // the requests to the endpoint that act calls
	refreshes traffic
	worked    bool
}

// act has the person act once.
func (p *person) act() acted {
	from := p.sc.now()
	a := p.sc.judged(p.request(p.sc.app.Act), from)
	if len(a.refreshes) > 0 {
		p.fresh = time.Now()
	}
	return a
}

// judged is what became of an act that was made after an entry.
func (sc *scene) judged(v visit, from uint64) acted {
	a := acted{visit: v, from: from, entries: sc.since(from)}
	a.sends = a.entries.at(sc.learnt.endpoint)
	a.refreshes = a.entries.refreshes()
	a.worked = sc.says(v) && len(a.sends.good()) > 0
	return a
}

// says reports whether the answer to an act says that it worked.
func (sc *scene) says(v visit) bool {
	return v.broken(true) == "" && v.double == nil && v.last().status < 400 &&
		(sc.app.Act.Done == "" || v.contains(sc.app.Act.Done))
}

// asked reports whether, after an act, the person has to log in again. Where
// inside does not tell, the wire does: an application that has noticed does not
// go on with what it has.
func (p *person) asked(a acted) bool {
	switch {
	case a.visit.double != nil:
		return true
	case p.sc.closes():
		return !p.isInside()
	}
	again := p.act()
	return again.visit.double != nil || !again.worked && len(again.sends)+len(again.refreshes) == 0
}

// works has the person act, and stops the scene if that does not work.
func (p *person) works(when string) acted {
	a := p.act()
	if !a.worked {
		p.sc.fail("%s, act does not work: %s", when, p.why(a))
	}
	return a
}

// why says why an act did not work.
func (p *person) why(a acted) string {
	switch broken := a.visit.broken(true); {
	case broken != "":
		return broken
	case a.visit.double != nil:
		return "a login is asked for"
	case len(a.sends) == 0 && !p.sc.byHand() && p.sc.closes() && !p.isInside():
		return "the person is logged in no more; " + a.visit.ended()
	case len(a.sends) == 0:
		return "the gateway was not asked; " + p.sc.refusal(a.from) + p.unsent() + a.visit.ended()
	case len(a.sends.good()) == 0:
		last := a.sends[len(a.sends)-1]
		return "the gateway refused it: " + cmp.Or(last.Reason, http.StatusText(last.Status))
	}
	return "the answer does not say so: " + a.visit.ended()
}

// unasked says that after an act that did not work no login is asked for, and why its
// answer does not count as that where it was 401: a script would take it for one.
func (p *person) unasked(a acted) string {
	why := "no login is asked for: " + p.why(a)
	if a.visit.last().status == http.StatusUnauthorized && p.sc.closes() {
		why += "; the act was answered with 401, but inside opens as before"
	}
	return why
}
