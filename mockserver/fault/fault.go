// Package fault decides whether the next answer is to be something else.
//
// A [Set] holds the faults in force. For every request the server asks it with
// [Set.Take]; a fault that matches is counted and tells what to do as an
// [Effect]. Nothing happens at random: faults strike in the order in which
// they were injected, each exactly as often as it says.
package fault

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"sync"

	"example.com/sms77mock/fixtures"
)

// Fault is an order to break an answer.
type Fault = fixtures.Fault

// Pending is a fault in force and what has become of it.
type Pending struct {
	ID    int   `json:"id"`    // number of the fault, from 1
	Fault Fault `json:"fault"` // the order, with its preset's endpoint and its times filled in
	Seen  int   `json:"seen"`  // how many requests matched, those that After let pass included
	Used  int   `json:"used"`  // how many requests it has hit
	Spent bool  `json:"spent"` // whether it will hit no more

	preset fixtures.Preset // that of the order; the zero one, which strikes anywhere, if there is none
}

// Request is what a fault looks at to choose its requests.
type Request struct {
	Endpoint, ClientID, GrantType string
}

// Set holds the faults of one server. The zero Set is empty and ready to use.
// Its methods may be called from several goroutines.
type Set struct {
	mu     sync.Mutex // guards everything below
	faults []*Pending
	last   int // number of the youngest fault
}

// kept is how many spent faults are remembered for [Set.List].
const kept = 100

// Inject puts f in force. A fault that makes no sense is refused with an error
// that lists every mistake, and changes nothing.
func (s *Set) Inject(f Fault) (Pending, error) {
	var mistakes []error
	f.Check(func(field, value, message string) {
		if value != "" {
			message = fmt.Sprintf("%q: %s", value, message)
		}
		mistakes = append(mistakes, fmt.Errorf("fault%s: %s", field, message))
	})
	if len(mistakes) > 0 {
		return Pending{}, errors.Join(mistakes...)
	}
	preset, _ := fixtures.FindPreset(f.Preset)
	f = complete(f, preset)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	p := Pending{ID: s.last, Fault: f, preset: preset}.clone()
	s.faults = append(s.faults, &p)
	s.forgetLocked()
	return p.clone(), nil
}

// clone returns a copy of p that shares nothing with it.
func (p Pending) clone() Pending {
	p.Fault.Headers = maps.Clone(p.Fault.Headers)
	if p.Fault.Body != nil {
		p.Fault.Body = ptr(*p.Fault.Body)
	}
	return p
}

// complete fills in what the order leaves to its preset.
func complete(f Fault, preset fixtures.Preset) Fault {
	f.Times = cmp.Or(f.Times, 1)
	f.Endpoint = cmp.Or(f.Endpoint, preset.Endpoint, "*")
	f.GrantType = cmp.Or(f.GrantType, string(preset.GrantType))
	return f
}

// forgetLocked drops the oldest spent faults once there are more than kept.
func (s *Set) forgetLocked() {
	for i := 0; len(s.faults) > kept && i < len(s.faults); {
		if s.faults[i].Spent {
			s.faults = append(s.faults[:i], s.faults[i+1:]...)
		} else {
			i++
		}
	}
}

// Take returns what is to happen to a request, or nil if nothing is. The first
// fault that matches and has not been used up strikes; one that still lets
// requests pass counts this one and leaves it to the faults behind it.
func (s *Set) Take(r Request) *Effect {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.faults {
		if p.Spent || !p.matches(r) {
			continue
		}
		p.Seen++
		if p.Seen <= p.Fault.After {
			continue
		}
		p.Used++
		p.Spent = p.Fault.Times > 0 && p.Used >= p.Fault.Times
		return newEffect(s, *p)
	}
	return nil
}

// matches reports whether the fault is for r. A path that leads nowhere, such as
// the metadata that some clients look for, is no endpoint and wakes no fault.
func (p *Pending) matches(r Request) bool {
	f := p.Fault
	return p.preset.StrikesAt(r.Endpoint) &&
		(f.Endpoint == "*" && r.Endpoint != "" || f.Endpoint == r.Endpoint) &&
		(f.ClientID == "" || f.ClientID == r.ClientID) &&
		(f.GrantType == "" || f.GrantType == r.GrantType)
}

// giveBack undoes the count of a hit that found nothing to break.
func (s *Set) giveBack(id int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.faults {
		if p.ID == id {
			p.Seen--
			p.Used--
			p.Spent = false
		}
	}
}

// List returns the faults in the order of their injection, spent ones too.
func (s *Set) List() []Pending {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Pending, len(s.faults))
	for i, p := range s.faults {
		list[i] = p.clone()
	}
	return list
}

// Clear takes back the faults of one client, or all of them if clientID is
// empty, and returns how many of them could still have struck.
func (s *Set) Clear(clientID string) int {
	return s.remove(func(p *Pending) bool { return clientID == "" || p.Fault.ClientID == clientID })
}

// Remove takes back the fault with the given number and reports whether it
// could still have struck.
func (s *Set) Remove(id int) bool {
	return s.remove(func(p *Pending) bool { return p.ID == id }) == 1
}

func (s *Set) remove(gone func(*Pending) bool) (live int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var left []*Pending
	for _, p := range s.faults {
		switch {
		case !gone(p):
			left = append(left, p)
		case !p.Spent:
			live++
		}
	}
	s.faults = left
	return live
}
