package oauth

import (
	"context"
	"net/http"
)

type forcedKey struct{}

// WithError returns a request to /authorize that is sent back with an OAuth
// error once it has passed every check, whatever the world and the decisions
// say.
func WithError(r *http.Request, code, description string) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), forcedKey{}, &Error{Code: code, Description: description}))
}

// forced returns the error that a request is to be sent back with, or nil.
func forced(ctx context.Context) *Error {
	e, _ := ctx.Value(forcedKey{}).(*Error)
	return e
}
