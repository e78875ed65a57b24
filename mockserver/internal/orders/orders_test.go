package orders_test

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/orders"
)

// What becomes of an order, request by request: how many of five use it.
func TestTake(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		terms orders.Terms
		want  string // the requests that use it
		left  []string
	}{
		{orders.Terms{Times: 1}, "0", []string{"1 a: 1/1 true"}},
		{orders.Terms{Times: 2}, "01", []string{"1 a: 2/2 true"}},
		{orders.Terms{After: 1, Times: 2}, "12", []string{"1 a: 3/2 true"}},
		{orders.Terms{After: 4, Times: 2}, "4", []string{"1 a: 5/1 false"}},
		{orders.Terms{After: 9, Times: 1}, "", []string{"1 a: 5/0 false"}},
		{orders.Terms{Times: -1}, "01234", []string{"1 a: 5/5 false"}},
	} {
		q := queue(t, 9, test.terms)
		used := ""
		for i := range 5 {
			if o := q.Take(all); o != nil {
				used += fmt.Sprint(i)
			}
		}
		if got := counts(q); used != test.want || !slices.Equal(got, test.left) {
			t.Errorf("%+v: used by %q, left %q, want %q and %q", test.terms, used, got, test.want, test.left)
		}
	}
}

// The oldest order takes a request first; one that lets it pass leaves it to the
// next, one that is not for it does not count it.
func TestTakeInOrder(t *testing.T) {
	t.Parallel()
	q := queue(t, 9, orders.Terms{After: 1, Times: 1}, orders.Terms{Times: 1}, orders.Terms{Times: 1})
	var taken []string
	for range 2 {
		o := q.Take(func(o *orders.Order[string]) bool { return o.What != "c" })
		taken = append(taken, o.What)
	}
	if want := []string{"b", "a"}; !slices.Equal(taken, want) {
		t.Errorf("took %q, want %q", taken, want)
	}
	if got, want := counts(q), []string{"1 a: 2/1 true", "2 b: 1/1 true", "3 c: 0/0 false"}; !slices.Equal(got, want) {
		t.Errorf("left %q, want %q", got, want)
	}
	if found := q.Find(all); len(found) != 1 || found[0].What != "c" {
		t.Errorf("in force are %v, want c alone", found)
	}
}

// A queue that keeps no spent orders has none, and they weigh nothing.
func TestSpentAreNotKept(t *testing.T) {
	t.Parallel()
	q := queue(t, 0, orders.Terms{Times: 1, Bytes: 7}, orders.Terms{Times: 2, Bytes: 4})
	first := q.Find(all)[0]
	for range 2 {
		q.Take(all)
	}
	if got, want := counts(q), []string{"2 b: 1/1 false"}; !slices.Equal(got, want) || q.Kept() != 4 {
		t.Errorf("left %q of %d bytes, want %q of 4", got, q.Kept(), want)
	}
	if !closed(first.Gone()) {
		t.Error("the spent one has not gone")
	}
	if q.Remove(first.ID) {
		t.Error("the spent one could be taken back")
	}
}

