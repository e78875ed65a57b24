package mockserver

import (
	"reflect"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// remembered is an account as its records tell it.
type remembered struct {
	fixtures.Account // without its subaccounts
	subaccounts      map[int]*fixtures.Subaccount
	ids              []int // of the subaccounts, in their order
}

// recallAccount reads a record of an account, or of something that it has. The
// account's own comes first; where it is missing, the account is gone.
func (m *memory) recallAccount(kind string, a fixtures.Account) {
	if kind == partAccounts {
		m.names = append(m.names, a.Name)
		m.accounts[a.Name] = &remembered{Account: a, subaccounts: map[int]*fixtures.Subaccount{}}
		return
	}
	r := m.accounts[a.Name]
	if r == nil {
		return
	}
	for _, s := range a.Subaccounts {
		if kind == string(gateway.Subaccounts) {
			r.ids = append(r.ids, s.ID)
			r.subaccounts[s.ID] = &s
		} else if known := r.subaccounts[s.ID]; known != nil {
			join(known, s)
		}
	}
	a.Subaccounts = nil
	join(&r.Account, a)
}

// whole returns the account with its subaccounts.
func (r *remembered) whole() fixtures.Account {
	a := r.Account
	for _, id := range r.ids {
		a.Subaccounts = append(a.Subaccounts, *r.subaccounts[id])
	}
	return a
}

// join adds to a struct what another one has: it appends the other's lists, and
// takes the other's values of all else that is not zero.
func join[T any](to *T, from T) {
	x, y := reflect.ValueOf(to).Elem(), reflect.ValueOf(from)
	for i := range y.NumField() {
		switch field := y.Field(i); {
		case field.IsZero():
		case field.Kind() == reflect.Slice && !x.Field(i).IsNil():
			x.Field(i).Set(reflect.AppendSlice(x.Field(i), field))
		default:
			x.Field(i).Set(field)
		}
	}
}
