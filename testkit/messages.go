package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Messages returns the messages that f chooses, oldest first: those that were sent,
// unless f says inbound.
func (s *Server) Messages(f control.MessageFilter) []control.Message {
	s.tb.Helper()
	s.check("Messages", notFor("count", f.Count, "waits"))
	messages, err := s.messages(f)
	s.check("Messages", err)
	return messages
}

// messages returns the messages that f chooses among those the server is about:
// what was sent or came in before its test is not.
func (s *Server) messages(f control.MessageFilter) ([]control.Message, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	limit := f.Limit
	f.Limit = 0 // is for what is left
	f.Count = 0 // is for whoever waits for them
	if f.Direction == control.Incoming {
		// No After: a reset has ids come again, and the clock may be set back.
		f.ChangedAfter = max(f.ChangedAfter, s.receivedSince)
	}
	all, err := gather(s, f, messageNames, s.double.levers.Messages, messageID, func(a, b control.Message) int { return a.Time.Compare(b.Time) })
	all = chosen(all, func(m control.Message) bool { return m.Request == 0 || m.Request > s.sentSince })
	return limited(all, limit), err
}

func messageNames(f *control.MessageFilter) (clientID, account *string) {
	return &f.ClientID, &f.Account
}

func messageID(m control.Message) string { return m.ID }

// ClearMessages forgets the messages and returns their number.
func (s *Server) ClearMessages() int {
	s.tb.Helper()
	return s.clear("ClearMessages", s.double.levers.ClearMessages)
}

// Receive lets an SMS, an RCS message or a call come in, as if someone had sent it
// to the account: [Server.Account] of a tenant, else the one that has ordered the
// number or is logged in, unless in names another. Webhooks about it have been sent
// when it returns, unless the world has them wait.
func (s *Server) Receive(in control.Inbound) control.Message {
	s.tb.Helper()
	s.check("Receive", s.mine("", in.Account))
	if s.tenant != nil && in.Account == "" {
		in.Account = s.tenant.account
	}
	message, err := s.double.levers.Receive(in)
	s.check("Receive", err)
	return message
}

// React lets the recipient of the message with an id do something with it, and
// returns the message.
func (s *Server) React(id string, r control.Reaction) control.Message {
	s.tb.Helper()
	s.check("React", s.owns(id))
	message, err := s.double.levers.React(id, r)
	s.check("React", err)
	return message
}

// owns refuses a message of somebody else, if the server is a tenant.
func (s *Server) owns(id string) error {
	if s.tenant == nil {
		return nil
	}
	messages, err := s.messages(control.MessageFilter{})
	if err == nil && !slices.ContainsFunc(messages, func(m control.Message) bool { return m.ID == id }) {
		err = fmt.Errorf("the tenant %s has sent no message %s", s.tenant.account, id)
	}
	return err
}

// SetStatus reports a further delivery status of an SMS that was sent.
func (s *Server) SetStatus(id string, status fixtures.DeliveryStatus) control.Message {
	s.tb.Helper()
	s.check("SetStatus", s.owns(id))
	message, err := s.double.levers.SetStatus(id, status)
	s.check("SetStatus", err)
	return message
}

func outgoing(m control.Message) bool { return m.Direction == control.Outgoing }
