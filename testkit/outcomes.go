package testkit

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Script says what becomes of the next messages: they are refused with a code,
// or have delivery statuses over time. A tenant's is for the tenant's messages.
func (s *Server) Script(o control.Script) control.PendingScript {
	s.tb.Helper()
	s.check("Script", s.mine(o.ClientID, o.Account))
	if s.tenant != nil && o.ClientID == "" && o.Account == "" {
		o.Account = s.Account()
	}
	pending, err := s.double.levers.Script(o)
	s.check("Script", err)
	return pending
}

// Outcomes returns the scripts that have not been used up.
func (s *Server) Outcomes() []control.PendingScript {
	s.tb.Helper()
	scripts, err := s.double.levers.Outcomes()
	s.check("Outcomes", err)
	return chosen(scripts, func(p control.PendingScript) bool { return s.has(p.Script.ClientID, p.Script.Account) })
}

// RemoveOutcome takes back the script with a number.
func (s *Server) RemoveOutcome(id int) {
	s.tb.Helper()
	s.check("RemoveOutcome", s.double.levers.RemoveOutcome(id))
}

// ClearOutcomes takes back every script and counts them.
func (s *Server) ClearOutcomes() int {
	s.tb.Helper()
	return s.clear("ClearOutcomes", s.double.levers.ClearOutcomes)
}

// SetStatus reports a further delivery status of an SMS that was sent: webhooks
// for dlr have been told when it returns.
func (s *Server) SetStatus(id string, status fixtures.DeliveryStatus) control.Message {
	s.tb.Helper()
	message, err := s.double.levers.SetStatus(id, status)
	s.check("SetStatus", err)
	return message
}

// Webhooks returns the subscriptions, and the webhooks that were sent or are
// due.
func (s *Server) Webhooks() control.Webhooks {
	s.tb.Helper()
	w, err := s.double.levers.Webhooks()
	s.check("Webhooks", err)
	return control.Webhooks{
		Subscriptions: chosen(w.Subscriptions, func(x control.Subscription) bool { return s.has(x.ClientID, x.Account) }),
		Deliveries:    chosen(w.Deliveries, func(x control.Delivery) bool { return s.has(x.ClientID, x.Account) }),
	}
}

// Redeliver sends the webhook with a number again, whatever came of it before.
func (s *Server) Redeliver(id int) control.Delivery {
	s.tb.Helper()
	delivery, err := s.double.levers.Redeliver(id)
	s.check("Redeliver", err)
	return delivery
}

// RunDue makes the attempts to deliver webhooks now that are due later, and
// counts them.
func (s *Server) RunDue() int {
	s.tb.Helper()
	n, err := s.double.levers.RunDue()
	s.check("RunDue", err)
	return n
}
