package control

import (
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/strict"
)

// Script says what becomes of the next messages that are sent: they are refused
// with a code, or have delivery statuses over time. To, Channel, ClientID and
// Account choose the messages, Times counts them.
type Script struct {
	To       string  `yaml:"to" doc:"Only messages to this number, in any form that the gateway takes; * at the end stands for any digits, as in 49176*."`
	Channel  Channel `yaml:"channel" doc:"Only messages of this channel: sms, voice, rcs or waba."`
	ClientID string  `yaml:"client_id" doc:"Only messages that this client sends."`
	Account  string  `yaml:"account" doc:"Only messages of this account, by its name."`
	Times    int     `yaml:"times" doc:"How many messages it is for; 1 unless given, -1 for every one."`

	Code     int                 `yaml:"code" doc:"Refuse it with this code of the vendor's, such as 500 for no credit."`
	Statuses []ScriptedStatus    `yaml:"statuses" doc:"The delivery statuses that it gets, in order."`
	Call     fixtures.CallStatus `yaml:"call" doc:"How a voice call ends: completed, no-answer or failed."`
	Report   Reporting           `yaml:"report" doc:"How statuses are reported to webhooks: once unless given, or early (before the answer), twice, empty or never."`
}

// MarshalJSON writes the script with its durations as texts such as "2h0m0s".
func (s Script) MarshalJSON() ([]byte, error) { return strict.MarshalJSON(s) }

// UnmarshalJSON reads a script strictly.
func (s *Script) UnmarshalJSON(data []byte) error { return strict.JSON(data, s).Err() }

// ScriptedStatus is one delivery status of a scripted message. In Go, an After of
// zero is the default and [fixtures.NoTime] no time at all.
type ScriptedStatus struct {
	Status fixtures.DeliveryStatus `yaml:"status" doc:"The status, such as NOTDELIVERED."`
	After  time.Duration           `yaml:"after" zero:"none" doc:"Time from sending to this status; the world's gateway.delivery unless given."`
}

// PendingScript is a script in force and how often it has been followed.
type PendingScript struct {
	ID     int    `json:"id"`     // number of the script, from 1
	Script Script `json:"script"` // the order, with its times filled in
	Used   int    `json:"used"`   // how many messages have followed it
}

// Reporting is how the delivery statuses of a message are reported to webhooks.
// The zero value is once.
type Reporting string

// The ways to report a status.
const (
	ReportOnce  Reporting = "once"
	ReportEarly Reporting = "early" // before the answer to the request that sends the message
	ReportTwice Reporting = "twice"
	ReportEmpty Reporting = "empty" // with an empty status
	ReportNever Reporting = "never"
)

// Values lists the ways.
func (Reporting) Values() []string {
	return []string{string(ReportOnce), string(ReportEarly), string(ReportTwice), string(ReportEmpty), string(ReportNever)}
}
