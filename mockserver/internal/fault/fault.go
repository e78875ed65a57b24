// Package fault decides whether the next answer is to be something else.
//
// A [Set] holds the faults in force. For every request the server asks it with
// [Set.Take]; a fault that matches is counted and tells what to do as an
// [Effect]. Nothing happens at random: faults strike in the order in which
// they were injected, each exactly as often as it says.
package fault

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// pending is a fault in force, with its preset: the zero one, which strikes
// anywhere, if it has none.
type pending struct {
	control.PendingFault
	preset   fixtures.Preset
	bytes    int           // what it weighs
	released chan struct{} // closed when the fault has gone, with what it holds
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

// Set holds the faults of one server. The zero Set is empty and ready to use.
// Its methods may be called from several goroutines.
type Set struct {
	Total *kept.Total // from which it takes its room; nil stands for one of its own

	mu       sync.Mutex // guards everything below
	faults   []*pending
	last     int        // number of the youngest fault
	revision uint64     // how often anything has changed
	room     *kept.Room // that the faults take; nil before the first
}

// What a set holds at most. A spent fault is kept for the tester to see as long as
// there are no more than maxWithSpent faults in all.
const (
	maxInForce   = 1000
	maxWithSpent = 100
	MaxBytes     = 16 << 20 // that all of them weigh together
)

// Inject puts f in force. A fault that makes no sense is refused with an error
// that lists every mistake, and changes nothing.
func (s *Set) Inject(f control.Fault) (control.PendingFault, error) {
	if err := f.Check(); err != nil {
		return control.PendingFault{}, err
	}
	preset, _ := fixtures.FindPreset(f.Preset)
	f = complete(f, preset)
	s.mu.Lock()
	defer s.mu.Unlock()
	bytes := weight(f)
	if err := s.makeRoomLocked(bytes); err != nil {
		return control.PendingFault{}, err
	}
	s.last++
	s.revision++
	p := control.PendingFault{ID: s.last, Fault: f}
	s.faults = append(s.faults, &pending{clone(p), preset, bytes, make(chan struct{})})
	return clone(p), nil
}

// weight is about how many bytes a fault takes.
func weight(f control.Fault) int {
	const overhead = 400
	bytes := overhead + len(f.ClientID) + len(f.Account) + len(f.Error) + len(f.ErrorDescription)
	if f.Body != nil {
		bytes += len(*f.Body)
	}
	for name, value := range f.Headers {
		bytes += len(name) + len(value) + overhead/4
	}
	return bytes
}

// clone returns a copy of p that shares nothing with it.
func clone(p control.PendingFault) control.PendingFault {
	p.Fault.Headers = maps.Clone(p.Fault.Headers)
	if p.Fault.Body != nil {
		p.Fault.Body = ptr(*p.Fault.Body)
	}
	return p
}

// complete fills in what the order leaves to its preset.
func complete(f control.Fault, preset fixtures.Preset) control.Fault {
	f.Times = cmp.Or(f.Times, 1)
	f.Endpoint = cmp.Or(f.Endpoint, preset.Endpoint, fixtures.AnyEndpoint)
	f.GrantType = cmp.Or(f.GrantType, preset.GrantType)
	return f
}

// makeRoomLocked takes room for another fault of so many bytes, for which it drops
// the oldest spent ones, and refuses what finds none beside those in force.
func (s *Set) makeRoomLocked(bytes int) error {
	if s.room == nil {
		s.room = s.Total.Room(MaxBytes)
	}
	s.room.Grow(bytes)
	left := len(s.faults) + 1
	s.faults = slices.DeleteFunc(s.faults, func(p *pending) bool {
		if !p.Spent || left <= maxWithSpent && !s.room.Full() {
			return false
		}
		left--
		s.release(p)
		return true
	})
	if left > maxInForce || s.room.Full() {
		s.room.Give(bytes)
		return fmt.Errorf("fault: %d are in force, and at most %d can be, of %d MiB together: take some back first", left-1, maxInForce, MaxBytes>>20)
	}
	return nil
}

// release ends what a fault that goes holds back, and gives its room back.
func (s *Set) release(p *pending) {
	close(p.released)
	s.room.Give(p.bytes)
}

// Kept returns what the set weighs, in bytes.
func (s *Set) Kept() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room == nil {
		return 0
	}
	return s.room.Taken()
}

