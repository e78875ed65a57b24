package oauth

import (
	"slices"

	"example.com/sms77mock/fixtures"
)

// indexes find accounts by what they have besides their names.
type indexes struct {
	emails index
	keys   index // by API key, those of the sandbox too
	unique index // by what no two may have
}

// newIndexes returns indexes with room for so many accounts.
func newIndexes(accounts int) *indexes {
	var x indexes
	for _, one := range []*index{&x.emails, &x.keys, &x.unique} {
		one.reserve(accounts)
	}
	return &x
}

func (x *indexes) add(a *fixtures.Account)    { x.change(a, (*index).add) }
func (x *indexes) remove(a *fixtures.Account) { x.change(a, (*index).remove) }

// change adds an account to every index, or removes it.
func (x *indexes) change(a *fixtures.Account, one func(*index, string, *fixtures.Account)) {
	if x == nil {
		return // nobody has looked for one so far
	}
	one(&x.emails, a.Email, a)
	for _, key := range a.AllKeys() {
		one(&x.keys, key.Key, a)
	}
	for _, what := range a.Unique() {
		one(&x.unique, what, a)
	}
}

// index finds accounts by something that they have. The zero value is empty.
type index struct{ owners map[string]owners }

// owners are the accounts that have the same, mostly one.
type owners struct {
	first  *fixtures.Account // that has had it for the longest time
	others []*fixtures.Account
}

// reserve makes room for so many keys that are about to come.
func (x *index) reserve(n int) { x.owners = make(map[string]owners, n) }

func (x *index) add(key string, a *fixtures.Account) {
	o := x.owners[key]
	if o.first == nil {
		o.first = a
	} else {
		o.others = append(o.others, a)
	}
	x.owners[key] = o
}

func (x *index) remove(key string, a *fixtures.Account) {
	o, known := x.owners[key]
	switch {
	case !known:
		return
	case o.first != a:
		o.others = slices.DeleteFunc(o.others, func(other *fixtures.Account) bool { return other == a })
	case len(o.others) > 0:
		o.first, o.others = o.others[0], o.others[1:]
	default:
		delete(x.owners, key)
		return
	}
	x.owners[key] = o
}

// first returns the account that has had the key for the longest time, or nil.
func (x *index) first(key string) *fixtures.Account { return x.owners[key].first }
