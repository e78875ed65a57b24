package control

import "example.com/sms77mock/fixtures"

// Decision says what becomes of the next authorization requests that pass every
// check. It beats the world file. The tags of its fields say what each is for.
type Decision = fixtures.DecisionOrder

// PendingDecision is a decision in force and how often it has been taken.
type PendingDecision struct {
	ID       int      `json:"id" doc:"Number of the decision, from 1."`
	Decision Decision `json:"decision" doc:"The order, with its times filled in."`
	Used     int      `json:"used" doc:"How many requests it has decided."`
}
