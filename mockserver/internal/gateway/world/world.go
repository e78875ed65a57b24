// Package world finds what a world says of numbers: what a message to one costs and
// causes, and what lookups find out about it.
package world

import (
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/money"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// World is the gateway's part of a world, with what is asked of it for each of many
// recipients. It is never changed, and so it may be read without the lock.
type World struct {
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

// New returns the world of a gateway that is configured so.
func New(config fixtures.Gateway) *World {
	w := &World{Gateway: config.Complete()}
	w.index = sync.OnceValue(w.newIndex)
	return w
}

func (w *World) newIndex() *index {
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

// Price returns what a message of so many parts to a number of a country costs. For
// an SMS, the price list says it for the country's first network, else the world's
// general price counts.
func (w *World) Price(c control.Channel, parts int, country string) money.Amount {
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

// Carrier returns what the world knows of a number by its beginning.
func (w *World) Carrier(e164 string) (fixtures.Carrier, bool) {
	carriers := w.index().carriers
	for end := len(e164); end > 0 && len(carriers) > 0; end-- {
		if c, ok := carriers[e164[:end]]; ok {
			return c, true
		}
	}
	return fixtures.Carrier{}, false
}

// Reaches reports whether a channel reaches a number: RCS does not where the world
// says that its phone can do nothing of it.
func (w *World) Reaches(c control.Channel, n number.Number) bool {
	return c != control.ChannelRCS || len(w.Subscriber(n).RCS) > 0
}

// Magic returns what the world says a recipient causes; the zero value for one
// that is nothing special.
func (w *World) Magic(e164 string) fixtures.MagicNumber { return w.index().magic[e164] }

// Subscriber returns what lookups find out about a number: what the world says,
// else what the magic number does to messages, else that all is well.
func (w *World) Subscriber(n number.Number) fixtures.Subscriber {
	s, listed := w.index().subscribers[n.E164()]
	if !listed {
		s.Number = n.E164()
		magic := w.Magic(n.E164())
		if slices.Contains(fixtures.LookupCodes(), magic.Code) {
			s.Code = magic.Code
		}
		s.Reachable = reachability(magic.Status)
	}
	if s.Name == "" {
		s.Name = strings.ToUpper(n.CountryName())
	}
	if s.RCS == nil {
		s.RCS = fixtures.UsualRCS()
	}
	if s.Valid == "" {
		s.Valid = "valid"
	}
	if s.Reachable == "" {
		s.Reachable = fixtures.Reachable
	}
	if s.Ported == "" {
		s.Ported = fixtures.AssumedNotPorted
		if s.Network != "" {
			s.Ported = fixtures.Ported
		}
	}
	return s
}

// reachability returns the state of a magic number whose messages end with the
// given status.
func reachability(s fixtures.DeliveryStatus) fixtures.Reachability {
	switch s {
	case fixtures.NotDelivered:
		return fixtures.Undeliverable
	case fixtures.ExpiredSMS:
		return fixtures.Absent
	case fixtures.FailedSMS:
		return fixtures.BadNumber
	case fixtures.RejectedSMS:
		return fixtures.Blacklisted
	case fixtures.UnknownSMS:
		return fixtures.ReachabilityUnknown
	}
	return fixtures.Reachable
}
