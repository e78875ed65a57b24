package gateway

import (
	"context"
	"fmt"
	"sync"

	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
)

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
	return st.outbox.Messages(f, st.now())
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
		err = st.waiting.Wait(ctx, lock, group, func() int {
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
	g.locked(func(st *state) { n = st.outbox.Clear(whose) })
	return n
}

// awaits reports whether a filter, whose recipient is normalised, chooses a message
// that is new, sent or received.
func awaits(f control.MessageFilter, m *control.Message) bool {
	return (f.Direction == control.Incoming) == (m.Direction == control.Incoming) && outbox.Chooses(f, m)
}
