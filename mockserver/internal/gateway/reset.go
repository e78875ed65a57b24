package gateway

import "example.com/sms77mock/mockserver/control"

// Reset forgets the messages that an owner sent, in the outbox and in the
// accounts' journals, and returns how many were in the outbox. No delivery
// report comes for them any more. With a client go the webhooks, contacts, groups and
// numbers that it has made or ordered, and accounts get back what it has spent on
// messages and numbers. An account starts again as the world has it.
func (g *Gateway) Reset(whose control.Owner) (n int) {
	config, exists := g.findAccount(whose.Account())
	g.locked(func(st *state) {
		n = st.reset(whose)
		if exists {
			st.own(&config)
		}
	})
	return n
}

func (st *state) reset(whose control.Owner) int {
	for a := range st.all() {
		st.takeNumbersBack(a, func(n *ownNumber) bool { return n.client != "" && whose.Has(n.client, "") })
		a.forget(whose)
		st.noted.touch(a)
	}
	for name, a := range st.accounts {
		st.credits.note(name, a.balance)
	}
	st.forget(whose.Account())
	return st.outbox.Forget(whose)
}

// forget takes back what an owner has done in the account: messages with what
// they cost, webhooks, contacts and groups.
func (a *account) forget(whose control.Owner) {
	a.reload.Forget(whose, a.Name)
	a.sent.Remove(func(m *sms) bool {
		m.forgotten = m.forgotten || whose.Has(m.ClientID, m.Account)
		if m.forgotten && !m.Cancelled {
			a.balance += m.price
		}
		return m.forgotten
	})
	a.calls.Remove(func(c *voiceCall) bool {
		c.forgotten = c.forgotten || whose.Has(c.ClientID, c.Account)
		if c.forgotten {
			a.balance += c.price
		}
		return c.forgotten
	})
	made := func(client string) bool { return client != "" && whose.Has(client, "") }
	a.hooks.Remove(func(h *hook) bool { return made(h.client) })
	a.addressBook.Forget(made)
}
