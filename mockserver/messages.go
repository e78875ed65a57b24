package mockserver

import (
	"context"
	"errors"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/feed"
)

// SetStatus reports a further delivery status of an SMS that was sent, from now
// on, and tells the webhooks for dlr.
func (s *Server) SetStatus(id string, status fixtures.DeliveryStatus) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.SetStatus(id, status)
}

// Messages returns the messages that the filter chooses, oldest first.
func (s *Server) Messages(f control.MessageFilter) ([]control.Message, error) {
	if err := errors.Join(s.checkMessageFilter(f), forWaits(f.Count)); err != nil {
		return nil, err
	}
	return s.gateway.Messages(f), nil
}

// WaitForMessage returns the message that makes f.Count of those that f chooses
// (the first unless given), as soon as it has been sent; those in the outbox
// already count. The error tells what was waited for and what came.
func (s *Server) WaitForMessage(ctx context.Context, f control.MessageFilter) (control.Message, error) {
	if f.ChangedAfter != 0 {
		return control.Message{}, errors.New("changed_after: is for lists: want none for a wait, which is for messages that come")
	}
	if err := s.checkMessageFilter(f); err != nil {
		return control.Message{}, err
	}
	ctx, stop := s.pauses.whileOpen(ctx)
	defer stop()
	return s.gateway.WaitForMessage(ctx, f)
}

// ClearMessages forgets the messages that an owner sent and returns how many
// those were.
func (s *Server) ClearMessages(whose control.Owner) (int, error) {
	return s.clear(whose, s.gateway.ClearMessages, feed.Messages, feed.Forgotten)
}

// React lets the recipient of the message with an id do something with it, and
// returns the message. Unless the world has webhooks wait, they have been sent
// then.
func (s *Server) React(id string, r control.Reaction) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.React(id, r)
}

// Receive lets an SMS, an RCS message or a call come in, as if someone had sent it
// to an account.
func (s *Server) Receive(in control.Inbound) (control.Message, error) {
	defer s.changes.Changed(feed.Messages)
	return s.gateway.Receive(in)
}

func (s *Server) checkMessageFilter(f control.MessageFilter) error {
	return errors.Join(f.Check(), s.knows(f.ClientID, f.Account))
}
