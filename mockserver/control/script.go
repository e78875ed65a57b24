package control

import "example.com/sms77mock/fixtures"

// Script says what becomes of the next messages that are sent. The tags of its
// fields say what each is for.
type Script = fixtures.Script

// ScriptedStatus is one delivery status of a scripted message. After is how long after
// sending it comes: 0 stands for the world's gateway.delivery, [fixtures.NoTime] for at
// once.
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
	ID     int    `json:"id" doc:"Number of the script, from 1."`
	Script Script `json:"script" doc:"The order, with its times filled in."`
	Used   int    `json:"used" doc:"How many messages have followed it."`
}
