package gateway

import (
	"errors"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// finding is what is known of a number that is looked up.
type finding struct {
	written    string        // as the client wrote it
	number     number.Number // none if it is no number
	failure    error         // why the lookup fails, nil if it does not
	price      money.Amount  // what it has cost
	carrier    fixtures.Carrier
	original   fixtures.Carrier    // that the number's prefix was given to
	subscriber fixtures.Subscriber // with the defaults filled in
}

// find looks a number up and charges for it, unless that fails.
func (st *state) find(q *request, kind lookup, written string) finding {
	f := finding{written: written}
	parsed, ok := number.Parse(written)
	if written == "" {
		f.failure = refuse(codes.Recipient, "%s; want a number such as 491716992343", q.missing("number"))
		return f
	}
	if !ok {
		f.failure = refuse(codes.Recipient, "`number` has %q; want a number such as 491716992343", written)
		return f
	}
	f.number = parsed
	f.subscriber = st.world.Subscriber(parsed)
	f.original, _ = st.world.Carrier(parsed.E164())
	f.carrier = f.original
	for _, c := range st.world.Carriers {
		if f.subscriber.Network != "" && c.MCCMNC == f.subscriber.Network {
			f.carrier = c
			break
		}
	}
	if code := f.subscriber.Code; code != 0 {
		f.failure = refuse(code, "the world has lookups of %s fail with %d", parsed.E164(), code)
		return f
	}
	price := money.Configured(kind.price)
	if price == 0 && kind.kind == useOther {
		return f // neither costs anything nor counts
	}
	f.failure = st.charge(q, use{kind: kind.kind, country: parsed.PricedAs(), price: price})
	if f.failure == nil && !q.sandbox {
		f.price = price
	}
	return f
}

// code returns the vendor's code for how the lookup ended.
func (f finding) code() int {
	if e := (*refusal)(nil); errors.As(f.failure, &e) {
		return e.code
	}
	return codes.Accepted
}

// networkType returns what kind of line the number is at a carrier.
func (f finding) networkType(at fixtures.Carrier) string {
	if at.NetworkType != "" {
		return string(at.NetworkType)
	}
	return f.number.NetworkType()
}
