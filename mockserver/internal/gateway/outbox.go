package gateway

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// outbox is what was sent, for the tester: the messages of all accounts.
type outbox struct {
	entries []sent        // oldest first
	changed chan struct{} // closed and replaced whenever a message comes or goes
}

// sent is an SMS or a call in the outbox.
type sent interface {
	view(now time.Time) control.Message // as it is at a moment; shares nothing with the entry
	owner() (clientID, account string)  // who sent it
}

func (o *outbox) add(s sent, most int) {
	o.entries = remember(o.entries, s, most)
	o.wake()
}

// clear forgets an owner's messages and returns how many those were.
func (o *outbox) clear(whose control.Owner) int {
	before := len(o.entries)
	o.entries = slices.DeleteFunc(o.entries, func(s sent) bool { return whose.Has(s.owner()) })
	o.wake()
	return before - len(o.entries)
}

func (o *outbox) wake() {
	if o.changed != nil {
		close(o.changed)
	}
	o.changed = make(chan struct{})
}

// views returns the messages as they are at a moment.
func (o *outbox) views(now time.Time) []control.Message {
	list := make([]control.Message, len(o.entries))
	for i, s := range o.entries {
		list[i] = s.view(now)
	}
	return list
}

// Messages returns the messages in the outbox that f chooses, oldest first.
func (g *Gateway) Messages(f control.MessageFilter) []control.Message {
	list, _ := g.look(f)
	return list
}

// look returns the messages that f chooses and a channel that is closed when
// there may be others.
func (g *Gateway) look(f control.MessageFilter) (list []control.Message, changed <-chan struct{}) {
	g.locked(func(st *state) { list, changed = st.messages(f), st.outbox.changed })
	return list, changed
}

// messages returns the messages that f chooses, oldest first: what was sent, or
// what came in if f asks for that.
func (st *state) messages(f control.MessageFilter) []control.Message {
	if f.Direction != control.Incoming {
		return chosen(f, st.outbox.views(st.now()))
	}
	list := []control.Message{}
	for _, a := range st.accounts {
		for _, m := range a.received {
			list = append(list, m.view(a.Name))
		}
	}
	slices.SortFunc(list, func(x, y control.Message) int { return cmp.Or(x.Time.Compare(y.Time), cmp.Compare(x.ID, y.ID)) })
	return chosen(f, list)
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it is in the outbox; those that are there
// already count. A delayed message is there from the moment it is taken. The
// error tells what was waited for, how much of it came, and the context's cause.
func (g *Gateway) WaitForMessage(ctx context.Context, f control.MessageFilter) (control.Message, error) {
	want := max(f.Count, 1)
	for {
		list, changed := g.look(f)
		if len(list) >= want {
			return list[want-1], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return control.Message{}, fmt.Errorf("waited for %d %s, saw %d: %w", want, f, len(list), context.Cause(ctx))
		}
	}
}

// ClearMessages empties the outbox of an owner's messages and returns how many
// those were. The accounts' journals keep them.
func (g *Gateway) ClearMessages(whose control.Owner) (n int) {
	g.locked(func(st *state) { n = st.outbox.clear(whose) })
	return n
}

// Reset forgets the messages that an owner sent, in the outbox and in the
// accounts' journals, and returns how many were in the outbox. No delivery
// report comes for them any more. Of a client, the webhooks, contacts, groups and
// numbers that it has made or ordered go, too, and what it has spent on messages
// and numbers comes back; an account itself starts again as the world has it.
func (g *Gateway) Reset(whose control.Owner) (n int) {
	config, exists := g.findAccount(whose.Account())
	g.locked(func(st *state) {
		n = st.reset(whose)
		if exists {
			st.own(config.Name, config.Numbers)
		}
	})
	return n
}

func (st *state) reset(whose control.Owner) int {
	st.scripts.remove(func(p *control.PendingScript) bool { return whose.Has(p.Script.ClientID, p.Script.Account) })
	for _, a := range st.accounts {
		st.takeNumbersBack(a, func(n *ownNumber) bool { return n.client != "" && whose.Has(n.client, "") })
		a.forget(whose)
		st.credits.note(a.Name, a.balance)
	}
	st.forget(whose.Account())
	st.credits.forget(whose.Account())
	return st.outbox.clear(whose)
}

// forget takes back what an owner has done in the account: messages with what
// they cost, webhooks, contacts and groups.
func (a *account) forget(whose control.Owner) {
	a.recent.forget(whose, a.Name)
	a.sent = slices.DeleteFunc(a.sent, func(m *sms) bool {
		m.forgotten = m.forgotten || whose.Has(m.owner())
		if m.forgotten && !m.Cancelled {
			a.balance += m.price
		}
		return m.forgotten
	})
	a.calls = slices.DeleteFunc(a.calls, func(c *voiceCall) bool {
		c.forgotten = c.forgotten || whose.Has(c.owner())
		if c.forgotten {
			a.balance += c.price
		}
		return c.forgotten
	})
	made := func(client string) bool { return client != "" && whose.Has(client, "") }
	a.hooks = slices.DeleteFunc(a.hooks, func(h *hook) bool { return made(h.client) })
	a.contacts = slices.DeleteFunc(a.contacts, func(c *contact) bool { return made(c.client) })
	for _, x := range slices.Clone(a.groups) {
		if made(x.client) {
			a.deleteGroup(x)
		}
	}
}
