// Package call is one request on its way through the server: what the client
// sent, read once as PHP reads it, and what the handlers have to tell about
// their answer.
//
// The front of the server makes a [Call] for every request and attaches it to
// the request's context; handlers find it with [Of].
package call

import (
	"context"
	"net/http"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// Call is what the server knows of one request. The front fills in the first
// group before a handler runs and it must not be changed afterwards; handlers
// fill in the second. A Call belongs to the goroutine that serves the request.
type Call struct {
	ID    uint64         // number of the request in the journal, from 1; 0 where nothing is recorded
	Query phpwire.Values // parameters of the URL
	Body  phpwire.Values // parameters of the body, as PHP and the OAuth library read it
	Raw   string         // the body itself, as far as it arrived

	Endpoint  fixtures.Endpoint // "" for a path that leads nowhere
	Literal   bool              // whether the path is the endpoint's, letter by letter, and says nothing else
	ClientID  string            // the client the request is about, as far as it is known
	GrantType string            // the grant_type of a token request
	Account   string            // name of the account the request is about, as far as it is known
	Reason    string            // why the request was answered as it was; for the tester, never for the client
	Unlogged  string            // the part of Reason that the log leaves out: pieces of values, in which no secret can be told; "" for none
	Refused   bool              // whether the answer is a refusal, whatever its HTTP status
}

// BodyAny returns the parameters of the body as the gateway reads them, whatever
// the method is.
func (c *Call) BodyAny(r *http.Request) phpwire.Values {
	if len(c.Raw) == 0 {
		return nil
	}
	contentType := ContentType(r)
	if c.Body != nil && phpwire.ReadAlike(r.Method, contentType) {
		return c.Body
	}
	return phpwire.ParseBodyAny(contentType, c.Raw)
}

// Refuse marks the answer as a refusal and says why.
func (c *Call) Refuse(reason string) {
	c.Refused, c.Reason = true, reason
}

// Note adds to what is said of the answer, unless there is nothing to add.
func (c *Call) Note(what string) {
	if c.Reason != "" && what != "" {
		c.Reason += "; "
	}
	c.Reason += what
}

type contextKey struct{}

// With returns a request that carries c.
func With(r *http.Request, c *Call) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), contextKey{}, c))
}

// Of returns the call that r carries. It panics if there is none: what a handler
// tells would be lost.
func Of(r *http.Request) *Call {
	if c := from(r.Context()); c != nil {
		return c
	}
	panic("call: the request carries no call: whoever serves it has to attach one by call.With")
}

// ID returns the number of the request on behalf of which something is done; 0
// if nobody's request is behind it.
func ID(ctx context.Context) uint64 {
	if c := from(ctx); c != nil {
		return c.ID
	}
	return 0
}

func from(ctx context.Context) *Call {
	c, _ := ctx.Value(contextKey{}).(*Call)
	return c
}
