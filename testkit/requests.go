package testkit

import (
	"cmp"
	"fmt"

	"example.com/sms77mock/mockserver/control"
)

// Requests returns the requests that f chooses, oldest first, including those that
// are not answered yet.
func (s *Server) Requests(f control.RequestFilter) []control.Entry {
	s.tb.Helper()
	s.check("Requests", notFor("count", f.Count, "waits"))
	entries, err := s.entries(f)
	s.check("Requests", err)
	return entries
}

// entries returns the requests that f chooses among those the server is about:
// what came before its test is not.
func (s *Server) entries(f control.RequestFilter) ([]control.Entry, error) {
	f.After = max(f.After, s.since.Load())
	f.Count = 0 // is for whoever waits for them
	all, err := gather(s, f, requestNames, s.double.levers.Requests, entryID, func(a, b control.Entry) int { return cmp.Compare(a.ID, b.ID) })
	return limited(all, f.Limit), err
}

func requestNames(f *control.RequestFilter) (clientID, account *string) {
	return &f.ClientID, &f.Account
}
func entryID(e control.Entry) uint64 { return e.ID }

// begin has the test see only what comes from now on.
func (s *Server) begin() {
	s.tb.Helper()
	s.beginRequests()
	s.sentSince = s.since.Load()
	received, err := s.double.levers.Messages(control.MessageFilter{Direction: control.Incoming})
	s.check("Messages", err)
	for _, m := range received {
		s.receivedSince = max(s.receivedSince, m.Change)
	}
}

// beginRequests has the test see only the requests that come from now on.
func (s *Server) beginRequests() {
	s.tb.Helper()
	s.since.Store(s.Health().Requests)
}

// Request returns the request with the given number, and fails the test if the
// journal does not have it.
func (s *Server) Request(id uint64) control.Entry {
	s.tb.Helper()
	entry, err := s.double.levers.Request(id)
	if err == nil && !s.has(entry.ClientID, entry.Account) {
		err = fmt.Errorf("request %d is not the tenant's", id)
	}
	s.check("Request", err)
	return entry
}

// ClearRequests forgets the requests and returns their number.
func (s *Server) ClearRequests() int {
	s.tb.Helper()
	s.beginRequests()
	return s.clear("ClearRequests", s.double.levers.ClearRequests)
}
