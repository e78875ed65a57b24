// Package webhook sends webhooks: what goes over the wire, in which order receivers
// get it, and what has become of each so far.
//
// Whether one is still wanted, when it is tried again and who is told of it is for
// whoever sends it to say.
package webhook

import (
	"net/http"
	"strings"
	"time"

	"example.com/sms77mock/mockserver/internal/gateway/signature"
)

// Request is what goes out to a receiver, in one attempt or in several.
type Request struct {
	Account string // name of the account whose it is
	Client  string // client that asked for it; "" if there is none
	Event   string // what it tells of: a [fixtures.HookEvent], or validate_for_voice
	About   string // id of the message or call; "" if it came in
	Hook    int    // id of the hook; 0 if there is none

	Method string // GET or POST
	URL    string // without a fragment
	Header http.Header
	Body   string
}

// Receiver returns what is the same for requests that one receiver gets: the URL
// without its query.
func (r *Request) Receiver() string {
	receiver, _, _ := strings.Cut(r.URL, "?")
	return receiver
}

// Attempt returns the attempt with a number to send the request, at a moment of the
// server's clock. It is signed with a key, unless that is "".
func (r *Request) Attempt(number int, at time.Time, key string) Attempt {
	a := Attempt{
		Time: at, Account: r.Account, ClientID: r.Client, Event: r.Event, Number: number,
		Method: r.Method, URL: r.URL, Header: r.Header.Clone(), Body: r.Body,
	}
	if key != "" {
		if a.Header == nil {
			a.Header = http.Header{}
		}
		signature.Set(a.Header, signature.Request{Method: a.Method, URL: a.URL, Body: a.Body}, key, a.Time)
	}
	return a
}
