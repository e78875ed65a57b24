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
	Raw   []byte         // the body itself, as far as it arrived

	Endpoint  fixtures.Endpoint // "" for a path that leads nowhere
	ClientID  string            // the client the request is about, as far as it is known
	GrantType string            // the grant_type of a token request
	Account   string            // name of the account the request is about, as far as it is known
	Reason    string            // why the request was answered as it was; for the tester, never for the client
	Refused   bool              // whether the answer is a refusal, whatever its HTTP status
}

// BodyAny returns the parameters of the body as the gateway reads them, whatever
// the method is.
func (c *Call) BodyAny(r *http.Request) phpwire.Values {
	contentType := r.Header.Get("Content-Type")
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

// Of returns the call that r carries, or an empty one that nobody will read.
func Of(r *http.Request) *Call {
	return From(r.Context())
}

// From returns the call that a request's context carries, or an empty one that
// nobody will read.
func From(ctx context.Context) *Call {
	if c, ok := ctx.Value(contextKey{}).(*Call); ok {
		return c
	}
	return new(Call)
}
