package oauth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// decisions are the one-shot decisions in force, in the order in which they
// were made. The zero value is empty.
type decisions struct {
	mu      sync.Mutex // guards everything below
	pending []*control.PendingDecision
	last    int
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
	s.decisions.last++
	p := &control.PendingDecision{ID: s.decisions.last, Decision: d}
	s.decisions.pending = append(s.decisions.pending, p)
	return *p, nil
}

func checkDecision(d control.Decision, dir *directory) error {
	err := fixtures.DecisionOrder(d).Check()
	if unknown := notWithin(strings.Fields(d.Scope), dir.world.Scopes.Known); len(unknown) > 0 {
		err = errors.Join(err, fmt.Errorf("scope: %q: unknown scope, %s", strings.Join(unknown, " "), choice.WantSome(unknown[0], dir.world.Scopes.Known)))
	}
	return err
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
	before := len(d.pending)
	d.pending = slices.DeleteFunc(d.pending, gone)
	return before - len(d.pending)
}

// take returns the first decision for a request and counts it, or nil.
func (d *decisions) take(match func(control.Decision) bool) *control.PendingDecision {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, p := range d.pending {
		if !match(p.Decision) {
			continue
		}
		p.Used++
		if p.Decision.Times > 0 && p.Used >= p.Decision.Times {
			d.pending = slices.Delete(d.pending, i, i+1)
		}
		taken := *p
		return &taken
	}
	return nil
}
