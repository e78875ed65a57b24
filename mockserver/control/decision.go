package control

import "example.com/sms77mock/fixtures"

// Decision says what becomes of the next authorization requests that pass
// every check. It beats the world file. Either Decision or Error is needed.
type Decision struct {
	Decision         fixtures.Decision `yaml:"decision" json:"decision,omitempty" doc:"approve, deny or prompt."`
	ClientID         string            `yaml:"client_id" json:"client_id,omitempty" zero:"is empty: leave it out to mean every client" doc:"Only for requests of this client."`
	Account          string            `yaml:"account" json:"account,omitempty" zero:"is empty: leave it out to mean every account" doc:"Approve in the name of this account; deny, prompt and error wait for a request that would be answered in its name. A request whose login_hint names another account is left alone."`
	Scope            string            `yaml:"scope" json:"scope,omitempty" doc:"With approve: what is granted instead of what was asked for."`
	Error            string            `yaml:"error" json:"error,omitempty" doc:"The OAuth error that the user is sent back with, instead of a decision."`
	ErrorDescription string            `yaml:"error_description" json:"error_description,omitempty" doc:"Goes with error."`
	Times            int               `yaml:"times" json:"times,omitempty" zero:"want 1 or more, or -1 for every request" doc:"For how many requests; 1 unless given, -1 for every one."`
}

// String says in a few words what the decision is.
func (d Decision) String() string {
	s := string(d.Decision)
	if d.Error != "" {
		s = "error " + d.Error
	}
	if d.ClientID != "" {
		s += " for client " + d.ClientID
	}
	if d.Account != "" {
		s += " for account " + d.Account
	}
	return s
}

// PendingDecision is a decision in force and how often it has been taken.
type PendingDecision struct {
	ID       int      `json:"id"`       // number of the decision, from 1
	Decision Decision `json:"decision"` // the order, with its times filled in
	Used     int      `json:"used"`     // how many requests it has decided
}
