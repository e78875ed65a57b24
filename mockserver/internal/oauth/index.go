package oauth

import "example.com/sms77mock/fixtures"

// index finds accounts by what no two may have. Nil is one that nobody has looked
// into so far, and stays empty.
type index map[fixtures.Trait]*fixtures.Account

func (x index) add(a *fixtures.Account) {
	if x == nil {
		return
	}
	for trait := range a.Unique() {
		x[trait] = a
	}
}

func (x index) remove(a *fixtures.Account) {
	for trait := range a.Unique() {
		delete(x, trait)
	}
}
