package mockserver

import (
	"errors"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/audits"
	"example.com/sms77mock/mockserver/internal/feed"
)

func (s *Server) newAudits() *audits.Audits {
	return audits.New(audits.Config{
		Auditor: s.options.auditor, Levers: auditLevers{s, s}, Double: "http://" + Hosts()[0], Transport: s.auditTransport,
		MayReach: s.gateway.MayReach,
		Changed:  func() { s.changes.Changed(feed.Audits) },
	})
}

// StartAudit begins an audit of an application, which goes on by itself. Its
// browser goes to this machine and to the hosts to which the world lets webhooks
// go.
func (s *Server) StartAudit(o control.AuditOrder) (control.Audit, error) { return s.audits.Start(o) }

// Audits returns the audits that are kept, oldest first, without what became of
// each scenario.
func (s *Server) Audits() ([]control.Audit, error) { return s.audits.List(), nil }

// Audit returns the audit with the given number.
func (s *Server) Audit(id int) (control.Audit, error) { return s.audits.Get(id) }

// AnswerAudit answers the question of an attended audit.
func (s *Server) AnswerAudit(id int, r control.AuditReply) (control.Audit, error) {
	return s.audits.Answer(id, r)
}

// StopAudit ends the audit with the given number, and returns when its orders have
// been taken back; one that has ended is forgotten.
func (s *Server) StopAudit(id int) error { return s.audits.Stop(id) }

// auditLevers are the levers for an audit. None of them waits for audits to end: the
// audit would wait for itself.
type auditLevers struct {
	control.Levers
	server *Server
}

var errEndsAudits = errors.New("an audit ends no audits, and this would")

func (l auditLevers) Load(fixtures.World) error { return errEndsAudits }

func (l auditLevers) Restore(string) (control.Snapshot, error) {
	return control.Snapshot{}, errEndsAudits
}

func (l auditLevers) Reset(control.Owner) (control.Removed, error) {
	return control.Removed{}, errEndsAudits
}

func (l auditLevers) StopAudit(int) error       { return errEndsAudits }
func (l auditLevers) RemoveClient(string) error { return errEndsAudits }

// RemoveAccount takes an account away, as an audit does with those that it has
// made. Other audits of that account go on without it.
func (l auditLevers) RemoveAccount(name string) error {
	return l.server.removeOwner(control.OfAccount(name), func(control.Owner) {})
}