// Take returns what is to happen to a request, or nil if nothing is. The first
// fault that matches and has not been used up strikes; one that still lets
// requests pass counts this one and leaves it to the faults behind it.
func (s *Set) Take(r Request) *Effect {
	chosen := s.chosen(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.faults {
		if p.Spent || !p.matches(r) || p.Fault.Match != nil && !chosen[p] {
			continue
		}
		s.revision++
		p.Seen++
		if p.Seen <= p.Fault.After {
			continue
		}
		p.Used++
		p.Spent = p.Fault.Times > 0 && p.Used >= p.Fault.Times
		return newEffect(s, p)
	}
	return nil
}

// chosen returns the faults whose Match chooses a request. They are asked
// without the lock, because they may pull levers.
func (s *Set) chosen(r Request) map[*pending]bool {
	s.mu.Lock()
	var ask []*pending
	for _, p := range s.faults {
		if p.Fault.Match != nil && !p.Spent && p.matches(r) {
			ask = append(ask, p)
		}
	}
	s.mu.Unlock()
	if ask == nil {
		return nil
	}
	chosen := map[*pending]bool{}
	for _, p := range ask {
		chosen[p] = p.Fault.Match(r.afresh())
	}
	return chosen
}

// matches reports whether the fault is for r, as far as its Match does not decide
// that. A path that leads nowhere, such as the metadata that some clients look
// for, is no endpoint and wakes no fault; a webhook, which is sent and not
// answered, wakes only those that name it.
func (p *pending) matches(r Request) bool {
	f := p.Fault
	return p.preset.StrikesAt(r.Endpoint) &&
		(f.Endpoint == fixtures.AnyEndpoint && r.Endpoint != "" && r.Endpoint != fixtures.EndpointWebhook || f.Endpoint == r.Endpoint) &&
		(f.ClientID == "" || f.ClientID == r.ClientID) &&
		(f.Account == "" || f.Account == r.Account) &&
		(f.GrantType == "" || string(f.GrantType) == r.GrantType)
}

// giveBack undoes the count of a hit that found nothing to break.
func (s *Set) giveBack(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.faults {
		if p.ID == id {
			s.revision++
			p.Seen--
			p.Used--
			p.Spent = false
		}
	}
}

// Revision counts the changes of the set: while it stays the same, so do the faults
// that are left.
func (s *Set) Revision() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revision
}

// List returns the faults in the order of their injection, spent ones too.
func (s *Set) List() []control.PendingFault {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]control.PendingFault, len(s.faults))
	for i, p := range s.faults {
		list[i] = clone(p.PendingFault)
	}
	return list
}

// Clear takes back an owner's faults, with what they hold, and returns how many
// of them could still have struck or held something.
func (s *Set) Clear(whose control.Owner) int {
	return s.remove(func(p *pending) bool { return whose.Has(p.Fault.ClientID, p.Fault.Account) })
}

// Remove takes back the fault with the given number, with what it holds, and
// reports whether it could still have struck or held something.
func (s *Set) Remove(id int) bool {
	return s.remove(func(p *pending) bool { return p.ID == id }) == 1
}

func (s *Set) remove(gone func(*pending) bool) (live int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*pending
	for _, p := range s.faults {
		if !gone(p) {
			left = append(left, p)
			continue
		}
		s.release(p)
		if !p.Spent || p.Fault.Connection == fixtures.ConnectionHold {
			live++
		}
	}
	s.faults = left
	s.revision++
	return live
}
