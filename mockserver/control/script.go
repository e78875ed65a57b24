package control

import "example.com/sms77mock/fixtures"

// Script says what becomes of the next messages that are sent: they are refused
// with a code, or have delivery statuses over time. To, Channel, ClientID and
// Account choose the messages, Times counts them. A [fixtures.Script] has the same
// fields and can be converted.
type Script struct {
	// To limits it to messages to one number, in any form that the gateway takes; *
	// at the end stands for any digits, as in 49176*.
	To string
	// Channel limits it to messages that go one way.
	Channel Channel
	// ClientID limits it to messages that one client sends.
	ClientID string
	// Account limits it to messages of one account, by its name.
	Account string
	// Times is how many messages it is for: 1 if it is 0, every one if it is -1.
	Times int

	// Code refuses the message with this code of the vendor's, such as 500 for no
	// credit.
	Code int
	// Statuses are the delivery statuses that it gets, in order.
	Statuses []ScriptedStatus
	// Call is how a voice call ends.
	Call fixtures.CallStatus
	// Report is how statuses are reported to webhooks; once if it is empty.
	Report Reporting
}

// String says in a few words what becomes of which messages.
func (s Script) String() string { return fixtures.Script(s).String() }

// MarshalJSON writes the script as it stands in a world file.
func (s Script) MarshalJSON() ([]byte, error) { return fixtures.Script(s).MarshalJSON() }

// UnmarshalJSON reads a script as it stands in a world file, strictly.
func (s *Script) UnmarshalJSON(data []byte) error {
	return (*fixtures.Script)(s).UnmarshalJSON(data)
}

// ScriptedStatus is one delivery status of a scripted message: the Status, and After
// which time from sending it comes, the world's gateway.delivery if that is 0 and at
// once if it is [fixtures.NoTime].
type ScriptedStatus = fixtures.ScriptedStatus

// Reporting is how the delivery statuses of a message are reported to webhooks.
type Reporting = fixtures.Reporting

// The ways to report a status.
const (
	ReportOnce  = fixtures.ReportOnce
	ReportEarly = fixtures.ReportEarly
	ReportTwice = fixtures.ReportTwice
	ReportEmpty = fixtures.ReportEmpty
	ReportNever = fixtures.ReportNever
)

// PendingScript is a script in force and how often it has been followed.
type PendingScript struct {
	ID     int    `json:"id"`     // number of the script, from 1
	Script Script `json:"script"` // the order, with its times filled in
	Used   int    `json:"used"`   // how many messages have followed it
}
