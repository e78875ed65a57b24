package lookup

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// Finding is what is known of a number that is looked up.
type Finding struct {
	Written    string        // as the client wrote it
	Number     number.Number // none if it is no number
	Code       int           // the vendor's, [codes.Accepted] unless the lookup fails
	Price      money.Amount  // what it has cost
	Carrier    fixtures.Carrier
	Original   fixtures.Carrier    // that the number's prefix was given to
	Subscriber fixtures.Subscriber // with the defaults filled in
}

// Find returns what a world says of a number that a client has written. It has cost
// nothing yet.
func Find(w *world.World, written string) Finding {
	n, ok := number.Parse(written)
	if !ok {
		return Finding{Written: written, Code: codes.Recipient}
	}
	f := Finding{Written: written, Number: n, Code: codes.Accepted, Subscriber: w.Subscriber(n)}
	f.Original, _ = w.Carrier(n.E164())
	f.Carrier = f.Original
	for _, c := range w.Carriers {
		if f.Subscriber.Network != "" && c.MCCMNC == f.Subscriber.Network {
			f.Carrier = c
			break
		}
	}
	if f.Subscriber.Code != 0 {
		f.Code = f.Subscriber.Code
	}
	return f
}

func (f Finding) failed() bool { return f.Code != codes.Accepted }

// networkType returns what kind of line the number is at a carrier.
func (f Finding) networkType(at fixtures.Carrier) string {
	if at.NetworkType != "" {
		return string(at.NetworkType)
	}
	return f.Number.NetworkType()
}
