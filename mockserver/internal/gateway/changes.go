package gateway

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/changes"
)

// noted is what has changed, for somebody who keeps it elsewhere. Of what
// subaccounts have, only their credit is noted.
type noted struct {
	accounts changes.Log[string, bool] // by name; whether it may have changed
	contacts changes.Log[int, listed]  // by serial
	messages changes.Log[string, *sms] // by id
}

// listed is a contact with the account that has it; neither, if it is gone.
type listed struct {
	account *account
	contact *contact
}

// renew notes that nothing is as it was.
func (n *noted) renew() {
	n.accounts.Renew()
	n.contacts.Renew()
	n.messages.Renew()
}

// touch notes that an account may have changed: its credit, webhooks, groups,
// numbers or subaccounts.
func (n *noted) touch(a *account) { n.accounts.Note(a.Name, true) }

// watch notes from now on what becomes of what an account has, and of what makes
// room for others'.
func (n *noted) watch(a *account) {
	a.hooks.Watch(func(*hook, bool) { n.touch(a) })
	a.groups.Watch(func(*group, bool) { n.touch(a) })
	a.numbers.Watch(func(*ownNumber, bool) { n.touch(a) })
	a.subaccounts.Watch(func(*ownSubaccount, bool) { n.touch(a) })
	a.contacts.Watch(func(c *contact, there bool) {
		if there {
			n.contacts.Note(c.serial, listed{a, c})
		} else {
			n.contacts.Note(c.serial, listed{})
		}
	})
	a.sent.Watch(func(m *sms, there bool) {
		if there {
			n.messages.Note(m.ID, m)
		} else {
			n.messages.Note(m.ID, nil)
		}
	})
}

// Changes is what has changed of the accounts. What is gone is nil.
type Changes struct {
	Whole    bool                             // whether there is nothing else
	Accounts map[string]*fixtures.Account     // by name; without their contacts
	Contacts map[int]*fixtures.Account        // each in an account without anything else, by numbers in the order in which they came
	Messages map[string]*fixtures.SentMessage // by id
}

// Changes returns what has changed since it was last called, or all there is. It
// is told which accounts have another registration.
func (g *Gateway) Changes(all bool, registered []fixtures.Account) (c Changes) {
	g.locked(func(st *state) {
		for _, config := range registered {
			st.account(config)
		}
		st.giveBack()
		c = st.changes(all, g.config.Account)
	})
	return c
}

func (st *state) changes(all bool, registration func(name string) (fixtures.Account, bool)) Changes {
	accounts := st.noted.accounts.Take(all)
	for name := range accounts {
		if config, ok := registration(name); ok && st.accounts[name] == nil {
			st.account(config) // it was forgotten, and starts again
		}
	}
	contacts, messages := st.noted.contacts.Take(all), st.noted.messages.Take(all)
	c := Changes{Whole: accounts == nil, Accounts: map[string]*fixtures.Account{}}
	if c.Whole {
		accounts, contacts, messages = st.everything()
	}
	for name := range accounts {
		if a := st.accounts[name]; a != nil {
			now := a.snapshot()
			c.Accounts[name] = &now
		}
	}
	c.Contacts = make(map[int]*fixtures.Account, len(contacts))
	for serial, l := range contacts {
		c.Contacts[serial] = nil
		if l.contact != nil {
			c.Contacts[serial] = &fixtures.Account{Name: l.account.Name, Contacts: []fixtures.Contact{l.account.contactAsWritten(l.contact)}}
		}
	}
	c.Messages = make(map[string]*fixtures.SentMessage, len(messages))
	for id, m := range messages {
		c.Messages[id] = nil
		if m != nil {
			w := m.snapshot()
			c.Messages[id] = &w
		}
	}
	return c
}

// everything returns all accounts, contacts and messages as if they had been
// noted.
func (st *state) everything() (accounts map[string]bool, contacts map[int]listed, messages map[string]*sms) {
	accounts, contacts, messages = map[string]bool{}, map[int]listed{}, map[string]*sms{}
	for name, a := range st.accounts {
		accounts[name] = true
		for c := range a.contacts.All() {
			contacts[c.serial] = listed{a, c}
		}
		for m := range a.sent.All() {
			messages[m.ID] = m
		}
	}
	return accounts, contacts, messages
}
