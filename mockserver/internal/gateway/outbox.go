package gateway

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/kept"
)

// outbox is what was sent, for the tester: the messages of all accounts.
type outbox struct {
	kept.List[postedKey, posted]
	waiting await.Queue[control.MessageFilter, control.Message] // for those that came in, too
	turns   turns
}

// sent is an SMS or a call in the outbox.
type sent interface {
	kept.Thing[string]
	message() *control.Message         // as it was sent
	status(now time.Time) string       // at a moment
	turnsAfter(t time.Time) time.Time  // when it may come to another status next, by itself; zero for never
	turn() *turn                       // what the outbox knows of its changes
	owner() (clientID, account string) // who sent it
	common() *outgoing                 // all that it has in common with others
	markCleared()                      // notes that a tester has cleared it out of the outbox
}

// posted is a message in the outbox, where calls and SMS may have the same id.
type posted struct{ sent }

type postedKey struct {
	call bool
	id   string
}

func (p posted) Key() postedKey {
	return postedKey{p.message().Channel == control.ChannelVoice, p.sent.Key()}
}

func newOutbox() outbox { return outbox{waiting: await.New(awaits)} }

// empty begins an outbox in a room.
func (o *outbox) empty(room *kept.Room, now time.Time) {
	o.List = kept.In[postedKey, posted](room, nil)
	o.turns.begin(now)
	o.Watch(o.turns.note)
}

// serial returns the serial of the message with an id, 0 if there is none.
func (o *outbox) serial(id string) (serial uint64) {
	for _, call := range []bool{false, true} {
		if p := o.Find(postedKey{call, id}); p.sent != nil {
			serial = max(serial, p.turn().serial)
		}
	}
	return serial
}

// changedAfter returns the messages that have changed after a change, oldest first;
// 0 stands for all.
func (o *outbox) changedAfter(change uint64) iter.Seq[posted] {
	if change == 0 {
		return o.All()
	}
	var list []posted
	for m := range o.turns.recent.After(change) {
		list = append(list, posted{m})
	}
	slices.SortFunc(list, func(x, y posted) int { return cmp.Compare(x.turn().serial, y.turn().serial) })
	return slices.Values(list)
}

// clear forgets an owner's messages and returns how many those were.
func (o *outbox) clear(whose control.Owner) int {
	return o.Remove(func(p posted) bool { return whose.Has(p.owner()) })
}

// Messages returns the messages in the outbox that f chooses, oldest first.
func (g *Gateway) Messages(f control.MessageFilter) (list []control.Message) {
	g.locked(func(st *state) { list = st.messages(f) })
	if f.Limit > 0 {
		list = list[:min(f.Limit, len(list))]
	}
	return list
}

// messages returns the messages that f chooses, oldest first: what was sent, or
// what came in if f asks for that.
func (st *state) messages(f control.MessageFilter) []control.Message {
	f.To = number.Normalised(f.To)
	if f.Direction == control.Incoming {
		return st.incoming(f)
	}
	now := st.now()
	st.outbox.turns.look(now)
	list, after := []control.Message{}, st.outbox.serial(f.After)
	for p := range st.outbox.changedAfter(f.ChangedAfter) {
		if p.turn().serial > after && chooses(f, p.message()) {
			list = append(list, view(p.sent, now))
		}
	}
	return list
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it is in the outbox; those that are there
// already count. A delayed message is there from the moment it is taken. The
// error tells what was waited for, how much of it came, and the context's cause.
func (g *Gateway) WaitForMessage(ctx context.Context, f control.MessageFilter) (control.Message, error) {
	want := max(f.Count, 1)
	f.Limit = 0 // is for lists
	group := f
	group.Count, group.To = 0, number.Normalised(f.To)
	var most int
	if g.locked(func(st *state) { most = st.world.Messages }); want > most {
		return control.Message{}, fmt.Errorf("count: %d: the outbox holds %s at most, want no more, or a larger one (gateway.messages of the world)", want, plural.Of(most, "messages"))
	}
	var list []control.Message
	var err error
	g.guarded.Waiting(func(lock sync.Locker, st *state) {
		err = st.outbox.waiting.Wait(ctx, lock, group, func() int {
			list = st.messages(f)
			return want - len(list)
		})
	})
	if err != nil {
		return control.Message{}, await.Unmet(want, f, len(g.Messages(f)), err)
	}
	return list[want-1], nil
}

// ClearMessages empties the outbox of an owner's messages and returns how many
// those were. The accounts' journals keep them.
func (g *Gateway) ClearMessages(whose control.Owner) (n int) {
	g.locked(func(st *state) {
		for p := range st.outbox.All() {
			if whose.Has(p.owner()) {
				p.markCleared()
			}
		}
		n = st.outbox.clear(whose)
	})
	return n
}

// Reset forgets the messages that an owner sent, in the outbox and in the
// accounts' journals, and returns how many were in the outbox. No delivery
// report comes for them any more. With a client go the webhooks, contacts, groups and
// numbers that it has made or ordered, and accounts get back what it has spent on
// messages and numbers. An account starts again as the world has it.
func (g *Gateway) Reset(whose control.Owner) (n int) {
	config, exists := g.findAccount(whose.Account())
	g.locked(func(st *state) {
		n = st.reset(whose)
		if exists {
			st.own(&config)
		}
	})
	return n
}

func (st *state) reset(whose control.Owner) int {
	for a := range st.all() {
		st.takeNumbersBack(a, func(n *ownNumber) bool { return n.client != "" && whose.Has(n.client, "") })
		a.forget(whose)
		st.noted.touch(a)
	}
	for name, a := range st.accounts {
		st.credits.note(name, a.balance)
	}
	st.forget(whose.Account())
	return st.outbox.clear(whose)
}

// forget takes back what an owner has done in the account: messages with what
// they cost, webhooks, contacts and groups.
func (a *account) forget(whose control.Owner) {
	a.lock.Forget(whose, a.Name)
	a.sent.Remove(func(m *sms) bool {
		m.forgotten = m.forgotten || whose.Has(m.owner())
		if m.forgotten && !m.Cancelled {
			a.balance += m.price
		}
		return m.forgotten
	})
	a.calls.Remove(func(c *voiceCall) bool {
		c.forgotten = c.forgotten || whose.Has(c.owner())
		if c.forgotten {
			a.balance += c.price
		}
		return c.forgotten
	})
	made := func(client string) bool { return client != "" && whose.Has(client, "") }
	a.hooks.Remove(func(h *hook) bool { return made(h.client) })
	a.contacts.Remove(func(c *contact) bool {
		if made(c.client) {
			a.unindex(c)
		}
		return made(c.client)
	})
	a.groups.Remove(func(x *group) bool {
		if made(x.client) {
			a.leave(x)
		}
		return made(x.client)
	})
}
