package gateway

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// inbound is an SMS that an account received.
type inbound struct {
	id             string
	from, to, text string
	at             time.Time
	replyTo        string // id of the last SMS that the account sent to the sender; "" if there is none
}

// Receive lets an SMS come in, as if someone had sent it to the account: it is in
// the account's journal, and hooks for sms_mo are told. Unless the world has
// webhooks wait, they have been sent when Receive returns.
func (g *Gateway) Receive(in control.Inbound) (control.Message, error) {
	account, err := g.receiver(in)
	if err != nil {
		return control.Message{}, err
	}
	g.mu.Lock()
	era := g.era
	if era.Err() != nil {
		g.mu.Unlock()
		return control.Message{}, errors.New("the server is closed")
	}
	g.running.Add(1)
	defer g.running.Done()
	a := g.accountLocked(account)
	m := g.receiveLocked(a, in)
	g.mu.Unlock()
	g.notify(era, func() []delivery { return g.deliveriesLocked(a, inboundEvent(m)) })
	return control.Message{
		ID: m.id, Channel: control.ChannelSMS, Direction: control.Incoming, Time: m.at, Account: account.Name,
		From: m.from, To: m.to, Text: m.text, Parts: 1, Price: money(0).fixed(), Codes: codes(m.text), Links: links(m.text),
	}, nil
}

// receiver returns the account that an inbound SMS is for, or says what is
// wrong with it.
func (g *Gateway) receiver(in control.Inbound) (fixtures.Account, error) {
	accounts := g.config.Accounts()
	i := 0
	if in.Account != "" {
		i = slices.IndexFunc(accounts, func(a fixtures.Account) bool { return a.Name == in.Account })
	}
	var errs []error
	if i < 0 || i >= len(accounts) {
		var names []string
		for _, a := range accounts {
			names = append(names, a.Name)
		}
		errs = append(errs, fmt.Errorf("account: %q: no such account, want one of %s", in.Account, strings.Join(names, ", ")))
	}
	if in.From == "" {
		errs = append(errs, errors.New("from: is missing: want the sender's number"))
	}
	if in.Text == "" {
		errs = append(errs, errors.New("text: is missing"))
	}
	if errs != nil {
		return fixtures.Account{}, errors.Join(errs...)
	}
	return accounts[i], nil
}

// receiveLocked enters an inbound SMS into the account's journal.
func (g *Gateway) receiveLocked(a *account, in control.Inbound) *inbound {
	m := &inbound{
		id: strconv.Itoa(take(&g.ids.inbound)), from: normalised(in.From), to: g.world.Number,
		text: in.Text, at: g.config.Clock.Now(),
	}
	if in.To != "" {
		m.to = normalised(in.To)
	}
	for _, sent := range a.sent {
		if sent.To == m.from && !sent.Cancelled {
			m.replyTo = sent.ID
		}
	}
	a.received = remember(a.received, m, g.world.Messages)
	sender, _ := number.Parse(m.from)
	u := use{at: m.at, count: 1, kind: useInbound, country: sender.CountryISO()}
	a.uses = remember(a.uses, u, g.world.Messages)
	return m
}
