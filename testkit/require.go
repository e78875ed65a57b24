package testkit

import (
	"errors"
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
)

// RequireRequest returns the first request that f chooses, or the one that makes
// f.Count of them, and fails the test if it does not come within five seconds. It
// waits for the answer, too; a request whose answer a fault keeps back is returned
// as it is, and so is one that f wants pending.
func (s *Server) RequireRequest(f control.RequestFilter) control.Entry {
	s.tb.Helper()
	s.check("RequireRequest", notFor("limit", f.Limit, "lists"))
	n := max(f.Count, 1)
	entries, ok := s.await("RequireRequest", n, f)
	switch {
	case len(entries) == 0:
		s.missing("RequireRequest", fmt.Sprintf("no %s", f), s.instead(f))
		return control.Entry{}
	case len(entries) < n:
		s.missing("RequireRequest", fmt.Sprintf("got %s, want %d", plural.Of(len(entries), f.String()), n), s.instead(f))
		return control.Entry{}
	case !ok:
		s.missing("RequireRequest", fmt.Sprintf("request %d has got no answer within %s", entries[n-1].ID, patience), s.instead(f))
	}
	return entries[n-1]
}

// notFor refuses a field of a filter that is set but would be ignored.
func notFor(field string, value int, what string) error {
	if value == 0 {
		return nil
	}
	return fmt.Errorf("%s: %d: is for %s: leave it out", field, value, what)
}

// RequireRequests returns the requests that f chooses, and fails the test unless
// they are n. It waits up to five seconds for them and their answers, as
// [Server.RequireRequest] does, but not for further ones: let the code under test
// come to an end first.
func (s *Server) RequireRequests(n int, f control.RequestFilter) []control.Entry {
	s.tb.Helper()
	if n < 0 {
		s.tb.Fatalf("testkit: RequireRequests: %d: want 0 or more", n)
		return nil
	}
	s.check("RequireRequests", errors.Join(notFor("count", f.Count, "waits, and n says how many"), notFor("limit", f.Limit, "lists")))
	entries, ok := s.await("RequireRequests", n, f)
	if !ok || len(entries) != n {
		s.missing("RequireRequests", fmt.Sprintf("got %s, want %d", plural.Of(len(entries), f.String()), n), s.instead(f))
	}
	return entries
}

// RequireNoRequest fails the test if there has been a request that f chooses. It
// fails, too, if the journal was full and has forgotten requests, since nobody
// can tell then; mockserver.WithJournalSize makes it larger.
func (s *Server) RequireNoRequest(f control.RequestFilter) {
	s.tb.Helper()
	s.check("RequireNoRequest", errors.Join(notFor("count", f.Count, "waits"), notFor("limit", f.Limit, "lists")))
	entries, err := s.entries(f)
	s.check("RequireNoRequest", err)
	if len(entries) > 0 {
		s.missing("RequireNoRequest", fmt.Sprintf("got %s, want none", plural.Of(len(entries), f.String())), s.instead(f))
	}
	if to, after := s.Health().Forgotten, max(f.After, s.since.Load()); to > after {
		s.tb.Fatalf("testkit: RequireNoRequest: nobody can tell: the journal has forgotten requests %d to %d; see mockserver.WithJournalSize", after+1, to)
	}
}

// await waits until f chooses n requests that have been answered, or are not
// going to be.
func (s *Server) await(lever string, n int, f control.RequestFilter) (entries []control.Entry, ok bool) {
	s.tb.Helper()
	ok, err := eventually(func() (bool, error) {
		var err error
		entries, err = s.entries(f)
		return len(entries) >= n && (f.Outcome == control.Pending || !s.underWay(entries[:n])), err
	})
	s.check(lever, err)
	return entries, ok
}

// underWay reports whether one of the requests is still to be answered.
func (s *Server) underWay(entries []control.Entry) bool {
	pending := func(e control.Entry) bool { return e.Outcome == control.Pending }
	if !slices.ContainsFunc(entries, pending) {
		return false
	}
	faults, _ := s.double.levers.Faults()
	return slices.ContainsFunc(entries, func(e control.Entry) bool { return pending(e) && keeper(e, faults) == nil })
}

// missing fails the test for want of something, and tells what there was instead.
func (s *Server) missing(lever, what string, instead []string) {
	s.tb.Helper()
	lines := []string{fmt.Sprintf("%s: %s", lever, what)}
	s.tb.Fatalf("testkit: %s", joined(append(lines, instead...)))
}

// instead tells what there was instead of the requests that f chooses.
func (s *Server) instead(f control.RequestFilter) []string {
	s.tb.Helper()
	if f.Endpoint == fixtures.EndpointWebhook {
		return append(s.subscribed(), s.journal()...)
	}
	return s.journal()
}

// subscribed tells where webhooks would have gone.
func (s *Server) subscribed() []string {
	s.tb.Helper()
	lines := []string{"subscribed are:"}
	for _, hook := range s.Webhooks().Subscriptions {
		lines = append(lines, fmt.Sprintf("    %s to %s, account: %s", hook.Event, hook.URL, hook.Account))
	}
	if len(lines) == 1 {
		return []string{"no webhook is subscribed"}
	}
	return lines
}

// RequireMessage returns the first message to a number, in any form that the
// gateway takes, and fails the test if none is sent within five seconds.
func (s *Server) RequireMessage(to string) control.Message {
	s.tb.Helper()
	return s.awaitMessages("RequireMessage", to)[0]
}

// LastMessage returns the youngest message to a number, in any form that the
// gateway takes, and fails the test if none is sent within five seconds.
func (s *Server) LastMessage(to string) control.Message {
	s.tb.Helper()
	messages := s.awaitMessages("LastMessage", to)
	return messages[len(messages)-1]
}

// awaitMessages waits for a message to a number, and returns one or more.
func (s *Server) awaitMessages(lever, to string) []control.Message {
	s.tb.Helper()
	if to == "" {
		s.check(lever, errors.New("to: is empty: want the number of a recipient"))
	}
	var messages []control.Message
	found, err := eventually(func() (bool, error) {
		var err error
		messages, err = s.messages(control.MessageFilter{To: to})
		messages = chosen(messages, outgoing)
		return len(messages) > 0, err
	})
	s.check(lever, err)
	if !found {
		s.missing(lever, fmt.Sprintf("no message to %q was sent", to), s.sent())
		return []control.Message{{}}
	}
	return messages
}

// sent tells of the messages that were sent, or of the requests if there were
// none.
func (s *Server) sent() []string {
	messages, err := s.messages(control.MessageFilter{})
	if messages = chosen(messages, outgoing); err != nil || len(messages) == 0 {
		return s.journal()
	}
	lines := []string{"instead there were:"}
	for _, m := range messages {
		lines = append(lines, fmt.Sprintf("    %s to %s from %s: %s", m.Channel, m.To, m.From, oneLine(m.Text, 200)))
	}
	return lines
}
