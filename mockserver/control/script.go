package control

import "example.com/sms77mock/fixtures"

// Script says what becomes of the next messages, as a world file has it.
type Script = fixtures.Script

// ScriptedStatus is one delivery status of a scripted message.
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
