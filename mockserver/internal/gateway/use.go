package gateway

import (
	"fmt"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/world"
	"example.com/sms77mock/mockserver/internal/kept"
)

// use is something that analytics counts.
type use struct {
	at      time.Time
	kind    fixtures.UseKind
	label   string // the caller's label; "" for none
	country string // ISO 3166-1 alpha-2 code of the number; "" if unknown
	price   money.Amount
}

// useOther is what has no column of its own in analytics: it shows in the sum only.
const useOther = fixtures.UseKind("")

// charge takes the price of a use off the account's credit and counts it. It
// refuses, and changes nothing, if the credit does not suffice. With a sandbox
// key nothing is charged or counted.
func (st *state) charge(q *request, u use) error {
	if q.sandbox {
		return nil
	}
	if err := q.account.afford(u.price); err != nil {
		return err
	}
	u.at = q.now
	q.account.book(u, 1)
	return nil
}

// afford refuses what the account's credit does not suffice for.
func (a *account) afford(cost money.Amount) error {
	if cost > a.balance {
		return refuse(codes.NoCredit, "it costs %s EUR and the account %s has %s EUR", cost.Fixed(), a, a.balance.Fixed())
	}
	return nil
}

// sandboxPrice is the price that an answer to a sandbox key shows: 0, unless the
// world wants the one that is not charged.
func sandboxPrice(q *request, w *world.World, price money.Amount) money.Amount {
	if q.sandbox && w.SandboxPrices {
		return price
	}
	return 0
}

// book enters a use into the account's books, or takes it back if count is -1.
func (a *account) book(u use, count int) {
	a.balance -= u.price * money.Amount(count)
	a.usage.add(u, count)
}

// usage is what an account has used: how much of what on which day. It remembers more
// than the messages, of which only the last are kept.
type usage struct {
	sums map[usageKey]*amount
	room *kept.Room
	note kept.Note // nil where nobody wants to know
}

// usageKey is everything that analytics tells apart.
type usageKey struct {
	day            day
	kind           fixtures.UseKind
	label, country string
}

// amount is how often something was used, and for how much.
type amount struct {
	usageKey
	serial uint64
	count  int
	price  money.Amount
}

// add counts a use.
func (u *usage) add(x use, count int) {
	u.enter(usageKey{dayOf(x.at), x.kind, x.label, x.country}, count, x.price*money.Amount(count))
}

// enter adds to an amount. When there are very many labels, further ones count as
// none.
func (u *usage) enter(key usageKey, count int, price money.Amount) {
	if u.sums == nil {
		u.sums = map[usageKey]*amount{}
	}
	if u.sums[key] == nil && key.label != "" && (len(u.sums) >= maxEntries || !u.room.Take(key.weight())) {
		key.label = ""
	}
	sum := u.sums[key]
	if sum == nil {
		sum = &amount{usageKey: key, serial: u.room.Serial()}
		u.sums[key] = sum
	}
	sum.count += count
	sum.price += price
	u.tell(sum, true)
}

func (u *usage) tell(sum *amount, there bool) {
	if u.note != nil {
		u.note(sum.serial, sum, there)
	}
}

// weight is about how many bytes it takes to tell a label apart.
func (k usageKey) weight() int { return 200 + len(k.label) }

// Each calls f with every amount and its serial.
func (u *usage) Each(f func(serial uint64, x any)) {
	for _, sum := range u.sums {
		f(sum.serial, sum)
	}
}

// Watch has note told of every amount that changes, and of those that have gone.
func (u *usage) Watch(note kept.Note) { u.note = note }

// Clear forgets everything.
func (u *usage) Clear() {
	for key, sum := range u.sums {
		if key.label != "" {
			u.room.Give(key.weight())
		}
		u.tell(sum, false)
	}
	u.sums = nil
}

func (x *amount) write(p page) {
	has := p.has()
	*has.Usage = append(*has.Usage, fixtures.Use{Day: x.day.String(), Kind: x.kind, Label: x.label, Country: x.country, Count: x.count, Price: x.price.Fixed()})
}

// fill enters what the world has for an account.
func (u *usage) fill(list []fixtures.Use) {
	for _, w := range list {
		at, _ := time.Parse(time.DateOnly, w.Day)
		u.enter(usageKey{dayOf(at), w.Kind, w.Label, w.Country}, w.Count, money.Configured(w.Price))
	}
}

// day is a day of the calendar, such as 20260131.
type day int

func dayOf(t time.Time) day {
	year, month, date := t.Date()
	return day((year*100+int(month))*100 + date)
}

// String returns the day as answers have it: 2026-01-31.
func (d day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100) }

// total is what everything has cost.
func (u *usage) total() (sum money.Amount) {
	for _, x := range u.sums {
		sum += x.price
	}
	return sum
}
