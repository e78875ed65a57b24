package gateway

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/gateway/extract"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/outbox"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
	"example.com/sms77mock/mockserver/internal/kept"
)

// inbound is an SMS, an RCS message or a call that an account received.
type inbound struct {
	of             *account // that has received it; nil until it is kept
	mark           changes.Mark[*inbound]
	channel        control.Channel
	id             string
	from, to, text string
	at             time.Time
	replyTo        string // id of the last such message that went out to the sender; "" if there is none
	foreignID      string // of that one, for the hooks that are told when it comes in
	rich           rich   // what an RCS message has in place of a text, or beside it
	content        fields // what that makes it consist of
}

// Receive lets a message come in, as if someone had sent it to the account: it is
// in the account's journal, and hooks for sms_mo, rcs or voice_call are told. Unless
// the world has webhooks wait, they have been sent when Receive returns.
func (g *Gateway) Receive(in control.Inbound) (control.Message, error) {
	if in.Account == "" {
		in.Account = g.ownerOf(in.To)
	}
	config, err := g.receiver(in)
	if err != nil {
		return control.Message{}, err
	}
	var view control.Message
	err = g.happen(func(st *state) ([]webhook.Request, error) {
		m, err := st.newInbound(in)
		if err != nil {
			return nil, err
		}
		a := st.account(config).holder(m.to)
		st.receive(a, m)
		view = m.view()
		return a.webhooksFor(m.event()), nil
	})
	return view, err
}

func (m *inbound) Key() string { return m.id }
func (m *inbound) Weight() int {
	return messageOverhead + len(m.text) + len(m.from) + len(m.to) + kept.Weigh(m.content)
}

func (m *inbound) write(p page) {
	w := fixtures.ReceivedMessage{
		ID: m.id, Account: p.of.Name, Subaccount: p.of.subaccountID(), From: m.from, To: m.to, Text: m.text,
		Postback: m.rich.postback, Location: m.rich.location, File: m.rich.file, At: fixtures.WriteMoment(m.at), ReplyTo: m.replyTo,
	}
	if m.channel != control.ChannelSMS {
		w.Channel = m.channel
	}
	*p.received = append(*p.received, w)
}

// inbound returns a message of the world that came in as the gateway keeps it.
func (st *state) inbound(w fixtures.ReceivedMessage) *inbound {
	m := &inbound{
		channel: cmp.Or(w.Channel, control.ChannelSMS), id: w.ID, from: w.From, to: w.To, text: w.Text, at: st.moment(w.At), replyTo: w.ReplyTo,
	}
	if m.channel == control.ChannelRCS {
		m.consistOf(rich{w.Postback, w.Location, w.File})
	}
	return m
}

// view is the message as the tester sees it.
func (m *inbound) view() control.Message {
	return control.Message{
		ID: m.id, Channel: m.channel, Direction: control.Incoming, Time: m.at.UTC(), Account: m.of.Name,
		From: m.from, To: m.to, Text: m.text, Parts: 1, Price: money.Amount(0).Fixed(), Codes: extract.Codes(m.text), Links: extract.Links(m.text),
		Change: m.mark.Change,
	}
}

// compare tells which of two messages came in first.
func (m *inbound) compare(other *inbound) int {
	return cmp.Or(m.at.Compare(other.at), cmp.Compare(m.id, other.id))
}

// noteReceived enters a message that has come in, or takes one out that has gone.
func (st *state) noteReceived(_ uint64, x any, there bool) {
	m := x.(*inbound)
	if there {
		st.received.Note(&m.mark, m)
	} else {
		st.received.Drop(&m.mark)
	}
}

