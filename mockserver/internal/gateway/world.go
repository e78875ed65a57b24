package gateway

import (
	"slices"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// world is the gateway's part of a world, with what is asked of it for each of many
// recipients. It is never changed, and so it may be read without the lock.
type world struct {
	fixtures.Gateway
	index func() *index // made when it is first asked for: most servers send nothing
}

// index finds what a world says of numbers.
type index struct {
	sms, rcs, waba money.Amount            // what a message costs, an SMS for each part
	prices         map[string]money.Amount // of a part of an SMS, by countries with a price of their own
	magic          map[string]fixtures.MagicNumber
	subscribers    map[string]fixtures.Subscriber
	carriers       map[string]fixtures.Carrier // by how their numbers begin
}

func newWorld(config fixtures.Gateway) *world {
	w := &world{Gateway: config.Complete()}
	w.index = sync.OnceValue(w.newIndex)
	return w
}

func (w *world) newIndex() *index {
	i := &index{
		sms: money.Configured(w.Prices.SMS), rcs: money.Configured(w.Prices.RCS), waba: money.Configured(w.Prices.WABA),
		prices:      map[string]money.Amount{},
		magic:       byKey(w.MagicNumbers, func(m fixtures.MagicNumber) string { return m.Number }),
		subscribers: byKey(w.Subscribers, func(s fixtures.Subscriber) string { return s.Number }),
		carriers:    byKey(w.Carriers, func(c fixtures.Carrier) string { return c.Prefix }),
	}
	for _, c := range slices.Backward(w.Countries) { // of several with a code the first one counts
		if len(c.Networks) > 0 {
			i.prices[c.Code] = money.Configured(c.Networks[0].Price)
		}
	}
	return i
}

// byKey returns things by their keys, the first one with a key.
func byKey[T any](things []T, key func(T) string) map[string]T {
	found := make(map[string]T, len(things))
	for _, x := range slices.Backward(things) {
		found[key(x)] = x
	}
	return found
}

// price returns what a message of so many parts to a number of a country costs. For
// an SMS, the price list says it for the country's first network, else the world's
// general price counts.
func (w *world) price(c control.Channel, parts int, country string) money.Amount {
	i := w.index()
	switch c {
	case control.ChannelRCS:
		return i.rcs
	case control.ChannelWhatsApp:
		return i.waba
	}
	price, ok := i.prices[country]
	if !ok {
		price = i.sms
	}
	return price * money.Amount(parts)
}

// carrier returns what the world knows of a number by its beginning.
func (w *world) carrier(e164 string) (fixtures.Carrier, bool) {
	carriers := w.index().carriers
	for end := len(e164); end > 0 && len(carriers) > 0; end-- {
		if c, ok := carriers[e164[:end]]; ok {
			return c, true
		}
	}
	return fixtures.Carrier{}, false
}

// reaches reports whether a channel reaches a number: RCS does not where the world
// says that its phone can do nothing of it.
func (w *world) reaches(c control.Channel, n number.Number) bool {
	return c != control.ChannelRCS || len(w.subscriber(n).RCS) > 0
}
