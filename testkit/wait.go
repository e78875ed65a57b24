package testkit

import (
	"context"
	"fmt"
	"time"

	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// patience is how long the Require methods wait for what the code under test
// does in the background, and a person for an answer that something keeps back.
const patience = 5 * time.Second

// eventually asks again and again until it is true or cannot be known, and
// reports whether it got so in time.
func eventually(ask func() (bool, error)) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	return within(ctx, ask)
}

// within is [eventually] until a context ends.
func within(ctx context.Context, ask func() (bool, error)) (bool, error) {
	for pause := time.Millisecond; ; pause = min(2*pause, 25*time.Millisecond) {
		if ok, err := ask(); ok || err != nil {
			return ok, err
		}
		select {
		case <-ctx.Done():
			return ask()
		case <-time.After(pause):
		}
	}
}

// atLeast asks for a list until it has n entries or a context ends, and returns it as
// it was last.
func atLeast[T any](ctx context.Context, n int, list func() ([]T, error)) (found []T, err error) {
	_, err = within(ctx, func() (bool, error) {
		var err error
		found, err = list()
		return len(found) >= n, err
	})
	return found, err
}

// WaitForRequest returns the request that makes f.Count of those that f chooses,
// the first unless given, as soon as it has arrived; those that are already there
// count. The test fails if ctx ends first. [Server.RequireRequest] waits for the
// answer, too, and for five seconds.
func (s *Server) WaitForRequest(ctx context.Context, f control.RequestFilter) control.Entry {
	s.tb.Helper()
	s.check("WaitForRequest", notFor("limit", f.Limit, "lists"))
	n := max(f.Count, 1)
	entries, err := atLeast(ctx, n, func() ([]control.Entry, error) { return s.entries(f) })
	s.check("WaitForRequest", err)
	if len(entries) < n {
		s.missing("WaitForRequest", fmt.Sprintf("got %s, want %d: %v", plural.Of(len(entries), f.String()), n, context.Cause(ctx)), s.instead(f))
		return control.Entry{}
	}
	return entries[n-1]
}

// WaitForMessage returns the message that makes f.Count of those that f chooses,
// the first unless given, as soon as it has been sent, or has come in if f says
// inbound; those that are already there count. The test fails if ctx ends first.
func (s *Server) WaitForMessage(ctx context.Context, f control.MessageFilter) control.Message {
	s.tb.Helper()
	s.check("WaitForMessage", notFor("limit", f.Limit, "lists"))
	n := max(f.Count, 1)
	messages, err := atLeast(ctx, n, func() ([]control.Message, error) { return s.messages(f) })
	s.check("WaitForMessage", err)
	if len(messages) < n {
		s.missing("WaitForMessage", fmt.Sprintf("got %s, want %d: %v", plural.Of(len(messages), f.String()), n, context.Cause(ctx)), s.sent())
		return control.Message{}
	}
	return messages[n-1]
}