// Of what is spent, the oldest make room for what is new; nothing else does.
func TestRoom(t *testing.T) {
	t.Parallel()
	const quarter = 1 << 18 // of what there is
	spent, lasting := orders.Terms{Times: 1, Bytes: quarter}, orders.Terms{Times: -1, Bytes: quarter}
	const refusal = "there is no room beside the orders that are in force (%d), want at most 4, of 1 MiB together: take some back first"
	for name, test := range map[string]struct {
		given []orders.Terms
		bytes int    // what the last one weighs
		left  []int  // numbers
		err   string // of the last one
	}{
		"as many as are kept": {[]orders.Terms{spent, spent}, quarter, []int{1, 2, 3}, ""},
		"one more":            {[]orders.Terms{spent, spent, spent}, quarter, []int{2, 3, 4}, ""},
		"more in force":       {[]orders.Terms{spent, lasting, spent, lasting}, quarter, []int{2, 4, 5}, ""},
		"heavy":               {[]orders.Terms{spent, spent}, 3 * quarter, []int{2, 3}, ""},
		"heavier":             {[]orders.Terms{spent, spent}, 4 * quarter, []int{3}, ""},
		"too heavy":           {[]orders.Terms{spent, spent}, 5 * quarter, nil, fmt.Sprintf(refusal, 0)},
		"too heavy beside it": {[]orders.Terms{spent, lasting}, 4 * quarter, []int{2}, fmt.Sprintf(refusal, 1)},
		"too many":            {[]orders.Terms{lasting, lasting, lasting, lasting}, 0, []int{1, 2, 3, 4}, fmt.Sprintf(refusal, 4)},
	} {
		q := orders.New[string](orders.Limits{Kind: "orders", InForce: fixtures.Bound{Orders: 4, Bytes: 4 * quarter}, WithSpent: 3}, nil)
		for _, terms := range test.given {
			o, err := q.Add("x", terms)
			if err != nil {
				t.Fatal(err)
			}
			q.Take(func(x *orders.Order[string]) bool { return x.ID == o.ID })
		}
		before := orders.List(q, same)
		last, err := q.Add("x", orders.Terms{Times: 1, Bytes: test.bytes})
		if got := message(err); got != test.err {
			t.Errorf("%s: got error %q, want %q", name, got, test.err)
		}
		left := orders.List(q, func(o orders.Order[string]) int { return o.ID })
		if !slices.Equal(left, test.left) || (last.ID == len(test.given)+1) != (err == nil) {
			t.Errorf("%s: left %v and added number %d, want %v", name, left, last.ID, test.left)
		}
		kept := quarter * len(left)
		if err == nil {
			kept += test.bytes - quarter
		}
		if got := q.Kept(); got != kept {
			t.Errorf("%s: %d bytes are kept, want %d", name, got, kept)
		}
		for _, o := range before {
			if closed(o.Gone()) == slices.Contains(left, o.ID) {
				t.Errorf("%s: order %d has gone: %t", name, o.ID, closed(o.Gone()))
			}
		}
	}
}

// Orders are taken back by owner or by number, and only those in force count, or
// what still holds something.
func TestTakeBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		takeBack func(*orders.Queue[string]) int
		want     int
		gone     []int
	}{
		"a client's":        {func(q *orders.Queue[string]) int { return q.Clear(control.OfClient("app")) }, 1, []int{1, 2}},
		"an account's":      {func(q *orders.Queue[string]) int { return q.Clear(control.OfAccount("john")) }, 1, []int{3}},
		"everybody's":       {func(q *orders.Queue[string]) int { return q.Clear(control.Everything()) }, 3, []int{1, 2, 3, 4}},
		"a stranger's":      {func(q *orders.Queue[string]) int { return q.Clear(control.OfClient("other")) }, 0, nil},
		"one in force":      {func(q *orders.Queue[string]) int { return number(q.Remove(2)) }, 1, []int{2}},
		"a spent one":       {func(q *orders.Queue[string]) int { return number(q.Remove(1)) }, 0, []int{1}},
		"one that holds":    {func(q *orders.Queue[string]) int { return number(q.Remove(4)) }, 1, []int{4}},
		"one that is not":   {func(q *orders.Queue[string]) int { return number(q.Remove(5)) }, 0, nil},
		"the same one, too": {func(q *orders.Queue[string]) int { return number(q.Remove(2)) + number(q.Remove(2)) }, 1, []int{2}},
	} {
		q := queue(t, 9,
			orders.Terms{ClientID: "app", Times: 1}, orders.Terms{ClientID: "app", Times: 1},
			orders.Terms{Account: "john", Times: 1}, orders.Terms{Times: 1, Holds: true})
		before := orders.List(q, same)
		q.Take(func(o *orders.Order[string]) bool { return o.What == "a" })
		q.Take(func(o *orders.Order[string]) bool { return o.What == "d" })
		if got := test.takeBack(q); got != test.want {
			t.Errorf("%s: took back %d, want %d", name, got, test.want)
		}
		var gone []int
		for _, o := range before {
			if closed(o.Gone()) {
				gone = append(gone, o.ID)
			}
		}
		if !slices.Equal(gone, test.gone) || len(orders.List(q, same)) != 4-len(gone) {
			t.Errorf("%s: %v have gone, want %v, and left are %q", name, gone, test.gone, counts(q))
		}
	}
}

