package gateway

import "example.com/sms77mock/fixtures"

// account is the gateway's side of one customer. It is guarded by the
// gateway's lock.
type account struct {
	fixtures.Account // as the world has it at the moment
	balance          money

	sent     []*sms       // oldest first
	recent   recent       // what the reload lock knows
	calls    []*voiceCall // oldest first
	received []*inbound   // oldest first
	usage    usage        // what analytics counts
	hooks    []*hook

	contacts    []*contact    // oldest first
	groups      []*group      // oldest first
	numbers     []*ownNumber  // that it has ordered, oldest first
	subaccounts []*subaccount // oldest first
	callers     []caller      // numbers that voice calls may come from
}

// account returns the state of an account, a fresh one if it has none.
func (st *state) account(config fixtures.Account) *account {
	a := st.accounts[config.Name]
	if a == nil {
		a = &account{balance: configured(config.Balance)}
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
