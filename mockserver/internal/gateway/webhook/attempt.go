package webhook

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"time"
)

// Attempt is one attempt to send a [Request], and what came of it.
type Attempt struct {
	Time     time.Time // when it was made, on the server's clock
	ID       int       // number of the webhook
	Account  string    // name of the account whose webhook it is
	ClientID string    // client whose token subscribed the hook; "" if it was an API key
	Event    string    // what it tells of: a [fixtures.HookEvent], or validate_for_voice
	Number   int       // 1 for the first attempt

	Method string
	URL    string
	Header http.Header
	Body   string

	Status         int // 0 if there was no answer
	ResponseHeader http.Header
	ResponseBody   string        // the first 64 KiB
	Duration       time.Duration // in real time

	Err   error         // why there was no answer; nil if there was one
	Fault string        // what answered in place of the receiver; "" if nothing did
	Next  time.Duration // until the next attempt; 0 if there will be none
}

type attemptKey struct{}

// AttemptOf returns the attempt that the request of a context makes, for a
// transport, or nil.
func AttemptOf(ctx context.Context) *Attempt {
	a, _ := ctx.Value(attemptKey{}).(*Attempt)
	return a
}

// Delivered reports whether the receiver took it: an answer of 2xx or 3xx.
func (a Attempt) Delivered() bool { return a.Status >= 200 && a.Status < 400 }

// MayPass reports whether an attempt failed in a way for which the vendor tries
// again: no answer, 429 or 500, 502, 503, 504.
func (a Attempt) MayPass() bool {
	return a.Err != nil || slices.Contains([]int{429, 500, 502, 503, 504}, a.Status)
}

// The vendor's bounds for receivers.
const (
	receiverTimeout = 5 * time.Second
	maxAnswer       = 64 << 10
)

// NewRequest returns the request that the attempt makes.
func (a *Attempt) NewRequest(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(context.WithValue(ctx, attemptKey{}, a), a.Method, a.URL, strings.NewReader(a.Body))
	if err != nil {
		return nil, err
	}
	for name, values := range a.Header {
		r.Header[name] = values
	}
	return r, nil
}

// Send makes the attempt's request and notes the answer. Redirects count as answers
// and are not followed. It calls written when the request has been written, which may
// never be.
func (a *Attempt) Send(r *http.Request, way http.RoundTripper, written func()) error {
	traced := httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { written() }})
	ctx, cancel := context.WithTimeoutCause(traced, receiverTimeout, fmt.Errorf("no answer within %s", receiverTimeout))
	defer cancel()
	response, err := way.RoundTrip(r.WithContext(ctx))
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			return cause
		}
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return err
	}
	a.Status, a.ResponseHeader, a.ResponseBody = response.StatusCode, response.Header, string(body)
	return nil
}
