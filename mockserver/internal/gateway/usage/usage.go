// Package usage counts what an account has used, for analytics: how much of what on
// which day.
package usage

import (
	"iter"
	"maps"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Use is something that is counted.
type Use struct {
	At      time.Time
	Kind    fixtures.UseKind
	Label   string // the caller's label; "" for none
	Country string // ISO 3166-1 alpha-2 code of the number; "" if unknown
	Price   money.Amount
}

// Other is what has no column of its own in analytics: it shows in the sum only.
const Other = fixtures.UseKind("")

// Books are what an account has used. They remember more than the messages, of which
// only the last are kept. They belong to a state and are guarded by its lock. [In]
// makes them.
type Books struct {
	sums map[Key]*Sum
	room *kept.Room
	note kept.Note // nil where nobody wants to know
}

// In returns empty books that take the room of what they tell apart.
func In(room *kept.Room) Books { return Books{room: room} }

// Key is everything that analytics tells apart.
type Key struct {
	Day            Day
	Kind           fixtures.UseKind
	Label, Country string
}

// Sum is how often something was used, and for how much.
type Sum struct {
	Key
	Count int
	Price money.Amount

	serial uint64
}

// maxSums is how many labels may be told apart, with everything else.
const maxSums = 10000

// Add counts a use so many times; -1 takes it back. When there are very many labels,
// further ones count as none.
func (b *Books) Add(x Use, count int) {
	b.enter(Key{DayOf(x.At), x.Kind, x.Label, x.Country}, count, x.Price*money.Amount(count))
}

func (b *Books) enter(key Key, count int, price money.Amount) {
	if b.sums == nil {
		b.sums = map[Key]*Sum{}
	}
	if b.sums[key] == nil && key.Label != "" && (len(b.sums) >= maxSums || !b.room.Take(key.weight())) {
		key.Label = ""
	}
	sum := b.sums[key]
	if sum == nil {
		sum = &Sum{Key: key, serial: b.room.Serial()}
		b.sums[key] = sum
	}
	sum.Count += count
	sum.Price += price
	b.tell(sum, true)
}

func (b *Books) tell(sum *Sum, there bool) {
	if b.note != nil {
		b.note(sum.serial, sum, there)
	}
}

// weight is about how many bytes it takes to tell a label apart.
func (k Key) weight() int { return 200 + len(k.Label) }

// All returns every sum, in no order.
func (b *Books) All() iter.Seq[*Sum] { return maps.Values(b.sums) }

// Each calls f with every sum and its serial.
func (b *Books) Each(f func(serial uint64, x any)) {
	for _, sum := range b.sums {
		f(sum.serial, sum)
	}
}

// Watch has note told of every sum that changes, and of those that have gone.
func (b *Books) Watch(note kept.Note) { b.note = note }

// Clear forgets everything.
func (b *Books) Clear() {
	for key, sum := range b.sums {
		if key.Label != "" {
			b.room.Give(key.weight())
		}
		b.tell(sum, false)
	}
	b.sums = nil
}

// Total is what everything has cost.
func (b *Books) Total() (total money.Amount) {
	for _, sum := range b.sums {
		total += sum.Price
	}
	return total
}

// Fill enters what a world has.
func (b *Books) Fill(list []fixtures.Use) {
	for _, w := range list {
		at, _ := time.Parse(time.DateOnly, w.Day)
		b.enter(Key{DayOf(at), w.Kind, w.Label, w.Country}, w.Count, money.Configured(w.Price))
	}
}

// Written returns the sum as worlds have it.
func (s *Sum) Written() fixtures.Use {
	return fixtures.Use{Day: s.Day.String(), Kind: s.Kind, Label: s.Label, Country: s.Country, Count: s.Count, Price: s.Price.Fixed()}
}
