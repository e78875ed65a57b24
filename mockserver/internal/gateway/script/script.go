// Package script keeps what testers have ordered of the next messages, and finds
// what is ordered of one.
package script

import (
	"cmp"
	"slices"
	"strconv"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/orders"
)

// List is the scripts that have not been used up, in the order in which they were
// ordered. [In] makes one.
type List struct{ *orders.Queue[control.Script] }

// In returns an empty list that takes its room from a total; nil stands for one of
// its own.
func In(total *kept.Total) List {
	return List{orders.New[control.Script](orders.Limits{Kind: "outcomes", InForce: fixtures.MostOutcomes()}, total)}
}

// Order puts a script in force that has been checked. It is an error if there is no
// room for it.
func (l List) Order(s control.Script) (control.PendingScript, error) { return l.order(s, false) }

// Begin puts a script of a world in force, which was checked with the world.
func (l List) Begin(s control.Script) { l.order(s, true) }

func (l List) order(s control.Script, ofWorld bool) (control.PendingScript, error) {
	s.Times, s.Statuses = cmp.Or(s.Times, 1), slices.Clone(s.Statuses)
	o, err := l.Add(s, orders.Terms{ClientID: s.ClientID, Account: s.Account, Times: s.Times, Bytes: s.Weight(), OfWorld: ofWorld})
	return pending(o), err
}

// pending returns what a tester sees of a script, which shares nothing with it.
func pending(o orders.Order[control.Script]) control.PendingScript {
	o.What.Statuses = slices.Clone(o.What.Statuses)
	return control.PendingScript{ID: o.ID, Script: o.What, Used: o.Used}
}

// All returns copies of the scripts.
func (l List) All() []control.PendingScript { return orders.List(l.Queue, pending) }

// For returns the first script that is for a message, and counts the message; nil if
// there is none. The script may be used up by that.
func (l List) For(m Message) *control.PendingScript {
	o := l.Take(func(o *orders.Order[control.Script]) bool { return m.follows(o.What) })
	if o == nil {
		return nil
	}
	p := pending(*o)
	return &p
}

// Refusal returns the code that a script has a message refused with, and the reason;
// ok is false if it orders none, or is nil.
func Refusal(p *control.PendingScript) (code int, why string, ok bool) {
	if p == nil || p.Script.Code == 0 {
		return 0, "", false
	}
	return p.Script.Code, "ordered by outcome number " + strconv.Itoa(p.ID), true
}
