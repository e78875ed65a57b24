package mockserver

import (
	"context"
	"errors"
	"fmt"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Requests returns the requests that the filter chooses, oldest first.
func (s *Server) Requests(f control.RequestFilter) ([]control.Entry, error) {
	if err := errors.Join(s.checkRequestFilter(f), forWaits(f.Count)); err != nil {
		return nil, err
	}
	found := s.journal.List(f)
	if err := s.knowsAsker(f, len(found)); err != nil {
		return nil, err
	}
	return found, nil
}

// Request returns the request with the given number; one that the journal does
// not have is an error.
func (s *Server) Request(id uint64) (control.Entry, error) {
	entry, ok := s.journal.Get(id)
	if !ok {
		return control.Entry{}, &control.NotFoundError{Message: fmt.Sprintf("the journal has no request %d", id)}
	}
	return entry, nil
}

// WaitForRequest returns the request that makes f.Count of those that f chooses
// (the first unless given), as soon as it has arrived; those in the journal
// already count. The error tells what was waited for and what came.
func (s *Server) WaitForRequest(ctx context.Context, f control.RequestFilter) (control.Entry, error) {
	if err := s.checkRequestFilter(f); err != nil {
		return control.Entry{}, err
	}
	ctx, stop := s.pauses.whileOpen(ctx)
	defer stop()
	entries, err := s.journal.Wait(ctx, f)
	if err != nil {
		return control.Entry{}, err
	}
	return entries[max(f.Count, 1)-1], nil
}

// ClearRequests forgets an owner's requests and returns how many those were.
func (s *Server) ClearRequests(whose control.Owner) (int, error) {
	return s.clear(whose, s.journal.Clear, feed.Requests)
}

// checkRequestFilter refuses a filter that can choose nothing. A client that is
// not registered may well ask, and so may one with a grant that does not exist.
func (s *Server) checkRequestFilter(f control.RequestFilter) error {
	return errors.Join(f.Check(), s.knows("", f.Account))
}

// forWaits refuses a count where there is nothing to wait for.
func forWaits(count int) error {
	if count == 0 {
		return nil
	}
	return fmt.Errorf("count: %d: is for waits: want none for a list, which limit can bound", count)
}

// knowsAsker refuses a client that is not registered, unless the journal has
// found a request about it.
func (s *Server) knowsAsker(f control.RequestFilter, found int) error {
	if f.ClientID == "" || found > 0 || len(s.journal.List(control.RequestFilter{ClientID: f.ClientID})) > 0 {
		return nil
	}
	return s.knows(f.ClientID, "")
}
