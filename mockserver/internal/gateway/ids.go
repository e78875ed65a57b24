package gateway

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"example.com/sms77mock/fixtures"
)

// firstIDs are the numbers that the gateway gives out first; all accounts share
// them. They are where the recorded exchanges are, so that they look like the real
// ones, and are the same in every run.
func firstIDs() fixtures.NextIDs {
	return fixtures.NextIDs{
		Message: 77214945865, Call: 1038703, Received: 1708977, Contact: 12297236, Group: 17923, Hook: 2043, Subaccount: 941955,
		Caller: 12345, Validation: 396177, File: 0xa1b2c3, Delivery: 1,
	}
}

// nextIDs returns the numbers that come next, none if those are the first ones.
func (st *state) nextIDs() fixtures.NextIDs {
	if st.ids == firstIDs() {
		return fixtures.NextIDs{}
	}
	return st.ids
}

// raiseIDs lets no number come next that is lower than the one that a world says.
func (st *state) raiseIDs(w fixtures.NextIDs) {
	if w == (fixtures.NextIDs{}) {
		return // as with most worlds
	}
	next, least := reflect.ValueOf(&st.ids).Elem(), reflect.ValueOf(w)
	for i := range next.NumField() {
		next.Field(i).SetInt(max(next.Field(i).Int(), least.Field(i).Int()))
	}
}

// passOver has no number come next that a world gives to something of an account, or
// of its subaccounts, wherever that stands among what it leaves unnumbered.
func (st *state) passOver(has fixtures.Belongings) {
	for _, x := range *has.Contacts {
		raise(&st.ids.Contact, x.ID+1)
	}
	for _, x := range *has.Hooks {
		raise(&st.ids.Hook, x.ID+1)
	}
	for _, x := range *has.Callers {
		raise(&st.ids.Caller, x.ID+1)
	}
	for _, x := range *has.Validations {
		raise(&st.ids.Validation, x.ID+1)
	}
	if has.Subaccounts != nil {
		for _, x := range *has.Subaccounts {
			raise(&st.ids.Subaccount, x.ID+1)
			st.passOver(x.Belongings())
		}
	}
}

func raise[N int | int64](next *N, id N) { *next = max(*next, id) }

// idOf returns an id as a client writes it, read as PHP reads a number: 12,
// 012, 12.0 and 1.2e1 are the same. What is 0 stands for none, and what is no
// number is returned as it is.
func idOf(written string) string {
	n, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	switch {
	case err != nil || n != math.Trunc(n) || math.Abs(n) >= 1<<53:
		return written
	case n == 0:
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

// numberOf returns the id that a client writes, 0 if it is no whole number.
func numberOf(written string) int {
	n, _ := strconv.Atoi(idOf(written)) // 0 is the id of nothing
	return n
}

// named returns a number that a world gives to something, which the series has passed
// over, or else the one that comes next.
func named[N int | int64](next *N, id N) N {
	if id == 0 {
		return take(next)
	}
	return id
}

// take returns the number that comes next in a series.
func take[N int | int64](next *N) N {
	id := *next
	*next++
	return id
}
