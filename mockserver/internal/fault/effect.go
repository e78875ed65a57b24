package fault

import (
	"cmp"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/orders"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Answer is a whole HTTP answer that has not been sent yet.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte

	Without []string // headers that net/http must not add either, such as a Content-Type that it guesses
}

// Effect is what one fault does to one request.
type Effect struct {
	Delay      time.Duration       // how long to wait before anything else
	Connection fixtures.Connection // what to do to the connection; "" leaves it alone

	// RunsHandler tells whether the request is carried out, so that a code is
	// spent and an SMS is sent although the answer is broken.
	RunsHandler bool

	// Error and ErrorDescription are what /authorize is to redirect with.
	Error, ErrorDescription string

	// Released is closed when the fault is taken back, with what it holds.
	Released <-chan struct{}

	set       *Set
	order     *orders.Order[order]
	redirects bool               // whether the error names no status, so that /authorize redirects with it
	answer    *Answer            // replaces the answer
	edit      func(*Answer) bool // changes the answer, or reports that there is nothing to change
}

// effect works out what a fault of the set, or its preset, does.
func (s *Set) effect(o *orders.Order[order]) *Effect {
	f := o.What.Fault
	e := plainEffect(f)
	if preset, ok := presets()[f.Preset]; ok {
		e = preset.effect(f.Delay)
	}
	e.set, e.order, e.Released = s, o, o.Gone()
	return e
}

// effect is the effect of a preset, with another delay than its own unless that is 0.
func (p preset) effect(delay time.Duration) *Effect {
	f := p.fault
	f.Delay = cmp.Or(delay, f.Delay)
	e := plainEffect(f)
	if p.edit != nil {
		e.edit = p.edit
	}
	e.RunsHandler = e.RunsHandler || p.edit != nil || p.carriedOut
	return e
}

// plainEffect is the effect of a fault that spells everything out.
func plainEffect(f control.Fault) *Effect {
	e := &Effect{Delay: f.Delay, Connection: f.Connection, Error: f.Error, ErrorDescription: f.ErrorDescription}
	e.redirects = f.Error != "" && f.Status == 0
	switch {
	case f.Status != 0 || f.Body != nil || f.Error != "":
		e.answer = answerOf(f)
	case len(f.Headers) > 0:
		e.RunsHandler = true
		e.edit = func(a *Answer) bool { setHeaders(a, f.Headers); return true }
	default:
		// A delay alone still answers, as does what was held, and half a body must
		// come from somewhere.
		e.RunsHandler = f.Connection == "" || f.Connection == fixtures.ConnectionTruncate || f.Connection == fixtures.ConnectionHold
	}
	return e
}

// answerOf builds the answer that a fault spells out. Status is 400 for an
// OAuth error and 200 otherwise, unless given.
func answerOf(f control.Fault) *Answer {
	a := &Answer{Status: f.Status, Header: http.Header{}}
	if a.Status == 0 {
		a.Status = http.StatusOK
		if f.Error != "" {
			a.Status = http.StatusBadRequest
		}
	}
	a.Header.Set("Content-Type", "application/json")
	if f.Error != "" {
		a.Header.Set("Cache-Control", "no-store")
		a.Body, _ = phpwire.Marshal(oauth.ErrorAnswer{Error: f.Error, Description: f.ErrorDescription}) // plain strings
	}
	if f.Body != nil {
		a.Body = []byte(*f.Body)
	}
	setHeaders(a, f.Headers)
	return a
}

// setHeaders sets headers, and takes those away that are empty.
func setHeaders(a *Answer, headers map[string]string) {
	for name, value := range headers {
		if value == "" {
			a.Header.Del(name)
			a.Without = append(a.Without, http.CanonicalHeaderKey(name))
		} else {
			a.Header.Set(name, value)
		}
	}
}

// Redirects reports whether the effect on /authorize is a redirect with an
// OAuth error, which needs a redirect URI that can be trusted: the endpoint
// itself has to answer. A fault with a status of its own, such as that of most
// presets, answers with it there too.
func (e *Effect) Redirects() bool { return e.redirects }

// Apply returns the answer to send instead of a, which is what the handler
// answered, or the zero Answer if it did not run. If the answer holds nothing
// that the fault could break, the hit does not count and Apply returns false.
func (e *Effect) Apply(a Answer) (Answer, bool) {
	if e.answer != nil {
		return *e.answer, true
	}
	if e.edit != nil && !e.edit(&a) {
		e.GiveBack()
		return a, false
	}
	return a, true
}

// GiveBack takes the hit back: there was nothing to break.
func (e *Effect) GiveBack() { e.set.orders.GiveBack(e.order.ID) }

// Reason names the fault and counts its hits, for the journal.
func (e *Effect) Reason() string {
	ordered := e.order.What
	what := "fault " + control.Fault{
		Preset: ordered.Preset, Delay: ordered.Delay, Connection: ordered.Connection,
		Status: ordered.Status, Error: ordered.Error, Headers: ordered.Headers, Body: ordered.Body,
	}.String()
	if ordered.Times < 0 {
		return fmt.Sprintf("%s (number %d), hit %d", what, e.order.ID, e.order.Used)
	}
	return fmt.Sprintf("%s (number %d), hit %d of %d", what, e.order.ID, e.order.Used, ordered.Times)
}
