package mockserver

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/fault"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// ServeHTTP answers one request: a lever or a page of the tester's, or an
// endpoint of the double.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r, ok := s.guard.Strip(w, r)
	if !ok || s.guard.Share(w, r) {
		return
	}
	defer s.uploads.Admit(r)()
	switch path := r.URL.Path; {
	case isLever(path):
		s.serveControl(w, r)
	case isPage(path):
		s.servePages(w, r)
	case isDemo(path) && !s.options.noControl:
		s.serveDemo(w, r)
	default:
		s.serveDouble(w, r)
	}
}

// serveDouble answers as the double: a fault may take the request, it is recorded
// on its arrival, its handler answers into memory, and what is sent is recorded
// with the reason. The faults are asked before the journal has the request: who sees
// it there, and then orders a fault or takes one back, means the next request.
func (s *Server) serveDouble(w http.ResponseWriter, r *http.Request) {
	arrival := time.Now()
	c, refused := s.read(r)
	if refused == nil {
		refused = s.guard.Forged(r, c)
	}
	r = call.With(r, c)
	entry := newEntry(c, r, s.clock.Now())

	answered := false
	defer func() {
		if answered {
			return
		}
		if c.ID == 0 { // a fault's Match did, before the journal had the request
			c.ID = s.journal.Begin(entry)
		}
		s.record(c, r, fault.Answer{}, control.Faulted, "the tester's code panicked or ended its goroutine, instead of answering", arrival)
	}()
	effect := s.strike(r, c, refused)
	var held *pause
	if effect != nil {
		held = s.pauses.enter(c)
		defer s.pauses.leave(held)
		entry.Reason = effect.Reason() // for as long as the answer is held back
	}
	c.ID = s.journal.Begin(entry)
	answer, did, gone := s.answer(r, refused, effect, held)
	answered = true
	if refused == nil {
		c.Note(s.guard.Unread(r))
	}
	s.finish(c, r, did, answer, arrival)
	if gone {
		abort()
	}
	var connection fixtures.Connection
	if did != nil {
		connection = did.Connection
		inTime(w, r)
	}
	if !s.options.noReason {
		w.Header()["Mock-Request"] = []string{strconv.FormatUint(c.ID, 10)}
	}
	send(w, r, answer, connection)
}

// read reads the request once: its parameters, and what they tell before it is
// answered. It is refused if its body did not arrive whole, or has too much of
// something.
func (s *Server) read(r *http.Request) (*call.Call, *call.Refusal) {
	c := &call.Call{}
	c.Endpoint, c.Literal = s.endpoint(r.URL.Path)
	raw, refused := call.ReadBody(r, bodyLimit(c.Endpoint))
	c.Raw = raw
	if refused == nil {
		refused = call.ReadParameters(r, c)
	}
	s.oauth.Identify(r, c)
	if refused == nil && c.Account == "" && strings.HasPrefix(r.URL.Path, "/api/") {
		s.gateway.Identify(r, c)
	}
	return c, refused
}

// bodyLimit is the most of a body that an endpoint reads, in bytes. An SMS may
// come with a file of up to 8 MB, in base64.
func bodyLimit(endpoint fixtures.Endpoint) int64 {
	if endpoint == fixtures.EndpointSMS {
		return 12 << 20
	}
	return call.MaxBody
}

// strike returns what a fault does to a request, nil if none strikes. A request
// that is refused before anything looks at it spends nothing and meets no fault.
func (s *Server) strike(r *http.Request, c *call.Call, refused *call.Refusal) *fault.Effect {
	if refused != nil {
		return nil
	}
	return s.faults.Take(fault.Request{
		Endpoint: c.Endpoint, ClientID: c.ClientID, Account: c.Account, GrantType: c.GrantType,
		HTTP: r, Body: c.Raw,
	})
}

// answer answers a request as its handler or a fault does. It returns the effect that
// the fault had, nil if none; gone says that nobody is there any more to be answered.
func (s *Server) answer(r *http.Request, refused *call.Refusal, effect *fault.Effect, held *pause) (answer fault.Answer, did *fault.Effect, gone bool) {
	switch {
	case refused != nil:
		return run(refusal(refused), r), nil, false
	case effect == nil:
		return run(s.route, r), nil, false
	}
	return s.breakAnswer(effect, r, held)
}

