package ids_test

import (
	"math"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]struct {
		id     string
		number int64 // the largest int stands for a larger one, which 32 bits have
	}{
		"12": {"12", 12}, "012": {"12", 12}, "12.0": {"12", 12}, "1.2e1": {"12", 12}, " 12 ": {"12", 12}, "-3": {"-3", -3},
		"0": {"", 0}, "0.0": {"", 0}, "": {"", 0}, "x": {"x", 0}, "12.5": {"12.5", 0}, "12x": {"12x", 0},
		"77214945865": {"77214945865", 77214945865}, "1e300": {"1e300", 0},
	} {
		if id, number := ids.Read(written), ids.Number(written); id != want.id || int64(number) != min(want.number, math.MaxInt) {
			t.Errorf("%q: got %q and %d, want %q and %d", written, id, number, want.id, want.number)
		}
	}
}

// Numbers come one after the other, and none comes twice that a world has given away.
func TestSeries(t *testing.T) {
	t.Parallel()
	next := ids.First()
	if got := ids.Written(next); got != (fixtures.NextIDs{}) {
		t.Errorf("at first a world has %+v, want none", got)
	}
	first := next.Hook
	a := fixtures.Account{
		Hooks:       []fixtures.Hook{{ID: first + 1}, {}},
		Contacts:    []fixtures.Contact{{ID: next.Contact + 7}},
		Callers:     []fixtures.Caller{{ID: 1}}, // long since given out
		Subaccounts: []fixtures.Subaccount{{ID: next.Subaccount + 2, Hooks: []fixtures.Hook{{ID: first + 4}}}},
	}
	ids.PassOver(&next, a.Belongings())
	ids.RaiseAll(&next, fixtures.NextIDs{Group: 20000, Contact: 1})
	for _, test := range []struct {
		what      string
		got, want int
	}{
		{"a hook that has a number", ids.Named(&next.Hook, first+1), first + 1},
		{"one that has none", ids.Named(&next.Hook, 0), first + 5},
		{"the next one", ids.Take(&next.Hook), first + 6},
		{"a contact", ids.Take(&next.Contact), ids.First().Contact + 8},
		{"a caller", ids.Take(&next.Caller), ids.First().Caller},
		{"a subaccount", ids.Take(&next.Subaccount), ids.First().Subaccount + 3},
		{"a group", ids.Take(&next.Group), 20000},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %d, want %d", test.what, test.got, test.want)
		}
	}
	if got := ids.Written(next); got != next {
		t.Errorf("a world has %+v, want %+v", got, next)
	}
}
