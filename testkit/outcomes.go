package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Script says what becomes of the next messages that are sent: they are refused
// with a code, or have delivery statuses over time. A tenant's is for what its
// account sends. If no message meets it until the test ends, the test fails; see
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

// RemoveOutcome takes back the script with a number. It counts as met if a message
// has met it at all.
func (s *Server) RemoveOutcome(id int) {
	s.tb.Helper()
	if !slices.ContainsFunc(s.Outcomes(), func(p control.PendingScript) bool { return p.ID == id }) {
		s.check("RemoveOutcome", fmt.Errorf("no script %d is in force", id))
	}
	s.settleOne(aScript, id)
	s.check("RemoveOutcome", s.double.levers.RemoveOutcome(id))
}

// ClearOutcomes takes every script back and counts them. Each counts as met if a
// message has met it at all.
func (s *Server) ClearOutcomes() int {
	s.tb.Helper()
	s.settleKind(aScript)
	return s.clear("ClearOutcomes", s.double.levers.ClearOutcomes)
}

// SetStatus reports a further delivery status of an SMS that was sent.
func (s *Server) SetStatus(id string, status fixtures.DeliveryStatus) control.Message {
	s.tb.Helper()
	sent := func(m control.Message) bool { return m.ID == id }
	if s.tenant != nil && !slices.ContainsFunc(s.Messages(control.MessageFilter{}), sent) {
		s.check("SetStatus", fmt.Errorf("id: %q: is no message of the tenant's", id))
	}
	message, err := s.double.levers.SetStatus(id, status)
	s.check("SetStatus", err)
	return message
}

// Webhooks returns the subscriptions, and the webhooks that were sent or are
// due.
func (s *Server) Webhooks() control.Webhooks {
	s.tb.Helper()
	hooks, err := s.double.levers.Webhooks()
	s.check("Webhooks", err)
	hooks.Subscriptions = chosen(hooks.Subscriptions, func(x control.Subscription) bool { return s.has(x.ClientID, x.Account) })
	hooks.Deliveries = chosen(hooks.Deliveries, func(x control.Delivery) bool { return s.has(x.ClientID, x.Account) })
	return hooks
}

// Redeliver sends the webhook with a number again.
func (s *Server) Redeliver(id int) control.Delivery {
	s.tb.Helper()
	if !slices.ContainsFunc(s.Webhooks().Deliveries, func(x control.Delivery) bool { return x.ID == id }) {
		s.check("Redeliver", fmt.Errorf("there is no webhook %d", id))
	}
	delivery, err := s.double.levers.Redeliver(id)
	s.check("Redeliver", err)
	return delivery
}

// RunDue makes the attempts at webhooks now that are due later, and counts them.
// Those that are being made already it waits for: the receiver of one of them must
// not call it. A tenant cannot.
func (s *Server) RunDue() int {
	s.tb.Helper()
	s.forEverybody("RunDue", "repeat the tenant's own with Redeliver")
	n, err := s.double.levers.RunDue()
	s.check("RunDue", err)
	return n
}
