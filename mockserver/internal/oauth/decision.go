package oauth

import (
	"cmp"
	"errors"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/orders"
)

// decisionLimits are what there is at most of one-shot decisions.
var decisionLimits = orders.Limits{Kind: "decisions", InForce: fixtures.MostDecisions()}

// Decide puts d in force. One that makes no sense is refused with an error that
// lists every mistake, and changes nothing.
func (s *Server) Decide(d control.Decision) (control.PendingDecision, error) {
	if err := errors.Join(s.KnowsClient(d.ClientID), s.KnowsAccount(d.Account), d.Check(), s.directory.Load().knowsScope(d.Scope)); err != nil {
		return control.PendingDecision{}, err
	}
	return s.addDecision(d, false)
}

// BeginDecision puts a decision of a world in force, which was checked with the world.
func (s *Server) BeginDecision(d control.Decision) { s.addDecision(d, true) }

func (s *Server) addDecision(d control.Decision, ofWorld bool) (control.PendingDecision, error) {
	d.Times = cmp.Or(d.Times, 1)
	o, err := s.decisions.Add(d, orders.Terms{ClientID: d.ClientID, Account: d.Account, Times: d.Times, Bytes: d.Weight(), OfWorld: ofWorld})
	return pending(o), err
}

func pending(o orders.Order[control.Decision]) control.PendingDecision {
	return control.PendingDecision{ID: o.ID, Decision: o.What, Used: o.Used}
}

// decided returns the first decision for a request, or nil, and counts the request
// unless it is a preview.
func (s *Server) decided(preview bool, isFor func(*orders.Order[control.Decision]) bool) *orders.Order[control.Decision] {
	if !preview {
		return s.decisions.Take(isFor)
	}
	if found := s.decisions.Find(isFor); len(found) > 0 {
		return &found[0]
	}
	return nil
}

// Decisions returns the decisions that have not been used up, in the order in
// which they were made.
func (s *Server) Decisions() []control.PendingDecision { return orders.List(s.decisions, pending) }

// DecisionRevision counts the changes of the decisions: while it stays the same, so do
// those that are left.
func (s *Server) DecisionRevision() uint64 { return s.decisions.Revision() }

// ClearDecisions takes back an owner's decisions and returns how many those
// were.
func (s *Server) ClearDecisions(whose control.Owner) int { return s.decisions.Clear(whose) }

// RemoveDecision takes back the decision with the given number and reports
// whether it was in force.
func (s *Server) RemoveDecision(id int) bool { return s.decisions.Remove(id) }
