package gateway

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// React lets the recipient of the message with an id do something with it, tells
// hooks of that and returns the message. Unless the world has webhooks wait, they
// have been sent when React returns.
func (g *Gateway) React(id string, r control.Reaction) (m control.Message, err error) {
	err = g.happen(func(st *state) (told []webhook.Request, err error) {
		m, told, err = st.react(id, r)
		return told, err
	})
	return m, err
}

// react returns the message with an id and what the hooks of its account are told.
func (st *state) react(id string, r control.Reaction) (control.Message, []webhook.Request, error) {
	for a := range st.all() {
		var reacted outbox.Message
		var e event
		var err error
		if c := a.call(id); c != nil {
			reacted = c
			e, err = st.reactToCall(c, r)
		} else if m := a.message(id); m != nil {
			reacted = m
			e, err = st.reactTo(m, r)
		} else {
			continue
		}
		if err != nil {
			return control.Message{}, nil, err
		}
		return outbox.View(reacted, st.now()), a.webhooksFor(e), nil
	}
	return control.Message{}, nil, &control.NotFoundError{Message: "no account has sent a message " + id}
}

// reactTo returns the event that a reaction to a message is.
func (st *state) reactTo(m *sms, r control.Reaction) (event, error) {
	at := st.now()
	words, unsent := r.Kind.Values(), m.unsent(at)
	switch {
	case !slices.Contains(words, string(r.Kind)):
		return event{}, fmt.Errorf("kind: %q: %s", r.Kind, choice.Want(string(r.Kind), words))
	case unsent != nil:
		return event{}, unsent
	case r.Kind == control.ReactionOpen:
		return st.open(m, r.URL)
	case r.Kind == control.ReactionPress:
		return event{}, fmt.Errorf("kind: %q: goes with a voice call, want another one for a message", r.Kind)
	case m.Channel != control.ChannelRCS:
		return event{}, fmt.Errorf("kind: %q: goes with an RCS message, want open for one of the channel %s", r.Kind, m.Channel)
	case r.Kind == control.ReactionType:
		return rcsStatus(m, string(rcsTyping), at.Format(zonedForm)), nil
	}
	return rcsStatus(m, string(rcsRead), at.Format(zonedForm)), nil
}

// unsent says why a message has not gone out to anybody; nil if it has.
func (m *sms) unsent(now time.Time) error {
	switch {
	case m.Cancelled:
		return fmt.Errorf("id: %q: the message was cancelled", m.ID)
	case m.waits(now):
		return fmt.Errorf("id: %q: the message waits for its delay", m.ID)
	}
	return nil
}

// open opens a link in a message. The members of the event are those of the
// vendor's client types; their order is a guess, and so is the short URL.
func (st *state) open(m *sms, url string) (event, error) {
	switch {
	case !m.tracking:
		return event{}, fmt.Errorf("id: %q: the message was not sent with performance_tracking", m.ID)
	case len(m.Links) == 0:
		return event{}, fmt.Errorf("id: %q: the message has no link", m.ID)
	case url != "" && !slices.Contains(m.Links, url):
		return event{}, fmt.Errorf("url: %q: is not in the message, want one of %s", url, strings.Join(m.Links, ", "))
	}
	m.opened++
	m.of.sent.Changed(m)
	var label any
	if m.Label != "" {
		label = m.Label
	}
	return event{kind: fixtures.HookTracking, timestamp: st.now().Format(zonedForm), own: m.From, data: fields{
		{"final_url", cmp.Or(url, m.Links[0])},
		{"sms_id", m.ID},
		{"sms_label", label},
		{"total_clicks", m.opened},
		{"total_views", m.opened},
		{"tracking_url", "https://svn.me/" + m.ID},
		{"type", "click"},
	}}, nil
}

// reactToCall returns the event that a reaction to a call is: a key is pressed.
// Other than with voice_status, duration and id are numbers. The order of the
// members is a guess.
func (st *state) reactToCall(c *voiceCall, r control.Reaction) (event, error) {
	at := st.now()
	switch {
	case r.Kind != control.ReactionPress:
		return event{}, fmt.Errorf("kind: %q: want press for a voice call", r.Kind)
	case len(r.Digit) != 1 || !strings.Contains("0123456789*#", r.Digit):
		return event{}, fmt.Errorf("digit: %q: want one of 0 to 9, * and #", r.Digit)
	case c.StatusAt(at) != callInProgress:
		return event{}, fmt.Errorf("id: %q: the call is %s; want one that is in progress", c.ID, c.StatusAt(at))
	}
	data := fields{
		{"callerId", c.From},
		{"dtmf_digit", keyPressed(r.Digit)},
		{"duration", c.seconds(at)},
		{"id", c.number},
		{"pricePerMinute", c.price},
		{"recipient", c.To},
		{"status", callInProgress},
		{"system", c.From},
		{"timestamp", at.Unix()},
		{"total_price", c.price},
	}.withForeignID(c.ForeignID)
	return event{kind: fixtures.HookDTMF, timestamp: at.Format(secondsForm), own: c.From, data: data}, nil
}

// keyPressed returns a key as hooks are told of it: a digit is a number. That the
// other two keys are strings is a guess.
func keyPressed(key string) any {
	if digit, err := strconv.Atoi(key); err == nil {
		return digit
	}
	return key
}
