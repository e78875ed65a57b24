package oauth

import (
	"slices"

	"example.com/sms77mock/fixtures"
)

// index finds accounts by what no two may have, and by their addresses, which
// several may share. It is nil, and stays empty, until somebody looks into it.
type index map[fixtures.Trait]owners

// owners are the accounts that have the same, mostly one.
type owners struct {
	first  *fixtures.Account // the one that has had it longest
	others []*fixtures.Account
}

// byEmail is what the index has of an address.
func byEmail(address string) fixtures.Trait { return fixtures.Trait{Kind: "email", Value: address} }

func (x index) add(a *fixtures.Account) {
	if x == nil {
		return
	}
	x.enter(byEmail(a.Email), a)
	for trait := range a.Unique() {
		x.enter(trait, a)
	}
}

func (x index) enter(trait fixtures.Trait, a *fixtures.Account) {
	o := x[trait]
	if o.first == nil {
		o.first = a
	} else {
		o.others = append(o.others, a)
	}
	x[trait] = o
}

func (x index) remove(a *fixtures.Account) {
	x.leave(byEmail(a.Email), a)
	for trait := range a.Unique() {
		x.leave(trait, a)
	}
}

func (x index) leave(trait fixtures.Trait, a *fixtures.Account) {
	o, known := x[trait]
	switch {
	case !known:
		return
	case o.first != a:
		o.others = slices.DeleteFunc(o.others, func(other *fixtures.Account) bool { return other == a })
	case len(o.others) > 0:
		o.first, o.others = o.others[0], o.others[1:]
	default:
		delete(x, trait)
		return
	}
	x[trait] = o
}
