package gateway

import (
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
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
	place     outbox.Place
}

func (o *outgoing) Key() string            { return o.ID }
func (o *outgoing) Sent() *control.Message { return &o.Message }
func (o *outgoing) Place() *outbox.Place   { return &o.place }
func (o *outgoing) common() *outgoing      { return o }

// What a message takes besides its text, about, in bytes.
const messageOverhead = 1000

// Weight is about how many bytes it takes.
func (o *outgoing) Weight() int {
	bytes := messageOverhead + len(o.Text) + len(o.Label) + len(o.ForeignID) + len(o.From)
	for _, s := range o.Segments {
		bytes += len(s)
	}
	return bytes
}

// sent is an SMS or a call that an account has sent.
type sent interface {
	outbox.Message
	common() *outgoing // all that it has in common with others
}

// keep puts messages into the account's journal, which is given, and into the
// outbox, unless a tester has cleared them out of that.
func keep[T sent](st *state, a *account, journal *kept.List[string, T], messages ...T) {
	for _, m := range last(messages, st.world.Messages) {
		m.common().of = a
		journal.Add(m, st.world.Messages)
		if !m.common().cleared {
			st.outbox.Add(m, st.world.Messages)
		}
	}
	for _, m := range messages {
		st.waiting.Tell(m.Sent())
	}
}

// last returns the last things of a list, at most so many. The first ones of more
// would make room for them in a moment.
func last[T any](list []T, most int) []T { return list[max(0, len(list)-most):] }
