package gateway

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// outbox is what was sent, for the tester: the messages of all accounts.
type outbox struct {
	entries []sent        // oldest first
	changed chan struct{} // closed and replaced whenever a message comes or goes
}

// sent is an SMS or a call in the outbox.
type sent interface {
	view(now time.Time) Message // as it is at a moment; shares nothing with the entry
	client() string             // client that sent it
}

func (o *outbox) add(s sent, most int) {
	o.entries = remember(o.entries, s, most)
	o.wake()
}

// clear forgets the messages of one client, all if clientID is empty, and
// returns how many those were.
func (o *outbox) clear(clientID string) int {
	before := len(o.entries)
	o.entries = slices.DeleteFunc(o.entries, func(s sent) bool { return clientID == "" || s.client() == clientID })
	o.wake()
	return before - len(o.entries)
}

func (o *outbox) wake() {
	if o.changed != nil {
		close(o.changed)
	}
	o.changed = make(chan struct{})
}

// list returns the messages that f chooses as they are at a moment.
func (o *outbox) list(f MessageFilter, now time.Time) []Message {
	list := []Message{}
	for _, s := range o.entries {
		if m := s.view(now); f.Match(m) {
			list = append(list, m)
		}
	}
	return list
}

// Messages returns the messages in the outbox that f chooses, oldest first.
func (g *Gateway) Messages(f MessageFilter) []Message {
	list, _ := g.look(f)
	return list
}

// look returns the messages that f chooses and a channel that is closed when
// there may be others.
func (g *Gateway) look(f MessageFilter) ([]Message, <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.outbox.list(f, g.config.Clock.Now()), g.outbox.changed
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it is in the outbox; those that are there
// already count. A delayed message is there from the moment it is taken. The
// error tells what was waited for, how much of it came, and the context's cause.
func (g *Gateway) WaitForMessage(ctx context.Context, f MessageFilter) (Message, error) {
	want := max(f.Count, 1)
	for {
		list, changed := g.look(f)
		if len(list) >= want {
			return list[want-1], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Message{}, fmt.Errorf("waited for %d %s, saw %d: %w", want, f, len(list), context.Cause(ctx))
		}
	}
}

// ClearMessages empties the outbox of the messages that one client sent, or of
// all if clientID is empty, and returns how many those were. The accounts'
// journals keep them.
func (g *Gateway) ClearMessages(clientID string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.outbox.clear(clientID)
}

// ResetClient forgets the messages that one client sent, in the outbox and in
// the accounts' journals, and returns how many were in the outbox. No delivery
// report comes for them any more. What the client changed otherwise belongs to
// the account and stays.
func (g *Gateway) ResetClient(clientID string) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, a := range g.accounts {
		a.sent = slices.DeleteFunc(a.sent, func(m *sms) bool {
			m.forgotten = m.forgotten || m.ClientID == clientID
			return m.forgotten
		})
		a.calls = slices.DeleteFunc(a.calls, func(c *voiceCall) bool {
			c.forgotten = c.forgotten || c.ClientID == clientID
			return c.forgotten
		})
	}
	return g.outbox.clear(clientID)
}
