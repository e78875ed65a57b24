package gateway

import (
	"fmt"
	"iter"
	"maps"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/reload"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/kept"
)

// account is the gateway's side of one customer. It is guarded by the
// gateway's lock.
type account struct {
	fixtures.Account // as the world has it at the moment
	balance          money.Amount

	sent     kept.List[string, *sms]
	reload   reload.Lock
	calls    kept.List[string, *voiceCall]
	received kept.List[string, *inbound]
	usage    usage.Books // what analytics counts
	hooks    kept.List[int, *hook]

	addressBook addressbook.Book
	numbers     kept.List[string, *ownNumber] // that it has ordered
	subaccounts kept.List[int, *ownSubaccount]
	callers     kept.List[number.Number, *caller] // numbers that voice calls may come from
	validations kept.List[int, *validating]       // of numbers that may become such

	main *account       // the one that pays for it; nil if it pays for itself
	as   *ownSubaccount // what it is to that one; likewise
}

// maxEntries is how many things of one kind an account may have, such as contacts or
// hooks; the oldest give way.
const maxEntries = 10000

// String names the account in reasons.
func (a *account) String() string {
	if a.as == nil {
		return a.Name
	}
	return fmt.Sprintf("%s's subaccount %d", a.Name, a.as.id)
}

// all returns every account that has been asked for, and their subaccounts.
func (st *state) all() iter.Seq[*account] {
	return func(yield func(*account) bool) {
		for _, a := range st.accounts {
			if !yield(a) {
				return
			}
			for s := range a.subaccounts.All() {
				if !yield(s.account) {
					return
				}
			}
		}
	}
}

func (st *state) newAccount(config fixtures.Account, balance money.Amount) *account {
	messages, written := st.room.messages, st.room.written
	a := &account{Account: config, balance: balance, usage: usage.In(st.room.labels)}
	a.sent = kept.In[string, *sms](messages, nil)
	a.calls = kept.In[string, *voiceCall](messages, nil)
	a.received = kept.In[string, *inbound](messages, nil)
	a.hooks = kept.In[int, *hook](written, nil)
	a.addressBook.Begin(written, maxEntries)
	a.numbers = kept.In[string](written, st.disown)
	a.subaccounts = kept.In[int](written, st.close)
	a.callers = kept.In[number.Number, *caller](written, nil)
	a.validations = kept.In[int, *validating](written, nil)
	a.received.Watch(st.noteReceived)
	st.noted.watch(a)
	return a
}

// clear gives back the room that the account takes.
func (a *account) clear() {
	for s := range a.subaccounts.All() {
		s.clear()
	}
	for _, l := range a.lists() {
		l.Clear()
	}
}

// account returns the state of an account, a fresh one if it has none.
func (st *state) account(config fixtures.Account) *account {
	a := st.accounts[config.Name]
	if a == nil {
		a = st.newAccount(config, money.Configured(config.Balance))
		st.accounts[config.Name] = a
		st.fill(a, config.Belongings())
	}
	a.Account = config
	st.noted.touch(a)
	return a
}

// amend has an account be as it is registered by now: its settings, its credit and
// what it has. What it has sent and received stays, and what is due of that still
// comes. The reload lock begins anew.
func (st *state) amend(config fixtures.Account) {
	a := st.accounts[config.Name]
	if a != nil {
		a.subaccounts.Remove(func(s *ownSubaccount) bool {
			gone := !slices.ContainsFunc(config.Subaccounts, func(x fixtures.Subaccount) bool { return x.ID == s.id })
			if gone {
				st.close(s)
			}
			return gone
		})
	}
	maps.DeleteFunc(st.numbers, func(_, owner string) bool { return owner == config.Name })
	st.own(&config)
	st.credits.forget(config.Name)
	if a != nil {
		st.renew(a, config, config.Balance, config.Belongings())
	}
}

// renew gives an account, or a subaccount, other settings, another credit and other
// belongings.
func (st *state) renew(a *account, config fixtures.Account, balance string, has fixtures.Belongings) {
	a.Account, a.balance, a.reload = config, money.Configured(balance), reload.Lock{}
	for _, l := range a.lists() {
		if !l.kind.isHistory() && l.kind != Subaccounts {
			l.Clear()
		}
	}
	st.fill(a, has)
	st.noted.touch(a)
}

// fill gives an account, or a subaccount, what the world has for it.
func (st *state) fill(a *account, has fixtures.Belongings) {
	ids.PassOver(&st.ids, has)
	st.fillAddressBook(a, *has.Contacts)
	st.fillGroups(a, has.AllGroups())
	st.fillNumbers(a, *has.Numbers)
	st.fillHooks(a, *has.Hooks)
	st.fillCallers(a, *has.Callers)
	st.fillValidations(a, *has.Validations)
	a.usage.Fill(*has.Usage)
	if has.Subaccounts != nil {
		for _, s := range *has.Subaccounts {
			st.addSubaccount(a, s)
		}
	}
}

// forget drops everything that is known of an account.
func (st *state) forget(name string) {
	if a := st.accounts[name]; a != nil {
		a.clear()
	}
	delete(st.accounts, name)
	st.credits.forget(name)
	maps.DeleteFunc(st.numbers, func(_, owner string) bool { return owner == name })
}

// settings returns the account as a world has it, without what belongs to it.
func (a *account) settings() fixtures.Account {
	w := a.Account.WithoutBelongings()
	w.Balance = a.balance.Fixed()
	return w
}

// subaccountID returns the id of a subaccount, 0 of an account.
func (a *account) subaccountID() int {
	if a.as == nil {
		return 0
	}
	return a.as.id
}
