package usage_test

import (
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/usage"
	"example.com/sms77mock/mockserver/internal/kept"
)

var start = time.Date(2023, 8, 23, 23, 13, 8, 0, time.UTC)

// books are empty ones in a room of so many bytes.
func books(bytes int) (*usage.Books, *kept.Room) {
	room := (*kept.Total)(nil).Room(bytes)
	b := usage.In(room)
	return &b, room
}

// written returns what books have, as worlds have it, in order.
func written(b *usage.Books) []fixtures.Use {
	var list []fixtures.Use
	for sum := range b.All() {
		list = append(list, sum.Written())
	}
	slices.SortFunc(list, func(x, y fixtures.Use) int {
		return slices.Compare([]string{x.Day, string(x.Kind), x.Label}, []string{y.Day, string(y.Kind), y.Label})
	})
	return list
}

// What is alike counts together, on the day in the zone of its moment; what is taken
// back counts no more. A world has it all.
func TestBooks(t *testing.T) {
	t.Parallel()
	b, _ := books(10000)
	use := usage.Use{At: start, Kind: fixtures.UseSMS, Label: "a", Country: "DE", Price: 750}
	b.Add(use, 1)
	b.Add(use, 2)
	b.Add(use, -1)
	use.Label = ""
	b.Add(use, 1)
	use.At, use.Kind = start.In(time.FixedZone("", 3600)), usage.Other
	b.Add(use, 1)
	want := []fixtures.Use{
		{Day: "2023-08-23", Kind: "sms", Country: "DE", Count: 1, Price: "0.0750"},
		{Day: "2023-08-23", Kind: "sms", Label: "a", Country: "DE", Count: 2, Price: "0.1500"},
		{Day: "2023-08-24", Country: "DE", Count: 1, Price: "0.0750"},
	}
	if got := written(b); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := b.Total().String(); got != "0.3" {
		t.Errorf("all of it has cost %s, want 0.3", got)
	}
	other, _ := books(10000)
	other.Fill(written(b))
	if got := written(other); !reflect.DeepEqual(got, want) {
		t.Errorf("from a world: got %+v, want %+v", got, want)
	}
}

// Labels for which there is no room, or that are too many, count as none; what they take
// is given back.
func TestLabels(t *testing.T) {
	t.Parallel()
	b, room := books(250)
	for _, label := range []string{"a", "b", "a", ""} {
		b.Add(usage.Use{At: start, Kind: fixtures.UseSMS, Label: label}, 1)
	}
	if got := written(b); len(got) != 2 || got[0].Label != "" || got[0].Count != 2 || got[1].Label != "a" || got[1].Count != 2 {
		t.Errorf("got %+v, want two of a and two without a label", got)
	}
	if b.Clear(); room.Taken() != 0 || len(written(b)) != 0 {
		t.Errorf("cleared: %d bytes are taken by %v", room.Taken(), written(b))
	}
	many, _ := books(100 << 20)
	for i := range 10_001 {
		many.Add(usage.Use{At: start, Label: strconv.Itoa(i)}, 1)
	}
	if got := written(many); len(got) != 10_001 || got[0].Label != "" || got[0].Count != 1 {
		t.Errorf("got %d sums, the first of %d, want 10001 and one without a label", len(got), got[0].Count)
	}
}

// Whoever watches is told of every sum that changes or goes, by its serial.
func TestWatch(t *testing.T) {
	t.Parallel()
	b, _ := books(10000)
	there := map[uint64]int{}
	b.Watch(func(serial uint64, x any, is bool) {
		if there[serial] = x.(*usage.Sum).Count; !is {
			delete(there, serial)
		}
	})
	for _, kind := range []fixtures.UseKind{fixtures.UseSMS, fixtures.UseRCS, fixtures.UseSMS} {
		b.Add(usage.Use{At: start, Kind: kind}, 1)
	}
	all := map[uint64]int{}
	b.Each(func(serial uint64, x any) { all[serial] = x.(*usage.Sum).Count })
	if len(all) != 2 || !reflect.DeepEqual(there, all) {
		t.Errorf("told of %v, want %v", there, all)
	}
	if b.Clear(); len(there) != 0 {
		t.Errorf("cleared: %v are there still", there)
	}
}
