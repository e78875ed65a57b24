package webhook

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Tracked is a request and what has become of it so far, which the tester can look at
// and have sent again. It belongs to a state and is guarded by its lock. [Track] makes
// one.
type Tracked struct {
	control.Delivery
	Request Request
	begun   int           // number of the last attempt that was begun
	inWork  chan struct{} // closed when that one is over; nil before the first
}

// Track returns a request that has not been sent yet, under a number.
func Track(id int, r Request) Tracked {
	return Tracked{Delivery: control.Delivery{ID: id, Account: r.Account, ClientID: r.Client, Event: r.Event, URL: r.URL}, Request: r}
}

// Next returns the number of the attempt that comes after those that were made or
// begun.
func (x *Tracked) Next() int { return max(x.Attempts, x.begun) + 1 }

// Begin notes that the attempt with a number is being made. It reports false if
// somebody else makes it, or has made it; else, over is to be closed when it is over.
func (x *Tracked) Begin(number int) (over chan struct{}, ok bool) {
	if x.begun >= number {
		return nil, false
	}
	x.begun, x.inWork = number, make(chan struct{})
	return x.inWork, true
}

// UnderWay reports whether an attempt is being made.
func (x *Tracked) UnderWay() bool { return x.begun > x.Attempts }

// Over is closed when the last attempt that was begun is over. It is nil before the
// first.
func (x *Tracked) Over() <-chan struct{} { return x.inWork }

// Note enters what came of an attempt.
func (x *Tracked) Note(a Attempt) {
	x.Attempts, x.Status, x.Delivered = a.Number, a.Status, a.Delivered()
	x.Error, x.Due = "", time.Time{}
	if a.Err != nil {
		x.Error = a.Err.Error()
	}
	if a.Next > 0 {
		x.Due = a.Time.Add(a.Next)
	}
}

// Drop enters why an attempt was not made. What came of those before stays.
func (x *Tracked) Drop(why error) {
	x.begun = x.Attempts
	x.Error, x.Due = why.Error(), time.Time{}
}

// Key is the number of the request.
func (x *Tracked) Key() int { return x.ID }

// Weight is about how many bytes it takes.
func (x *Tracked) Weight() int {
	bytes := 700 + 2*len(x.Request.URL) + len(x.Request.Body)
	for name, values := range x.Request.Header {
		bytes += 100 + len(name) + len(values[0])
	}
	return bytes
}

// Written returns the request as worlds have it.
func (x *Tracked) Written() fixtures.SentWebhook {
	r := x.Request
	return fixtures.SentWebhook{
		ID: x.ID, Account: r.Account, Client: r.Client, Event: r.Event, About: r.About, Hook: r.Hook, Method: r.Method, URL: r.URL,
		Headers: headerLines(r.Header), Body: r.Body, Attempts: x.Attempts, Status: x.Status, Error: x.Error, Due: fixtures.WriteMoment(x.Due),
	}
}

// headerLines writes headers as worlds have them.
func headerLines(h http.Header) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(h)) {
		lines = append(lines, name+": "+h.Get(name))
	}
	return strings.Join(lines, "\n")
}

// Sent returns a request of a world, under a number.
func Sent(id int, w fixtures.SentWebhook) Tracked {
	header, _ := fixtures.ParseHookHeaders(w.Headers)
	x := Track(id, Request{
		Account: w.Account, Client: w.Client, Event: w.Event, About: w.About, Hook: w.Hook,
		Method: cmp.Or(w.Method, http.MethodPost), URL: w.URL, Header: header, Body: w.Body,
	})
	x.Attempts, x.Status, x.Error = w.Attempts, w.Status, w.Error
	x.Delivered = Attempt{Status: w.Status}.Delivered()
	x.Due = fixtures.MomentOr(w.Due, time.Time{})
	return x
}
