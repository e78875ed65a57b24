package gateway

import (
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/kept"
)

// outgoing is what an SMS and a call have in common.
type outgoing struct {
	control.Message
	of        *account // that has sent it; nil until it is kept
	price     money.Amount
	country   string // whose price list has the number; "" if none has
	cleared   bool   // whether a tester has cleared it out of the outbox
	forgotten bool   // by a reset of its client
	posted    turn
}

func (o *outgoing) Key() string               { return o.ID }
func (o *outgoing) Weight() int               { return weightOf(&o.Message) }
func (o *outgoing) message() *control.Message { return &o.Message }
func (o *outgoing) turn() *turn               { return &o.posted }
func (o *outgoing) common() *outgoing         { return o }

func (o *outgoing) owner() (clientID, account string) { return o.ClientID, o.Account }

// view is a message as it is at a moment. It shares nothing with the entry.
func view(m sent, now time.Time) control.Message {
	v := cloned(*m.message())
	v.Status, v.StatusUntil, v.Change = m.status(now), m.turnsAfter(now).UTC(), m.turn().mark.Change
	return v
}

// keep puts messages into the account's journal, which is given, and into the
// outbox, unless a tester has cleared them out of that.
func keep[T sent](st *state, a *account, journal *kept.List[string, T], messages ...T) {
	for _, m := range last(messages, st.world.Messages) {
		m.common().of = a
		journal.Add(m, st.world.Messages)
		if !m.common().cleared {
			st.outbox.Add(posted{m}, st.world.Messages)
		}
	}
	for _, m := range messages {
		st.outbox.waiting.Tell(m.message())
	}
}

// last returns the last things of a list, at most so many. The first ones of more
// would make room for them in a moment.
func last[T any](list []T, most int) []T { return list[max(0, len(list)-most):] }
