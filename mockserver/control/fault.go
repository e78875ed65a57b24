package control

import "example.com/sms77mock/fixtures"

// Fault changes the answers to the next requests that it matches. The tags of its
// fields say what each is for, and [fixtures.Presets] where the names for its
// Preset are listed. One that a program builds may have a Match, too, which a
// double elsewhere refuses.
type Fault = fixtures.Fault

// PendingFault is a fault in force and what has become of it.
type PendingFault struct {
	ID    int   `json:"id" doc:"Number of the fault, from 1."`
	Fault Fault `json:"fault" doc:"The order, with its preset's endpoint and its times filled in."`
	Seen  int   `json:"seen" doc:"How many requests matched, those that after let pass included."`
	Used  int   `json:"used" doc:"How many requests it has hit."`
	Spent bool  `json:"spent" doc:"Whether it will hit no more."`
}