// refusal answers a request that is not carried out.
func refusal(why *call.Refusal) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		call.Of(r).Refuse(why.Reason)
		http.Error(w, http.StatusText(why.Status), why.Status)
	}
}

// run has a handler answer into memory.
func run(h http.HandlerFunc, r *http.Request) fault.Answer {
	var rec recorder
	h(&rec, r)
	return rec.answer()
}

// breakAnswer does what a fault orders, except for breaking the connection. It
// returns as [Server.answer] does; did is nil if the fault found nothing to break.
func (s *Server) breakAnswer(effect *fault.Effect, r *http.Request, held *pause) (answer fault.Answer, did *fault.Effect, gone bool) {
	c := call.Of(r)
	if effect.Delay > 0 && !s.hold(r, held, effect.Delay, nil) {
		return answer, effect, true
	}
	switch effect.Connection {
	case fixtures.ConnectionHang:
		s.hold(r, held, -1, nil)
		return answer, effect, true
	case fixtures.ConnectionHold:
		if !s.hold(r, held, -1, effect.Released) {
			return answer, effect, true
		}
	}
	if c.Endpoint == fixtures.EndpointAuthorize && effect.Redirects() {
		answer = run(s.route, oauth.WithError(r, effect.Error, effect.ErrorDescription))
		if answer.Header.Get("Location") == "" { // refused before there was a redirect URI to trust
			effect.GiveBack()
			return answer, nil, false
		}
		return answer, effect, false
	}
	if effect.RunsHandler {
		answer = run(s.route, r)
	}
	answer, broke := effect.Apply(answer)
	if !broke {
		return answer, nil, false
	}
	return answer, effect, false
}

// hold holds an answer back, for ever if d is negative, at most until released is
// closed, and reports whether there is still somebody to be answered.
func (s *Server) hold(r *http.Request, held *pause, d time.Duration, released <-chan struct{}) bool {
	s.changes.Request(call.Of(r).ID) // so that the dashboard shows it as pending
	return s.pauses.wait(r.Context(), held, d, released)
}

// newEntry is what the journal remembers of a request on its arrival.
func newEntry(c *call.Call, r *http.Request, now time.Time) control.Entry {
	return control.Entry{
		Time:     now,
		Endpoint: c.Endpoint, ClientID: c.ClientID, GrantType: c.GrantType, Account: c.Account,
		Method: r.Method, Scheme: schemeOf(r), Host: r.Host, Path: r.URL.Path, RawQuery: r.URL.RawQuery,
		Query: url.Values(c.Query), Header: r.Header, Form: url.Values(c.Body), Body: c.Raw,
	}
}

// finish records the answer, and tells the client why it was refused, unless that
// is switched off.
func (s *Server) finish(c *call.Call, r *http.Request, effect *fault.Effect, answer fault.Answer, arrival time.Time) {
	outcome, reason := control.OK, c.Reason
	switch {
	case effect != nil:
		outcome = control.Faulted
		if reason != "" {
			reason = effect.Reason() + "; " + reason
		} else {
			reason = effect.Reason()
		}
	case c.Refused || answer.Status >= 400:
		outcome = control.Refused
	}
	if outcome != control.OK && reason != "" && !s.options.noReason && answer.Header != nil {
		answer.Header.Set("Mock-Reason", headerText(reason))
	}
	s.record(c, r, answer, outcome, reason, arrival)
}

// record completes the entry of a request in the journal, and logs it.
func (s *Server) record(c *call.Call, r *http.Request, answer fault.Answer, outcome control.Outcome, reason string, arrival time.Time) {
	took := time.Since(arrival)
	s.journal.Update(c.ID, func(e *control.Entry) {
		e.Endpoint, e.ClientID, e.GrantType, e.Account = c.Endpoint, c.ClientID, c.GrantType, c.Account
		e.Status, e.ResponseHeader, e.ResponseBody = answer.Status, answer.Header, string(answer.Body)
		e.Outcome, e.Reason, e.Duration = outcome, reason, took
	})
	s.requests.Observe(string(c.Endpoint), string(outcome), took)
	s.log(c, r, answer.Status, outcome, reason, arrival, took)
}

// headerText makes a reason fit for a header: one line of printable ASCII.
func headerText(reason string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < ' ', r == 0x7f:
			return ' '
		case r > 0x7f:
			return '?'
		}
		return r
	}, excerpt.Of(reason, maxShown))
}
