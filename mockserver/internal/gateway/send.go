package gateway

import (
	"context"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// send sends a message to one recipient, unless that is refused or in debug mode.
func (st *state) send(q *request, o *order, to recipient) result {
	if o.fallback != nil && !st.reaches(o.channel, to.number) {
		o = o.fallback
	}
	refused := func(code int, why string) result {
		return result{order: o, to: to.name(), code: code, why: why}
	}
	if to.given == "0" {
		return refused(codeNoRecipient, "is 0, which counts as none")
	}
	if !to.valid {
		return refused(codeRecipient, "is neither a number of 7 to 15 digits nor a contact or group of the account")
	}
	magic := st.magic(to.number)
	if magic.Code != 0 {
		return refused(magic.Code, "is a magic number")
	}
	price := st.price(o, to.number)
	if o.debug {
		return result{order: o, to: to.name(), code: codeAccepted, price: price, shown: st.sandboxPrice(q, price)}
	}
	if wait := q.account.recent.wait(o.channel, to.name(), o.text, q.now, st.world.ReloadLock); wait > 0 && !o.noReload {
		return refused(codeReload, "the same SMS was sent before; wait "+wait.Round(time.Second).String()+" or send no_reload=1")
	}
	script := st.scripted(q, o.channel, to.name())
	if code, why, ok := refusedBy(script); ok {
		return refused(code, why)
	}
	u := use{kind: channelUse(o.channel), label: o.label, country: to.number.PricedAs(), price: price}
	if err := st.charge(q, u); err != nil {
		return refused(codeNoCredit, err.Error())
	}
	m := st.newSMS(q, o, to.number, price)
	switch {
	case magic.Status == fixtures.NoStatus:
		m.statuses = nil
	case magic.Status != "":
		m.statuses[0].status = magic.Status
	case !st.reaches(o.channel, to.number):
		m.statuses[0].status = fixtures.NotDelivered
	}
	st.follow(m, script)
	st.post(q.account, m)
	q.reportEarly(m)
	q.account.recent.add(m, st.world.ReloadLock)
	return result{order: o, to: to.name(), code: codeAccepted, price: price, sent: m}
}

func (st *state) newSMS(q *request, o *order, to number.Number, price money) *sms {
	m := &sms{
		Message: control.Message{
			ID: strconv.FormatInt(take(&st.ids.message), 10), Channel: o.channel, Direction: control.Outgoing,
			Time: q.now.UTC(), Account: q.account.Name, ClientID: q.call.ClientID, Request: q.call.ID,
			From: o.from, To: to.E164(), Text: o.text, Parts: len(o.segments), Segments: slices.Clone(o.segments),
			Encoding: o.encoding, Flash: o.flash, Label: o.label, ForeignID: o.foreignID, Price: price.fixed(),
			Codes: o.codes(), Links: o.links(),
		},
		price: price, country: to.PricedAs(), fallback: o.fallback != nil, tracking: o.tracking,
		connection: q.sentWith(), due: o.due,
		statuses: []dated{{fixtures.Delivered, o.due.Add(max(st.world.Delivery, 0))}},
	}
	if m.connection == "" {
		m.connection = "http"
	}
	if o.due.After(q.now) {
		m.ScheduledFor = o.due.UTC()
	}
	if carrier, ok := st.carrier(m.To); ok {
		m.carrier = carrier.MCCMNC
	}
	return m
}

// reaches reports whether a channel reaches a number: RCS does not where the world
// says that its phone can do nothing of it.
func (st *state) reaches(c control.Channel, n number.Number) bool {
	return c != control.ChannelRCS || len(st.subscriber(n).RCS) > 0
}

// post puts a message on its way: into the outbox and the account's journal, and
// its delivery reports onto the clock, but for one that has been made early.
func (st *state) post(a *account, m *sms) {
	a.sent.Add(m, st.world.Messages)
	st.outbox.post(m, st.world.Messages)
	later := m.statuses
	if m.reporting == control.ReportEarly {
		later = later[min(1, len(later)):]
	}
	for _, s := range later {
		st.after(s.at.Sub(st.now()), func(ctx context.Context, g *Gateway) sending { return g.report(ctx, a, m, s) })
	}
}

// reportEarly has the first delivery status reported before the request is
// answered, if that was ordered.
func (q *request) reportEarly(m *sms) {
	if m.reporting == control.ReportEarly && len(m.statuses) > 0 {
		q.before(func(ctx context.Context, g *Gateway) sending { return g.report(ctx, q.account, m, m.statuses[0]) })
	}
}

// report tells hooks of a delivery status, in the way that was ordered.
func (g *Gateway) report(ctx context.Context, a *account, m *sms, s dated) sending {
	return g.notify(ctx, func(*state) []delivery {
		switch {
		case m.Cancelled, m.forgotten, m.reporting == control.ReportNever, !slices.Contains(m.statuses, s):
			return nil
		case m.reporting == control.ReportTwice:
			return slices.Repeat(a.reports(m, s), 2)
		case m.reporting == control.ReportEmpty:
			s.status = ""
		}
		return a.reports(m, s)
	})
}

// reports returns what a delivery status of a message causes.
func (a *account) reports(m *sms, s dated) []delivery {
	return slices.Concat(a.deliveries(deliveryReport(m, s)), a.rcsDelivered(m, s))
}

// smsPrice returns what a part to a number costs: what the price list says for
// its country's first network, else the world's general price.
func (st *state) smsPrice(n number.Number) money {
	for _, c := range st.world.Countries {
		if c.Code == n.PricedAs() && len(c.Networks) > 0 {
			return configured(c.Networks[0].Price)
		}
	}
	return configured(st.world.Prices.SMS)
}
