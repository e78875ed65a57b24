package gateway

import "fmt"

// outcomeAnswer says whether something was done, as the endpoints of today's API
// do that have nothing else to tell. The words of a failure are a guess.
type outcomeAnswer struct {
	Success bool   `json:"success"`
	Error   string `json:"error,omitempty"`
}

// done is the answer to what went well.
func done() (reply, error) { return reply{json: outcomeAnswer{Success: true}}, nil }

// refuseOutcome refuses a request with words of the vendor's, or "" where it has
// none; the rest is the reason, as for fmt.Sprintf.
func refuseOutcome(message, format string, args ...any) error {
	return refuseWith(outcomeAnswer{Error: message}, format, args...)
}

// noSuch is [refuseOutcome] with an HTTP status, for something that does not exist.
func noSuch(status int, message, format string, args ...any) error {
	return &refusal{status: status, body: outcomeAnswer{Error: message}, reason: fmt.Sprintf(format, args...)}
}
