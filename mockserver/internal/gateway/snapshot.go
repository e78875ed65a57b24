package gateway

import (
	"cmp"
	"maps"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
)

// Snapshot completes a world, whose accounts are as they are registered, with
// everything that the gateway keeps.
func (h Held) Snapshot(w *fixtures.World) {
	accounts := make([]fixtures.Account, len(w.Accounts))
	for i, config := range w.Accounts {
		accounts[i] = h.st.account(config).settings()
	}
	h.st.giveBack()
	w.Accounts, w.Messages, w.Received, w.Deliveries, w.NextIDs = accounts, nil, nil, nil, ids.Written(h.st.ids)
	writeAll(w, h.st.everything())
}

// Accounts returns accounts, given as they are registered, with the credit and
// everything else that they have by now; what they sent and received is left out.
// Those that have done nothing yet are as they are registered.
func (g *Gateway) Accounts(registered []fixtures.Account) []fixtures.Account {
	w := fixtures.World{Accounts: slices.Clone(registered)}
	g.locked(func(st *state) {
		for i, config := range registered {
			if a := st.accounts[config.Name]; a != nil {
				w.Accounts[i] = a.settings()
			}
		}
		st.giveBack()
		writeAll(&w, st.everything(Messages, Received, Deliveries))
	})
	return w.Accounts
}

// thing is something that the gateway keeps and a world can have.
type thing interface{ write(page) }

// thingOf returns what is kept as a thing.
func thingOf(x any) thing {
	switch x := x.(type) {
	case *addressbook.Contact:
		return contact{x}
	case *addressbook.Group:
		return group{x}
	case *usage.Sum:
		return used{x}
	}
	return x.(thing)
}

// page is where a thing is written: in a world.
type page struct {
	events
	of    *account // whose the thing is; nil for a delivery, which names its account itself
	lists func(*account) fixtures.Belongings
}

// events are a world's lists of events.
type events struct {
	messages   *[]fixtures.SentMessage
	received   *[]fixtures.ReceivedMessage
	deliveries *[]fixtures.SentWebhook
}

// has returns the lists, in the world, of what the thing's account has.
func (p page) has() fixtures.Belongings { return p.lists(p.of) }

// owned is a thing, and the account or subaccount whose it is.
type owned struct {
	of *account
	thing
}

// thingKey tells things apart, in the order of their kinds and in which they came.
type thingKey struct {
	kind   Kind
	serial uint64
}

// everything returns all things that are kept, but for those of some kinds.
func (st *state) everything(but ...Kind) map[thingKey]owned {
	all := map[thingKey]owned{}
	enter := func(a *account, l list) {
		if slices.Contains(but, l.kind) {
			return
		}
		l.Each(func(serial uint64, x any) { all[thingKey{l.kind, serial}] = owned{a, thingOf(x)} })
	}
	for a := range st.all() {
		for _, l := range a.lists() {
			enter(a, l)
		}
	}
	enter(nil, list{Deliveries, &st.webhooks})
	return all
}

// writeAll writes things into a world with accounts. The things of other accounts are
// left out.
func writeAll(w *fixtures.World, things map[thingKey]owned) {
	accounts := make(map[string]*fixtures.Account, len(w.Accounts))
	for i := range w.Accounts {
		accounts[w.Accounts[i].Name] = &w.Accounts[i]
	}
	known := map[*account]fixtures.Belongings{}
	lists := func(a *account) fixtures.Belongings {
		if _, ok := known[a]; !ok {
			known[a] = accounts[a.Name].Belongings()
			if a.as != nil {
				known[a] = accounts[a.Name].Subaccount(a.as.id).Belongings()
			}
		}
		return known[a]
	}
	kinds := Kinds()
	for _, key := range slices.SortedFunc(maps.Keys(things), func(a, b thingKey) int {
		return cmp.Or(slices.Index(kinds, a.kind)-slices.Index(kinds, b.kind), cmp.Compare(a.serial, b.serial))
	}) {
		if x := things[key]; x.of == nil || accounts[x.of.Name] != nil {
			x.write(page{events{&w.Messages, &w.Received, &w.Deliveries}, x.of, lists})
		}
	}
}
