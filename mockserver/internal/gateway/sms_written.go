package gateway

import (
	"cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/extract"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/reload"
)

func (m *sms) write(p page) {
	w := fixtures.SentMessage{
		ID: m.ID, Account: m.Account, Subaccount: p.of.subaccountID(), Client: m.ClientID, From: m.From, To: m.To, Text: m.Text,
		At: fixtures.WriteMoment(m.Time), Due: fixtures.WriteMoment(m.ScheduledFor), Cleared: m.cleared, Label: m.Label, ForeignID: m.ForeignID,
		Price: m.Price, Report: m.reporting, Cancelled: m.Cancelled, Flash: m.Flash, Unicode: m.unicode, Binary: m.binary,
		Fallback: m.fallback, Tracking: m.tracking, Opened: m.opened, Connection: m.connection,
	}
	if m.Channel != control.ChannelSMS {
		w.Channel = m.Channel
	}
	for _, s := range m.statuses {
		w.Statuses = append(w.Statuses, fixtures.DatedStatus{Status: s.status, At: fixtures.WriteMoment(s.at), Pending: !s.told})
	}
	if w.Statuses == nil {
		w.Status = fixtures.NoStatus
	}
	*p.messages = append(*p.messages, w)
}

// sms returns a message of the world as the gateway keeps it.
func (st *state) sms(a *account, w fixtures.SentMessage) *sms {
	to, _ := number.Parse(w.To)
	price := money.Configured(w.Price)
	m := &sms{
		outgoing: outgoing{price: price, country: to.PricedAs(), cleared: w.Cleared, Message: control.Message{
			ID: w.ID, Channel: cmp.Or(w.Channel, control.ChannelSMS), Direction: control.Outgoing, Time: fixtures.MomentOr(w.At, st.now()).UTC(),
			Account: a.Name, ClientID: w.Client, From: cmp.Or(w.From, st.world.Sender), To: w.To, Text: w.Text,
			Cancelled: w.Cancelled, Flash: w.Flash, Label: w.Label, ForeignID: w.ForeignID, Price: price.Fixed(),
			Codes: extract.Codes(w.Text), Links: extract.Links(w.Text),
		}},
		connection: cmp.Or(w.Connection, "http"), reporting: w.Report, fallback: w.Fallback,
		tracking: w.Tracking, opened: w.Opened, unicode: w.Unicode, binary: w.Binary,
	}
	m.Encoding, m.Segments = split(w.Text, w.Binary, w.Unicode)
	switch m.Channel { // as with one that was just sent
	case control.ChannelRCS:
		m.Segments = nil
	case control.ChannelWhatsApp:
		m.Segments = []string{w.Text}
	}
	m.Parts = len(m.Segments)
	m.due = m.Time.In(st.zone)
	if w.Due != "" {
		m.due = st.moment(w.Due)
		m.ScheduledFor = m.due.UTC()
	}
	m.statuses = st.statuses(m, w)
	if carrier, ok := st.world.Carrier(m.To); ok {
		m.carrier = carrier.MCCMNC
	}
	m.repeat = reload.KeyOf(m.Channel, m.To, m.Text)
	return m
}

// statuses returns what the world says that becomes of a message.
func (st *state) statuses(m *sms, w fixtures.SentMessage) (list []dated) {
	otherwise := m.due.Add(max(st.world.Delivery, 0))
	for _, s := range w.Statuses {
		list = append(list, dated{s.Status, fixtures.MomentOr(s.At, otherwise).In(st.zone), !s.Pending})
	}
	if w.Statuses == nil && w.Status != fixtures.NoStatus {
		list = []dated{{cmp.Or(w.Status, fixtures.Delivered), otherwise, !otherwise.After(st.now())}}
	}
	return list
}
