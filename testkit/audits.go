package testkit

import "example.com/sms77mock/mockserver/control"

// StartAudit begins an audit that the double plays, which goes on by itself. Only
// a program plays audits, such as one in a container; use [Audit] for a double in
// the test. A tenant's is of the tenant's client.
func (s *Server) StartAudit(o control.AuditOrder) control.Audit {
	s.tb.Helper()
	s.check("StartAudit", s.mine(o.Client, ""))
	if s.tenant != nil && o.Client == "" {
		o.Client = s.tenant.clientID
	}
	started, err := s.double.levers.StartAudit(o)
	s.check("StartAudit", err)
	return started
}

// Audits returns the audits that are kept, oldest first, without what became of
// each scenario; a tenant's are those of the tenant's clients.
func (s *Server) Audits() []control.Audit {
	s.tb.Helper()
	audits, err := s.double.levers.Audits()
	s.check("Audits", err)
	return chosen(audits, func(a control.Audit) bool { return s.has(a.Client, "") })
}

// Audit returns the audit with the given number.
func (s *Server) Audit(id int) control.Audit {
	s.tb.Helper()
	return s.ownAudit("Audit", id)
}

// AnswerAudit answers the question of an attended audit.
func (s *Server) AnswerAudit(id int, r control.AuditReply) control.Audit {
	s.tb.Helper()
	s.ownAudit("AnswerAudit", id)
	audit, err := s.double.levers.AnswerAudit(id, r)
	s.check("AnswerAudit", err)
	return audit
}

// StopAudit ends the audit with the given number; one that has ended is forgotten.
func (s *Server) StopAudit(id int) {
	s.tb.Helper()
	s.ownAudit("StopAudit", id)
	s.check("StopAudit", s.double.levers.StopAudit(id))
}

// ownAudit returns the audit with the given number, and fails the test if it is not
// the tenant's.
func (s *Server) ownAudit(lever string, id int) control.Audit {
	s.tb.Helper()
	audit, err := s.double.levers.Audit(id)
	s.check(lever, err)
	s.check(lever, s.mine(audit.Client, ""))
	return audit
}
