package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// Script says what becomes of the next messages that are sent: they are refused
// with a code, or have delivery statuses over time. A tenant's is for what its
// account sends. The test fails if no message has met it by the end; see
// [AllowUnused].
func (s *Server) Script(script control.Script) control.PendingScript {
	s.tb.Helper()
	s.check("Script", s.over())
	s.check("Script", s.mine(script.ClientID, script.Account))
	if s.tenant != nil && script.ClientID == "" && script.Account == "" {
		script.Account = s.tenant.account
	}
	pending, err := s.double.levers.Script(script)
	s.check("Script", err)
	s.note(aScript, pending.ID)
	return pending
}

// Outcomes returns the scripts that have not been used up.
func (s *Server) Outcomes() []control.PendingScript {
	s.tb.Helper()
	scripts, err := s.double.levers.Outcomes()
	s.check("Outcomes", err)
	return chosen(scripts, func(p control.PendingScript) bool { return s.has(p.Script.ClientID, p.Script.Account) })
}

// RemoveOutcome takes back the script with the given number. It counts as met if a
// message has met it at all.
func (s *Server) RemoveOutcome(id int) {
	s.tb.Helper()
	if !slices.ContainsFunc(s.Outcomes(), func(p control.PendingScript) bool { return p.ID == id }) {
		s.check("RemoveOutcome", fmt.Errorf("no script %d is in force", id))
	}
	s.settleOne(aScript, id)
	s.check("RemoveOutcome", s.double.levers.RemoveOutcome(id))
}

// ClearOutcomes takes every script back and returns their number. Each counts as
// met if a message has met it at all.
func (s *Server) ClearOutcomes() int {
	s.tb.Helper()
	s.settleKind(aScript)
	return s.clear("ClearOutcomes", s.double.levers.ClearOutcomes)
}
