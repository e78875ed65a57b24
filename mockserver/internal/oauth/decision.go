package oauth

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// decisions are the one-shot decisions in force, in the order in which they
// were made. With a room, the zero value is empty.
type decisions struct {
	mu       sync.Mutex // guards everything below
	pending  []*control.PendingDecision
	last     int
	revision uint64     // how often anything has changed
	room     *kept.Room // that the pending ones take
}

// Decide puts d in force. One that makes no sense is refused with an error that
// lists every mistake, and changes nothing.
func (s *Server) Decide(d control.Decision) (control.PendingDecision, error) {
	if err := errors.Join(s.KnowsClient(d.ClientID), s.KnowsAccount(d.Account), checkDecision(d, s.directory.Load())); err != nil {
		return control.PendingDecision{}, err
	}
	if d.Times == 0 {
		d.Times = 1
	}
	s.decisions.mu.Lock()
	defer s.decisions.mu.Unlock()
	if err := s.decisions.makeRoom(d); err != nil {
		return control.PendingDecision{}, err
	}
	s.decisions.last++
	s.decisions.revision++
	p := &control.PendingDecision{ID: s.decisions.last, Decision: d}
	s.decisions.pending = append(s.decisions.pending, p)
	return *p, nil
}

// What can be in force at most, so that an order that nobody meets, given time
// and again, does not fill the memory.
const (
	maxDecisions     = 10_000
	maxDecisionBytes = 4 << 20
)

// makeRoom takes room for a decision, or refuses it. Whoever calls it holds mu.
func (d *decisions) makeRoom(x control.Decision) error {
	if len(d.pending) >= maxDecisions || !d.room.Take(decisionBytes(x)) {
		return fmt.Errorf("decisions: there is no room beside the %d in force, want at most %d, of %d MiB together: take some back", len(d.pending), maxDecisions, maxDecisionBytes>>20)
	}
	return nil
}

func decisionBytes(x control.Decision) int {
	return len(x.ClientID) + len(x.Account) + len(x.Scope) + len(x.Error) + len(x.ErrorDescription)
}

func checkDecision(d control.Decision, dir *directory) error {
	return errors.Join(d.Check(), dir.knowsScope(d.Scope))
}

// Decisions returns the decisions that have not been used up, in the order in
// which they were made.
func (s *Server) Decisions() []control.PendingDecision {
	s.decisions.mu.Lock()
	defer s.decisions.mu.Unlock()
	list := make([]control.PendingDecision, len(s.decisions.pending))
	for i, p := range s.decisions.pending {
		list[i] = *p
	}
	return list
}

// DecisionRevision counts the changes of the decisions: while it stays the same, so do
// those that are left.
func (s *Server) DecisionRevision() uint64 {
	s.decisions.mu.Lock()
	defer s.decisions.mu.Unlock()
	return s.decisions.revision
}

// ClearDecisions takes back an owner's decisions and returns how many those
// were.
func (s *Server) ClearDecisions(whose control.Owner) int { return s.decisions.clear(whose) }

// RemoveDecision takes back the decision with the given number and reports
// whether it was in force.
func (s *Server) RemoveDecision(id int) bool {
	return s.decisions.remove(func(p *control.PendingDecision) bool { return p.ID == id }) == 1
}

func (d *decisions) clear(whose control.Owner) int {
	return d.remove(func(p *control.PendingDecision) bool { return whose.Has(p.Decision.ClientID, p.Decision.Account) })
}

func (d *decisions) remove(gone func(*control.PendingDecision) bool) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.revision++
	before := len(d.pending)
	d.pending = slices.DeleteFunc(d.pending, func(p *control.PendingDecision) bool {
		if !gone(p) {
			return false
		}
		d.room.Give(decisionBytes(p.Decision))
		return true
	})
	return before - len(d.pending)
}

// take returns the first decision for a request, or nil, and counts it unless
// the request is a preview.
func (d *decisions) take(preview bool, match func(control.Decision) bool) *control.PendingDecision {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, p := range d.pending {
		if !match(p.Decision) {
			continue
		}
		if !preview {
			d.revision++
			p.Used++
		}
		if p.Decision.Times > 0 && p.Used >= p.Decision.Times {
			d.pending = slices.Delete(d.pending, i, i+1)
			d.room.Give(decisionBytes(p.Decision))
		}
		taken := *p
		return &taken
	}
	return nil
}
