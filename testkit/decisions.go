package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Decide says what becomes of the next authorization requests that pass every
// check. The test fails if nothing has met it by the end; see [AllowUnused]. A
// tenant's approval is for [Server.ClientID], unless it names another client of the
// tenant's.
func (s *Server) Decide(d control.Decision) control.PendingDecision {
	s.tb.Helper()
	s.check("Decide", s.over())
	s.check("Decide", s.mine(d.ClientID, d.Account))
	if s.tenant != nil && d.ClientID == "" && (d.Account == "" || d.Decision == fixtures.Approve) { // whose account chooses no requests
		d.ClientID = s.tenant.clientID
	}
	decision, err := s.double.levers.Decide(d)
	s.check("Decide", err)
	s.note(aDecision, decision.ID)
	return decision
}

// Deny has the next authorization request denied by the user.
func (s *Server) Deny() {
	s.tb.Helper()
	s.Decide(control.Decision{Decision: fixtures.Deny})
}

// Approve has the next authorization request approved by the user, whatever the
// world says.
func (s *Server) Approve() {
	s.tb.Helper()
	s.Decide(control.Decision{Decision: fixtures.Approve})
}

// Decisions returns the decisions that have not been used up.
func (s *Server) Decisions() []control.PendingDecision {
	s.tb.Helper()
	decisions, err := s.double.levers.Decisions()
	s.check("Decisions", err)
	return chosen(decisions, func(d control.PendingDecision) bool { return s.has(d.Decision.ClientID, d.Decision.Account) })
}

// RemoveDecision takes back the decision with the given number. It counts as met if
// it has been taken at all.
func (s *Server) RemoveDecision(id int) {
	s.tb.Helper()
	if s.tenant != nil && !slices.ContainsFunc(s.Decisions(), func(d control.PendingDecision) bool { return d.ID == id }) {
		s.check("RemoveDecision", fmt.Errorf("decision %d is not the tenant's", id))
	}
	s.settleOne(aDecision, id)
	s.check("RemoveDecision", s.double.levers.RemoveDecision(id))
}

// ClearDecisions takes back every decision and returns their number. Each counts as
// met if it has been taken at all.
func (s *Server) ClearDecisions() int {
	s.tb.Helper()
	s.settleKind(aDecision)
	return s.clear("ClearDecisions", s.double.levers.ClearDecisions)
}
