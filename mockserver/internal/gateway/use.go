package gateway

import "time"

// use is something that analytics counts.
type use struct {
	at      time.Time
	count   int // 1, or -1 if it is taken back
	kind    useKind
	label   string // the caller's label; "" for none
	country string // ISO 3166-1 alpha-2 code of the number; "" if unknown
	price   money
}

// useKind is a column of analytics.
type useKind string

const (
	useSMS     useKind = "sms"
	useVoice   useKind = "voice"
	useHLR     useKind = "hlr"
	useMNP     useKind = "mnp"
	useInbound useKind = "inbound"
	useOther   useKind = "" // shows in usage_eur only
)

// charge takes the price of a use off the account's credit and counts it. It
// refuses, and changes nothing, if the credit does not suffice. With a sandbox
// key nothing is charged or counted.
func (g *Gateway) charge(q *request, u use) error {
	if q.sandbox {
		return nil
	}
	if a := q.account; u.price > a.balance {
		return refuse(codeNoCredit, "it costs %s EUR and the account %s has %s EUR", u.price.fixed(), a.Name, a.balance.fixed())
	}
	g.book(q, u, 1)
	return nil
}

// book enters a use into the account's books, or takes it back if count is -1.
func (g *Gateway) book(q *request, u use, count int) {
	u.at, u.count = q.now, count
	q.account.balance -= u.price * money(count)
	q.account.uses = remember(q.account.uses, u, g.world.Messages)
}

// remember appends x to list and drops the oldest entries beyond most.
func remember[T any](list []T, x T, most int) []T {
	list = append(list, x)
	if extra := len(list) - most; extra > 0 {
		clear(list[:extra])
		list = list[extra:]
	}
	return list
}