func TestGiveBack(t *testing.T) {
	t.Parallel()
	q := queue(t, 9, orders.Terms{Times: 1})
	q.GiveBack(q.Take(all).ID)
	if got, want := counts(q), []string{"1 a: 0/0 false"}; !slices.Equal(got, want) {
		t.Errorf("left %q, want %q", got, want)
	}
	if o := q.Take(all); o == nil {
		t.Error("what was given back cannot be used again")
	}
}

// What changes the orders in force changes the revision, and looking does not.
func TestRevision(t *testing.T) {
	t.Parallel()
	q := queue(t, 9, orders.Terms{After: 1, Times: 1})
	for _, test := range []struct {
		name    string
		do      func()
		changes bool
	}{
		{"Find", func() { q.Find(all) }, false},
		{"List", func() { orders.List(q, same) }, false},
		{"Take of nothing", func() { q.Take(func(*orders.Order[string]) bool { return false }) }, false},
		{"Take that lets pass", func() { q.Take(all) }, true},
		{"Take", func() { q.Take(all) }, true},
		{"GiveBack", func() { q.GiveBack(1) }, true},
		{"Remove", func() { q.Remove(1) }, true},
		{"Add", func() { q.Add("b", orders.Terms{}) }, true},
	} {
		before := q.Revision()
		test.do()
		if got := q.Revision() != before; got != test.changes {
			t.Errorf("%s: changes the revision: %t, want %t", test.name, got, test.changes)
		}
	}
}

// An order is used exactly as often as it says, however many requests come at once.
func TestExactlyOften(t *testing.T) {
	t.Parallel()
	for _, spent := range []int{0, 9} {
		q := queue(t, spent, orders.Terms{After: 30, Times: 40}, orders.Terms{Times: 50})
		var used atomic.Int64
		var requests sync.WaitGroup
		for range 200 {
			requests.Go(func() {
				if q.Take(all) != nil {
					used.Add(1)
				}
				orders.List(q, same)
				q.Remove(9)
			})
		}
		requests.Wait()
		if got := used.Load(); got != 90 {
			t.Errorf("keeping %d spent ones: used %d times, want 90", spent, got)
		}
	}
}

// queue returns a queue with orders a, b, c and so on.
func queue(t *testing.T, withSpent int, terms ...orders.Terms) *orders.Queue[string] {
	t.Helper()
	q := orders.New[string](orders.Limits{Kind: "orders", InForce: fixtures.Bound{Orders: 9, Bytes: 1 << 20}, WithSpent: withSpent}, nil)
	for i, x := range terms {
		if o, err := q.Add(string(rune('a'+i)), x); err != nil || o.ID != i+1 {
			t.Fatalf("got number %d and error %v, want %d", o.ID, err, i+1)
		}
	}
	return q
}

func all(*orders.Order[string]) bool { return true }

func same(o orders.Order[string]) orders.Order[string] { return o }

// counts is what has become of each order: how many requests it has seen, how many
// have used it, and whether it is spent.
func counts(q *orders.Queue[string]) []string {
	return orders.List(q, func(o orders.Order[string]) string {
		return fmt.Sprintf("%d %s: %d/%d %t", o.ID, o.What, o.Seen, o.Used, o.Spent)
	})
}

func number(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
