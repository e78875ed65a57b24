package gateway

import "example.com/sms77mock/fixtures"

// account is the gateway's side of one customer. It is guarded by the
// gateway's lock.
type account struct {
	fixtures.Account // as the world has it at the moment
	balance          money

	sent     []*sms       // oldest first
	calls    []*voiceCall // oldest first
	received []*inbound   // oldest first
	uses     []use        // what analytics counts, oldest first
	hooks    []*hook

	contacts    []*contact    // oldest first
	subaccounts []*subaccount // oldest first
	callers     []caller      // numbers that voice calls may come from
}

// accountLocked returns the state of an account, a fresh one if it has none. If
// the account has been replaced by one with another credit since, that credit
// is what it has now.
func (g *Gateway) accountLocked(config fixtures.Account) *account {
	a := g.accounts[config.Name]
	if a == nil {
		a = &account{}
		g.accounts[config.Name] = a
		g.fillAddressBook(a, config.Contacts)
		for _, s := range config.Subaccounts {
			g.addSubaccount(a, s)
		}
	}
	if a.Account.Name == "" || a.Account.Balance != config.Balance {
		a.balance = configured(config.Balance)
	}
	a.Account = config
	return a
}
