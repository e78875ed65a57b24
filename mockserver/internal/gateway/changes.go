package gateway

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

// noted is what has changed, for somebody who keeps it elsewhere.
type noted struct {
	accounts changes.Log[string, bool] // by name; whether it may have changed
	changed  changes.Log[sheetKey, *sheet]
	all      sheets // nil until somebody asks, and nothing is noted
}

// renew notes that nothing is as it was.
func (n *noted) renew() {
	n.accounts.Renew()
	n.changed.Renew()
	n.all = nil
}

// touch notes that an account, or a subaccount, may have changed: its settings or
// its credit.
func (n *noted) touch(a *account) {
	if a.main == nil {
		n.accounts.Note(a.Name, true)
	} else if s := a.main.subaccounts.Find(a.as.id); s != nil {
		a.main.subaccounts.Changed(s)
	}
}

// watch notes from now on what changes of the things that an account has, including
// those that are dropped to make room for other accounts' things.
func (n *noted) watch(a *account) {
	for _, l := range a.lists() {
		n.watchList(a, l)
	}
}

func (n *noted) watchList(a *account, l list) {
	l.Watch(func(serial uint64, x any, there bool) {
		if n.all == nil {
			return
		}
		now := owned{}
		if there {
			now = owned{a, thingOf(x)}
		}
		n.changed.Note(n.all.enter(thingKey{l.kind, serial}, now))
	})
}

// Changes is what has changed of what the gateway keeps. What is gone is nil.
type Changes struct {
	Whole    bool                          // whether there is nothing else
	Accounts map[string]*fixtures.Account  // by name; with their settings and their credit
	Things   map[Kind]map[uint64]*Fragment // a few together, by numbers in the order in which they came
	NextIDs  fixtures.NextIDs              // changed or not
}

// Changes returns what has changed since it was last called, or all there is. It
// is told which accounts have another registration.
func (g *Gateway) Changes(all bool, registered []fixtures.Account) (c Changes) {
	g.locked(func(st *state) {
		for _, config := range registered {
			st.account(config)
		}
		st.giveBack()
		c = st.changes(all, g.config.OAuth.Account)
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
	changed := st.noted.changed.Take(all)
	c := Changes{Whole: accounts == nil, Accounts: map[string]*fixtures.Account{}, Things: map[Kind]map[uint64]*Fragment{}, NextIDs: ids.Written(st.ids)}
	if c.Whole {
		accounts, st.noted.all = map[string]bool{}, sheets{}
		for key, x := range st.everything() {
			st.noted.all.enter(key, x)
		}
		changed = st.noted.all
		for name := range st.accounts {
			accounts[name] = true
		}
	}
	for name := range accounts {
		if a := st.accounts[name]; a != nil {
			now := a.settings()
			c.Accounts[name] = &now
		}
	}
	for _, kind := range Kinds() {
		c.Things[kind] = map[uint64]*Fragment{}
	}
	for key, s := range changed {
		c.Things[key.kind][key.number] = nil
		if s != nil {
			c.Things[key.kind][key.number] = s.write()
		}
	}
	return c
}
