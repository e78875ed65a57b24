// Package fault decides whether the next answer is to be something else.
//
// A [Set] holds the faults in force. For every request the server asks it with
// [Set.Take]; a fault that matches is counted and tells what to do as an
// [Effect]. Nothing happens at random: faults strike in the order in which
// they were injected, each exactly as often as it says.
package fault

import (
	"cmp"
	"io"
	"maps"
	"net/http"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
	"example.com/sms77mock/mockserver/internal/orders"
)

// order is a fault with its preset: the zero one, which strikes anywhere, if it has
// none.
type order struct {
	control.Fault
	preset fixtures.Preset
}

// Request is what a fault looks at to choose its requests.
type Request struct {
	Endpoint                     fixtures.Endpoint
	ClientID, Account, GrantType string

	HTTP *http.Request // the request itself, for faults with a Match; else nil will do
	Body string        // its body
}

// afresh returns the request with its body, for somebody who may read it.
func (r Request) afresh() *http.Request {
	again := r.HTTP.Clone(r.HTTP.Context())
	again.Body = io.NopCloser(strings.NewReader(r.Body))
	return again
}

// Set holds the faults of one server. [New] makes one. Its methods may be called from
// several goroutines.
type Set struct {
	orders *orders.Queue[order] // in the order of their injection
}

// New returns an empty set that takes its room from a total; nil stands for one of its
// own. A spent fault is kept for the tester to see, as long as there are not many.
func New(total *kept.Total) *Set {
	return &Set{orders.New[order](orders.Limits{Kind: "faults", InForce: fixtures.MostFaults(), WithSpent: 100}, total)}
}

// Inject puts f in force. A fault that makes no sense is refused with an error
// that lists every mistake, and changes nothing.
func (s *Set) Inject(f control.Fault) (control.PendingFault, error) { return s.inject(f, false) }

// Begin puts a fault of a world in force, which was checked with the world.
func (s *Set) Begin(f control.Fault) { s.inject(f, true) }

func (s *Set) inject(f control.Fault, ofWorld bool) (control.PendingFault, error) {
	if err := f.Check(); err != nil {
		return control.PendingFault{}, err
	}
	preset, _ := fixtures.FindPreset(f.Preset)
	mine := order{complete(clone(f), preset), preset}
	o, err := s.orders.Add(mine, orders.Terms{
		ClientID: mine.ClientID, Account: mine.Account, After: mine.After, Times: mine.Times,
		Holds: mine.Connection == fixtures.ConnectionHold, Bytes: mine.Weight(), OfWorld: ofWorld,
	})
	return pending(o), err
}

// pending returns what a tester sees of a fault, which shares nothing with it.
func pending(o orders.Order[order]) control.PendingFault {
	return control.PendingFault{ID: o.ID, Fault: clone(o.What.Fault), Seen: o.Seen, Used: o.Used, Spent: o.Spent}
}

// clone returns a copy of f that shares nothing with it.
func clone(f control.Fault) control.Fault {
	f.Headers = maps.Clone(f.Headers)
	if f.Body != nil {
		f.Body = ptr(*f.Body)
	}
	return f
}

// complete fills in what the order leaves to its preset.
func complete(f control.Fault, preset fixtures.Preset) control.Fault {
	f.Times = cmp.Or(f.Times, 1)
	f.Endpoint = cmp.Or(f.Endpoint, preset.Endpoint, fixtures.AnyEndpoint)
	f.GrantType = cmp.Or(f.GrantType, preset.GrantType)
	return f
}

// Kept returns what the set weighs, in bytes.
func (s *Set) Kept() int { return s.orders.Kept() }

// Take returns what is to happen to a request, or nil if nothing is. The first
// fault that matches and has not been used up strikes; one that still lets
// requests pass counts this one and leaves it to the faults behind it.
func (s *Set) Take(r Request) *Effect {
	chosen := s.chosen(r)
	struck := s.orders.Take(func(o *orders.Order[order]) bool {
		return o.What.matches(r) && (o.What.Match == nil || chosen[o.ID])
	})
	if struck == nil {
		return nil
	}
	return s.effect(struck)
}

// chosen returns the numbers of the faults whose Match chooses a request. They are
// asked outside the queue, because they may pull levers.
func (s *Set) chosen(r Request) map[int]bool {
	var chosen map[int]bool
	for _, o := range s.orders.Find(func(o *orders.Order[order]) bool { return o.What.Match != nil && o.What.matches(r) }) {
		if chosen == nil {
			chosen = map[int]bool{}
		}
		chosen[o.ID] = o.What.Match(r.afresh())
	}
	return chosen
}

// matches reports whether the fault is for r, as far as its Match does not decide
// that. A path that leads nowhere, such as the metadata that some clients look
// for, is no endpoint and wakes no fault; a webhook, which is sent and not
// answered, wakes only those that name it.
func (f *order) matches(r Request) bool {
	return f.preset.StrikesAt(r.Endpoint) &&
		(f.Endpoint == fixtures.AnyEndpoint && r.Endpoint != "" && r.Endpoint != fixtures.EndpointWebhook || f.Endpoint == r.Endpoint) &&
		(f.ClientID == "" || f.ClientID == r.ClientID) &&
		(f.Account == "" || f.Account == r.Account) &&
		(f.GrantType == "" || string(f.GrantType) == r.GrantType)
}

// Revision counts the changes of the set: while it stays the same, so do the faults
// that are left.
func (s *Set) Revision() uint64 { return s.orders.Revision() }

// List returns the faults in the order of their injection, spent ones too.
func (s *Set) List() []control.PendingFault { return orders.List(s.orders, pending) }

// Clear takes back an owner's faults, with what they hold, and returns how many
// of them could still have struck or held something.
func (s *Set) Clear(whose control.Owner) int { return s.orders.Clear(whose) }

// Remove takes back the fault with the given number, with what it holds, and
// reports whether it could still have struck or held something.
func (s *Set) Remove(id int) bool { return s.orders.Remove(id) }