// incoming returns the messages that came in and that f chooses, oldest first.
func (st *state) incoming(f control.MessageFilter) []control.Message {
	after := st.cameIn(f.After)
	var found []*inbound
	for m := range st.received.After(f.ChangedAfter) {
		if after == nil || after.compare(m) < 0 {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, (*inbound).compare)
	list := []control.Message{}
	for _, m := range found {
		if view := m.view(); outbox.Chooses(f, &view) {
			list = append(list, view)
		}
	}
	return list
}

// cameIn returns the first message with an id that came in, or nil.
func (st *state) cameIn(id string) (first *inbound) {
	if id == "" {
		return nil
	}
	for m := range st.received.After(0) {
		if m.id == id && (first == nil || m.compare(first) < 0) {
			first = m
		}
	}
	return first
}

// ownerOf returns the name of the account that has ordered a number, or "".
func (g *Gateway) ownerOf(written string) (account string) {
	g.locked(func(st *state) {
		st.giveBack()
		account = st.numbers[number.Normalised(written)]
	})
	return account
}

// receiver returns the account that a message is for, the one that is logged in
// unless it names one, or says what is wrong with it.
func (g *Gateway) receiver(in control.Inbound) (fixtures.Account, error) {
	account, err := g.config.OAuth.AccountOrLoggedIn(in.Account)
	errs := []error{err}
	if in.From == "" {
		errs = append(errs, errors.New("from: is missing: want the sender's number"))
	}
	if in.Text == "" && in.Location == "" && in.File == "" && in.Channel != control.ChannelVoice {
		errs = append(errs, errors.New("text: is missing"))
	}
	if n := utf8.RuneCountInString(in.Text); n > maxText {
		errs = append(errs, fmt.Errorf("text: has %d characters: want at most %d", n, maxText))
	}
	return account, errors.Join(errs...)
}

// newInbound returns the message that is to come in, or says what is wrong with
// it.
func (st *state) newInbound(in control.Inbound) (*inbound, error) {
	m := &inbound{channel: cmp.Or(in.Channel, control.ChannelSMS), from: number.Normalised(in.From), text: in.Text, at: st.now()}
	switch {
	case m.channel == control.ChannelRCS:
		if err := st.fillRCS(m, in); err != nil {
			return nil, err
		}
	case m.channel != control.ChannelSMS && m.channel != control.ChannelVoice:
		return nil, fmt.Errorf("channel: %q: want sms, rcs or voice", in.Channel)
	case m.channel == control.ChannelVoice && m.text != "":
		return nil, errors.New("text: does not go with channel voice: nobody listens to the caller")
	case in.Postback+in.Location+in.File != "":
		return nil, errors.New("postback, location and file go with channel rcs")
	default:
		m.to = number.Normalised(cmp.Or(in.To, st.world.Number))
	}
	if m.channel == control.ChannelVoice {
		m.id = strconv.Itoa(ids.Take(&st.ids.Call))
	} else {
		m.id = strconv.Itoa(ids.Take(&st.ids.Received))
	}
	return m, nil
}

// receive enters a message into the account's journal.
func (st *state) receive(a *account, m *inbound) {
	var last time.Time
	for sent := range a.sent.All() {
		if sent.Channel == m.channel && sent.To == m.from && !sent.Cancelled && !sent.due.After(m.at) && !sent.due.Before(last) {
			m.replyTo, m.foreignID, last = sent.ID, sent.ForeignID, sent.due
		}
	}
	st.keepReceived(a, m)
	if m.channel == control.ChannelVoice {
		return // analytics counts messages
	}
	sender, _ := number.Parse(m.from)
	a.usage.Add(usage.Use{At: m.at, Kind: fixtures.UseInbound, Country: sender.PricedAs()}, 1)
}

func (st *state) keepReceived(a *account, m *inbound) {
	m.of = a
	a.received.Add(m, st.world.Messages)
	view := m.view()
	st.waiting.Tell(&view)
}

// event tells of a message that came in.
func (m *inbound) event() event {
	switch m.channel {
	case control.ChannelRCS:
		return rcsInbound(m)
	case control.ChannelVoice:
		return callEvent(m)
	}
	return inboundEvent(m)
}
