package gateway

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// The stations of a call before its end.
const (
	callInitiated  = "initiated"
	callRinging    = "ringing"
	callInProgress = string(fixtures.CallInProgress)
)

// voiceCall is a voice call that the gateway made.
type voiceCall struct {
	outgoing
	number   int // its id
	xml      bool
	result   fixtures.CallStatus // how it ends
	began    time.Time           // when it was made
	answered time.Time           // when it stops ringing, one way or the other
	ended    time.Time           // when it is over; as answered unless it is completed
	later    []station           // what hooks are still to be told of, in order
}

// StatusAt returns what the call is doing at a moment.
func (c *voiceCall) StatusAt(now time.Time) string {
	switch {
	case now.Before(c.answered):
		return callRinging
	case now.Before(c.ended):
		return callInProgress
	}
	return string(c.result)
}

func (c *voiceCall) TurnsAfter(t time.Time) time.Time {
	switch {
	case t.Before(c.answered):
		return c.answered
	case t.Before(c.ended):
		return c.ended
	}
	return time.Time{}
}

func (c *voiceCall) MarkCleared() {
	c.cleared = true
	c.of.calls.Changed(c)
}

// newCall returns a call that has no id yet, and of which it is open how it ends.
func newCall(q *request, w *world.World, s *speech, to addressbook.Recipient) *voiceCall {
	return &voiceCall{
		outgoing: outgoing{price: s.price, country: to.Number.PricedAs(), Message: control.Message{
			Channel: control.ChannelVoice, Direction: control.Outgoing,
			Time: q.now.UTC(), Account: q.who.account.Name, ClientID: q.call.ClientID, Request: q.call.ID,
			From: s.from, To: to.Name, Text: s.text, Parts: 1, ForeignID: s.foreignID, Price: s.price.Fixed(),
		}},
		began: q.now, xml: s.xml,
		result: cmp.Or(w.Magic(to.Name).Call, fixtures.Completed),
	}
}

// identify gives the call its id.
func (c *voiceCall) identify(id int) { c.number, c.ID = id, strconv.Itoa(id) }

// plan settles how the call goes on, as the tester has scripted it if there is a
// script.
func (c *voiceCall) plan(w *world.World, s *speech, ordered *control.PendingScript) {
	if ordered != nil {
		c.result = cmp.Or(ordered.Script.Call, c.result)
	}
	ringing := max(w.Voice.Ringing, 0)
	if c.result == fixtures.NoAnswer && s.ringtime > 0 {
		ringing = s.ringtime
	}
	c.answered = c.began.Add(ringing)
	c.ended = c.answered
	if c.result == fixtures.Completed {
		c.ended = c.answered.Add(max(w.Voice.Talking, 0))
	}
}

// call returns the call with the given id, or nil.
func (a *account) call(id string) *voiceCall {
	return a.calls.Find(ids.Read(id))
}

// station is what a call does from a moment on.
type station struct {
	at     time.Time
	status string
}

// dial makes calls: they go into the outbox and the account's journal, and their
// stations are announced as they come.
func (st *state) dial(a *account, calls []*voiceCall) {
	for _, c := range calls {
		if c.result == fixtures.Completed {
			c.later = append(c.later, station{c.answered, callInProgress})
		}
		c.later = append(c.later, station{c.ended, string(c.result)})
	}
	keep(st, a, &a.calls, calls...)
	for _, c := range calls {
		if a.hooks.Len() > 0 {
			st.deliver(slices.Concat(
				a.webhooksFor(voiceStatus(c, station{c.began, callInitiated})),
				a.webhooksFor(voiceStatus(c, station{c.began, callRinging})),
			)...)
		}
		st.announceLater(a, c)
	}
}

// announceLater has the stations of a call announced when they come.
func (st *state) announceLater(a *account, c *voiceCall) {
	if len(c.later) > 0 {
		st.after(task{c.later[0].at.Sub(st.now()), sizeOf(c), func(ctx context.Context, g *Gateway) webhook.Sending { return g.announce(ctx, a, c) }})
	}
}

// announce tells hooks of the stations of a call that have come, in order, and has
// the others announced later.
func (g *Gateway) announce(ctx context.Context, a *account, c *voiceCall) webhook.Sending {
	return g.notify(ctx, func(st *state) (all []webhook.Request) {
		now := st.now()
		for len(c.later) > 0 && !c.later[0].at.After(now) && !c.forgotten {
			all = append(all, a.webhooksFor(voiceStatus(c, c.later[0]))...)
			c.later = c.later[1:]
		}
		a.calls.Changed(c)
		st.announceLater(a, c)
		return all
	})
}

// voiceStatus tells of a station of a call.
func voiceStatus(c *voiceCall, s station) event {
	data := fields{
		{"callerId", c.From},
		{"duration", strconv.Itoa(c.seconds(s.at))},
		{"id", c.ID},
		{"pricePerMinute", c.price},
		{"recipient", c.To},
		{"status", s.status},
		{"timestamp", s.at.Unix()},
	}.withForeignID(c.ForeignID)
	return event{kind: fixtures.HookVoiceStatus, about: c.ID, timestamp: s.at.Format(secondsForm), own: c.From, data: data}
}

// seconds returns how long the call has been going on at a moment.
func (c *voiceCall) seconds(at time.Time) int {
	return int(max(at.Sub(c.answered), 0) / time.Second)
}
