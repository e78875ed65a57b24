package script

import (
	"strings"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// Message is a message or a call that is about to be sent, as far as scripts ask.
type Message struct {
	Channel  control.Channel
	To       string // as [number.Normalised] has it
	ClientID string // whose token it is sent with; "" if it is an API key
	Account  string // name of the account that sends it
}

// follows reports whether a script is for the message. One that only says
// something about calls is for calls, and one about statuses for all else.
func (m Message) follows(s control.Script) bool {
	isCall := m.Channel == control.ChannelVoice
	return (s.Channel == "" || s.Channel == m.Channel) &&
		(s.Code != 0 || isCall == (s.Call != "")) &&
		(s.ClientID == "" || s.ClientID == m.ClientID) &&
		(s.Account == "" || s.Account == m.Account) &&
		isTo(s.To, m.To)
}

// isTo reports whether a pattern stands for a recipient.
func isTo(pattern, to string) bool {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		digits, ok := number.Prefix(prefix)
		return ok && strings.HasPrefix(to, digits)
	}
	return pattern == "" || number.Normalised(pattern) == to
}
