package gateway

import (
	"fmt"
	"iter"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/kept"
)

// account is the gateway's side of one customer. It is guarded by the
// gateway's lock.
type account struct {
	fixtures.Account // as the world has it at the moment
	balance          money

	sent     kept.List[string, *sms]
	recent   recent // what the reload lock knows
	calls    kept.List[string, *voiceCall]
	received kept.List[string, *inbound]
	usage    usage // what analytics counts
	hooks    kept.List[int, *hook]

	contacts    kept.List[int, *contact]
	names       map[string][]*contact // the contacts by their whole names
	groups      []*group              // oldest first
	numbers     []*ownNumber          // that it has ordered, oldest first
	subaccounts []*ownSubaccount      // oldest first
	callers     []caller              // numbers that voice calls may come from

	as *subaccount // what it is to the account that pays for it; nil if it pays for itself
}

// String names the account in reasons.
func (a *account) String() string {
	if a.as == nil {
		return a.Name
	}
	return fmt.Sprintf("%s's subaccount %d", a.Name, a.as.ID)
}

// all returns every account that has been asked for, and their subaccounts.
func (st *state) all() iter.Seq[*account] {
	return func(yield func(*account) bool) {
		for _, a := range st.accounts {
			if !yield(a) {
				return
			}
			for _, s := range a.subaccounts {
				if !yield(s.account) {
					return
				}
			}
		}
	}
}

// What accounts keep at most, all together, in bytes.
const (
	maxMessageBytes  = 128 << 20 // messages sent and received, and as many in the outbox
	maxWrittenBytes  = 32 << 20  // contacts and webhooks
	maxDeliveryBytes = 32 << 20  // webhooks that were sent or are due
)

// rooms are the rooms of what is kept in bytes.
type rooms struct {
	messages, written *kept.Room
}

func newRooms() rooms {
	return rooms{&kept.Room{Most: maxMessageBytes}, &kept.Room{Most: maxWrittenBytes}}
}

func newAccount(config fixtures.Account, balance money, r rooms) *account {
	return &account{
		Account:  config,
		balance:  balance,
		sent:     kept.In[string, *sms](r.messages),
		calls:    kept.In[string, *voiceCall](r.messages),
		received: kept.In[string, *inbound](r.messages),
		hooks:    kept.In[int, *hook](r.written),
		contacts: kept.In[int, *contact](r.written),
		names:    map[string][]*contact{},
	}
}

// clear gives back the room that the account takes.
func (a *account) clear() {
	a.sent.Clear()
	a.calls.Clear()
	a.received.Clear()
	a.hooks.Clear()
	a.contacts.Clear()
	for _, s := range a.subaccounts {
		s.clear()
	}
}

// account returns the state of an account, a fresh one if it has none.
func (st *state) account(config fixtures.Account) *account {
	a := st.accounts[config.Name]
	if a == nil {
		a = newAccount(config, configured(config.Balance), st.room)
		st.accounts[config.Name] = a
		st.fillAddressBook(a, config.Contacts)
		st.fillGroups(a, config.AllGroups())
		st.fillNumbers(a, config)
		st.fillHooks(a, config.Hooks)
		for _, s := range config.Subaccounts {
			st.addSubaccount(a, s)
		}
	}
	a.Account = config
	return a
}
