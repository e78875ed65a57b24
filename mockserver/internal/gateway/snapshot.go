package gateway

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/segment"
)

// Snapshot returns accounts as they are at the moment, with what they have
// written and spent, and the SMS that have been sent.
func (g *Gateway) Snapshot(accounts []fixtures.Account) ([]fixtures.Account, []fixtures.SentMessage) {
	accounts = slices.Clone(accounts)
	var messages []fixtures.SentMessage
	g.locked(func(st *state) {
		st.giveBack()
		for i, config := range accounts {
			a := st.account(config)
			accounts[i] = a.snapshot()
			for c := range a.contacts.All() {
				accounts[i].Contacts = append(accounts[i].Contacts, a.contactAsWritten(c))
			}
			for m := range a.sent.All() {
				messages = append(messages, m.snapshot())
			}
		}
	})
	return accounts, messages
}

// snapshot returns the account as a world has it, without its contacts.
func (a *account) snapshot() fixtures.Account {
	w := a.Account
	w.Balance = a.balance.fixed()
	w.Contacts, w.Groups, w.Hooks, w.Subaccounts, w.Numbers = nil, nil, nil, nil, nil
	for x := range a.groups.All() {
		w.Groups = append(w.Groups, fixtures.Group{ID: x.id, Name: x.name})
	}
	for h := range a.hooks.All() {
		w.Hooks = append(w.Hooks, fixtures.Hook{URL: h.url, Event: string(h.event), Filter: h.filter, Method: h.method, Headers: h.headers, Client: h.client, ID: h.id})
	}
	for s := range a.subaccounts.All() {
		w.Subaccounts = append(w.Subaccounts, fixtures.Subaccount{Name: s.shown.Contact.Name, Email: s.shown.Contact.Email, Company: given(s.shown.Company), Balance: s.balance.fixed(), ID: s.shown.ID})
	}
	for n := range a.numbers.All() {
		w.Numbers = append(w.Numbers, n.Number)
	}
	return w
}

// contactAsWritten returns one of the account's contacts as a world has it.
func (a *account) contactAsWritten(c *contact) fixtures.Contact {
	property := func(name string) string { return c.properties[name] }
	return fixtures.Contact{
		FirstName: property(propertyFirstName), LastName: property(propertyLastName), Number: property(propertyMobile), Email: property(propertyEmail),
		HomeNumber: property(propertyHome), Address: property("address"), PostalCode: property("postal_code"), City: property("city"),
		Birthday: property("birthday"), Notes: property("notes"), Avatar: c.avatar, ID: c.id, Client: c.client, Groups: slices.Clone(c.groups),
		Properties: c.own(a.ContactProperties),
	}
}

// own returns what the contact has of the properties that its account has added,
// nil if that is nothing.
func (c *contact) own(added []string) (own map[string]string) {
	for _, name := range added {
		if value := c.properties[name]; value != "" {
			if own == nil {
				own = map[string]string{}
			}
			own[name] = value
		}
	}
	return own
}

// snapshot returns the SMS as a world has it.
func (m *sms) snapshot() fixtures.SentMessage {
	w := fixtures.SentMessage{
		ID: m.ID, Account: m.Account, Client: m.ClientID, From: m.From, To: m.To, Text: m.Text, At: m.Time.UTC().Format(time.RFC3339Nano),
		Status: m.final().status, Cancelled: m.Cancelled, Flash: m.Flash, Label: m.Label, ForeignID: m.ForeignID, Price: m.price.fixed(),
	}
	if m.Channel != control.ChannelSMS {
		w.Channel = fixtures.SentChannel(m.Channel)
	}
	if !m.ScheduledFor.IsZero() {
		w.Due = m.ScheduledFor.UTC().Format(time.RFC3339Nano)
	}
	return w
}

// fillHooks gives an account the webhooks that the world has for it.
func (st *state) fillHooks(a *account, hooks []fixtures.Hook) {
	for _, h := range hooks {
		id := h.ID
		if id == 0 {
			id = take(&st.ids.hook)
		}
		st.ids.hook = max(st.ids.hook, id+1)
		in := hookFields{Method: h.Method}
		a.hooks.Add(&hook{
			id: id, client: h.Client, url: h.URL, event: eventType(h.Event), filter: h.Filter,
			method: in.method(), headers: h.Headers, created: st.now(),
		}, maxEntries)
	}
}

// Resend has an account's SMS of a world been sent: they are in the outbox and in
// the account's journal, and what is due later comes. Nothing is charged.
func (g *Gateway) Resend(config fixtures.Account, messages []fixtures.SentMessage) {
	g.locked(func(st *state) {
		a := st.account(config)
		for _, m := range messages {
			st.resend(a, m)
		}
	})
}

func (st *state) resend(a *account, w fixtures.SentMessage) {
	m := st.sentBefore(a, w)
	if id, err := strconv.ParseInt(w.ID, 10, 64); err == nil && id < math.MaxInt64 {
		st.ids.message = max(st.ids.message, id+1)
	}
	st.keep(a, m)
	if m.final().at.After(st.now()) {
		st.reportLater(a, []*sms{m})
	}
}

// sentBefore returns an SMS of the world as the gateway keeps it.
func (st *state) sentBefore(a *account, w fixtures.SentMessage) *sms {
	to, _ := number.Parse(w.To)
	parts := segment.Split(w.Text, false)
	price := configured(w.Price)
	m := &sms{
		Message: control.Message{
			ID: w.ID, Channel: cmp.Or(control.Channel(w.Channel), control.ChannelSMS), Direction: control.Outgoing, Time: momentOr(w.At, st.now()).In(st.zone),
			Account: a.Name, ClientID: w.Client, From: cmp.Or(w.From, st.world.Sender), To: w.To, Text: w.Text,
			Parts: len(parts.Parts), Segments: parts.Parts, Encoding: parts.Encoding, Cancelled: w.Cancelled, Flash: w.Flash,
			Label: w.Label, ForeignID: w.ForeignID, Price: price.fixed(), Codes: oneTimeCodes(w.Text), Links: links(w.Text),
		},
		price: price, country: to.PricedAs(), connection: "http",
	}
	if m.Channel == control.ChannelRCS {
		m.Parts, m.Segments = 0, nil // as with one that was just sent
	}
	m.due = momentOr(w.Due, m.Time).In(st.zone)
	if w.Status != fixtures.NoStatus {
		m.statuses = []dated{{cmp.Or(w.Status, fixtures.Delivered), m.due.Add(max(st.world.Delivery, 0))}}
	}
	if w.Due != "" {
		m.ScheduledFor = m.due
	}
	if carrier, ok := st.world.carrier(m.To); ok {
		m.carrier = carrier.MCCMNC
	}
	return m
}

// momentOr reads a moment of the world, which has been checked.
func momentOr(text string, otherwise time.Time) time.Time {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t
	}
	return otherwise
}
