package gateway

import (
	"fmt"
	"time"

	"example.com/sms77mock/mockserver/internal/kept"
)

// use is something that analytics counts.
type use struct {
	at      time.Time
	kind    useKind
	label   string // the caller's label; "" for none
	country string // ISO 3166-1 alpha-2 code of the number; "" if unknown
	price   money
}

// useKind is a column of analytics.
type useKind string

const (
	useSMS     useKind = "sms"
	useRCS     useKind = "rcs"
	useVoice   useKind = "voice"
	useHLR     useKind = "hlr"
	useMNP     useKind = "mnp"
	useInbound useKind = "inbound"
	useOther   useKind = "" // shows in usage_eur only
)

// charge takes the price of a use off the account's credit and counts it. It
// refuses, and changes nothing, if the credit does not suffice. With a sandbox
// key nothing is charged or counted.
func (st *state) charge(q *request, u use) error {
	if q.sandbox {
		return nil
	}
	if a := q.account; u.price > a.balance {
		return refuse(codeNoCredit, "it costs %s EUR and the account %s has %s EUR", u.price.fixed(), a, a.balance.fixed())
	}
	st.book(q, u, 1)
	return nil
}

// sandboxPrice is the price that an answer to a sandbox key shows: 0, unless the
// world wants the one that is not charged.
func (w *world) sandboxPrice(q *request, price money) money {
	if q.sandbox && w.SandboxPrices {
		return price
	}
	return 0
}

// book enters a use into the account's books, or takes it back if count is -1.
func (st *state) book(q *request, u use, count int) {
	u.at = q.now
	q.account.balance -= u.price * money(count)
	q.account.usage.add(u, count)
}

// usage is what an account has used: how much of what on which day. It does not
// forget with the messages, of which only the last are kept.
type usage struct {
	sums map[usageKey]*amount
	room *kept.Room
}

// usageKey is everything that analytics tells apart.
type usageKey struct {
	day            day
	kind           useKind
	label, country string
}

// amount is how often something was used, and for how much.
type amount struct {
	count int
	price money
}

// add counts a use. When there are very many labels, further ones count as none.
func (u *usage) add(x use, count int) {
	if u.sums == nil {
		u.sums = map[usageKey]*amount{}
	}
	key := usageKey{dayOf(x.at), x.kind, x.label, x.country}
	if u.sums[key] == nil && x.label != "" && (len(u.sums) >= maxEntries || !u.room.Take(key.weight())) {
		key.label = ""
	}
	sum := u.sums[key]
	if sum == nil {
		sum = &amount{}
		u.sums[key] = sum
	}
	sum.count += count
	sum.price += x.price * money(count)
}

// weight is about how many bytes it takes to tell a label apart.
func (k usageKey) weight() int { return 200 + len(k.label) }

// clear forgets everything.
func (u *usage) clear() {
	for key := range u.sums {
		if key.label != "" {
			u.room.Give(key.weight())
		}
	}
	u.sums = nil
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
func (u *usage) total() (sum money) {
	for _, x := range u.sums {
		sum += x.price
	}
	return sum
}
