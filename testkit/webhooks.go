package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

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

// Redeliver sends the webhook with the given number again.
func (s *Server) Redeliver(id int) control.Delivery {
	s.tb.Helper()
	if !slices.ContainsFunc(s.Webhooks().Deliveries, func(x control.Delivery) bool { return x.ID == id }) {
		s.check("Redeliver", fmt.Errorf("there is no webhook %d", id))
	}
	delivery, err := s.double.levers.Redeliver(id)
	s.check("Redeliver", err)
	return delivery
}

// RunDue makes the attempts at webhooks now that are due later, and returns their
// number. It waits for those that are already being made, so the receiver of one of
// them must not call it. A tenant cannot.
func (s *Server) RunDue() int {
	s.tb.Helper()
	s.forEverybody("RunDue", "repeat the tenant's own with Redeliver")
	n, err := s.double.levers.RunDue()
	s.check("RunDue", err)
	return n
}
