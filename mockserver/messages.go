package mockserver

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// Script says what becomes of the next messages.
func (s *Server) Script(o control.Script) (control.PendingScript, error) {
	if err := s.known(o.ClientID, o.Account); err != nil {
		return control.PendingScript{}, err
	}
	defer s.changes.Changed(feed.Messages)
	return s.gateway.Script(o)
}

// Outcomes returns the scripts that have not been used up.
func (s *Server) Outcomes() ([]control.PendingScript, error) { return s.gateway.Scripts(), nil }

// RemoveOutcome takes back the script with the given number; one that is not in
// force is an error.
func (s *Server) RemoveOutcome(id int) error {
	return s.takenBack(id, "outcome", feed.Messages, s.gateway.RemoveScript)
}

// ClearOutcomes takes back an owner's scripts and returns how many those were.
func (s *Server) ClearOutcomes(whose control.Owner) (int, error) {
	return s.cleared(whose, s.gateway.ClearScripts, feed.Messages)
}

// SetStatus reports a further delivery status of an SMS that was sent, from now
// on, and tells the webhooks for dlr.
func (s *Server) SetStatus(id string, status fixtures.DeliveryStatus) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.SetStatus(id, status)
}

// Webhooks returns the subscriptions of all accounts, and the webhooks that were
// sent or are due.
func (s *Server) Webhooks() (control.Webhooks, error) { return s.gateway.Webhooks(), nil }

// Redeliver sends the webhook with the given number again, whatever came of it
// before.
func (s *Server) Redeliver(id int) (control.Delivery, error) { return s.gateway.Redeliver(id) }

// RunDue makes the attempts now that are due later, and returns how many those
// were. Those that are being made are over, too, when it returns.
func (s *Server) RunDue() (int, error) { return s.gateway.RunDue(), nil }
