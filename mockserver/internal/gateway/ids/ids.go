// Package ids gives out the numbers by which the gateway knows things, and reads
// them as clients write them.
//
// What comes next in each series is a [fixtures.NextIDs], which whoever gives out
// keeps, with its lock.
package ids

import (
	"reflect"

	"example.com/sms77mock/fixtures"
)

// First returns the numbers that are given out first; all accounts share them. They
// are where the recorded exchanges are, so that they look like the real ones, and are
// the same in every run.
func First() fixtures.NextIDs {
	return fixtures.NextIDs{
		Message: 77214945865, Call: 1038703, Received: 1708977, Contact: 12297236, Group: 17923, Hook: 2043, Subaccount: 941955,
		Caller: 12345, Validation: 396177, File: 0xa1b2c3, Delivery: 1,
	}
}

// Written returns the numbers that come next as a world has them: none if those are
// the first ones.
func Written(next fixtures.NextIDs) fixtures.NextIDs {
	if next == First() {
		return fixtures.NextIDs{}
	}
	return next
}

// Take returns the number that comes next in a series.
func Take[N int | int64](next *N) N {
	id := *next
	*next++
	return id
}

// Named returns a number that a world gives to something, which the series has passed
// over, or else, if that is 0, the one that comes next.
func Named[N int | int64](next *N, id N) N {
	if id == 0 {
		return Take(next)
	}
	return id
}

// Raise lets no number come next that is lower than id.
func Raise[N int | int64](next *N, id N) { *next = max(*next, id) }

// RaiseAll lets no number come next that is lower than the one that a world says.
func RaiseAll(next *fixtures.NextIDs, w fixtures.NextIDs) {
	if w == (fixtures.NextIDs{}) {
		return // as with most worlds
	}
	series, least := reflect.ValueOf(next).Elem(), reflect.ValueOf(w)
	for i := range series.NumField() {
		series.Field(i).SetInt(max(series.Field(i).Int(), least.Field(i).Int()))
	}
}

// PassOver has no number come next that a world gives to something of an account, or
// of its subaccounts, wherever that stands among what it leaves unnumbered.
func PassOver(next *fixtures.NextIDs, has fixtures.Belongings) {
	for _, x := range *has.Contacts {
		Raise(&next.Contact, x.ID+1)
	}
	for _, x := range *has.Hooks {
		Raise(&next.Hook, x.ID+1)
	}
	for _, x := range *has.Callers {
		Raise(&next.Caller, x.ID+1)
	}
	for _, x := range *has.Validations {
		Raise(&next.Validation, x.ID+1)
	}
	if has.Subaccounts != nil {
		for _, x := range *has.Subaccounts {
			Raise(&next.Subaccount, x.ID+1)
			PassOver(next, x.Belongings())
		}
	}
}
