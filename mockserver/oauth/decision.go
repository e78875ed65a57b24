package oauth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
)

// Decision says what becomes of the next authorization requests that pass
// every check. It beats the world file. Either Decision or Error is needed.
type Decision struct {
	Decision         fixtures.Decision `yaml:"decision" json:"decision,omitempty" doc:"approve, deny or prompt."`
	ClientID         string            `yaml:"client_id" json:"client_id,omitempty" doc:"Only for requests of this client."`
	Account          string            `yaml:"account" json:"account,omitempty" doc:"Approve in the name of this account; deny, prompt and error wait for a request that would be answered in its name. A request whose login_hint names another account is left alone."`
	Scope            string            `yaml:"scope" json:"scope,omitempty" doc:"With approve: what is granted instead of what was asked for."`
	Error            string            `yaml:"error" json:"error,omitempty" doc:"The OAuth error that the user is sent back with, instead of a decision."`
	ErrorDescription string            `yaml:"error_description" json:"error_description,omitempty" doc:"Goes with error."`
	Times            int               `yaml:"times" json:"times,omitempty" doc:"For how many requests; 1 unless given, -1 for every one."`
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

// decisions are the one-shot decisions in force, in the order in which they
// were made. The zero value is empty.
type decisions struct {
	mu      sync.Mutex // guards everything below
	pending []*PendingDecision
	last    int
}

// Decide puts d in force. One that makes no sense is refused with an error that
// lists every mistake, and changes nothing.
func (s *Server) Decide(d Decision) (PendingDecision, error) {
	if err := errors.Join(s.KnowsClient(d.ClientID), s.KnowsAccount(d.Account), d.check(s.directory.Load())); err != nil {
		return PendingDecision{}, err
	}
	if d.Times == 0 {
		d.Times = 1
	}
	s.decisions.mu.Lock()
	defer s.decisions.mu.Unlock()
	s.decisions.last++
	p := &PendingDecision{ID: s.decisions.last, Decision: d}
	s.decisions.pending = append(s.decisions.pending, p)
	return *p, nil
}

func (d Decision) check(dir *directory) error {
	var errs []error
	wrong := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if words := d.Decision.Values(); d.Decision != "" && !slices.Contains(words, string(d.Decision)) {
		wrong("decision: %q: want one of %s", d.Decision, strings.Join(words, ", "))
	}
	if (d.Decision == "") == (d.Error == "") {
		wrong("decision: want either decision or error")
	}
	if d.ErrorDescription != "" && d.Error == "" {
		wrong("error_description: %q: needs error", d.ErrorDescription)
	}
	if d.Scope != "" && d.Decision != fixtures.Approve {
		wrong("scope: %q: goes with decision approve", d.Scope)
	}
	if unknown := notWithin(strings.Fields(d.Scope), dir.world.Scopes.Known); len(unknown) > 0 {
		wrong("scope: %q: unknown scope, want some of %s", strings.Join(unknown, " "), strings.Join(dir.world.Scopes.Known, ", "))
	}
	if !fixtures.ValidError(d.Error) {
		wrong("error: %q: want printable ASCII without \" and \\ (RFC 6749, section 4.1.2.1)", d.Error)
	}
	if d.Times < -1 {
		wrong("times: %d: want 1 or more, or -1 for every request", d.Times)
	}
	return errors.Join(errs...)
}

// Decisions returns the decisions that have not been used up, in the order in
// which they were made.
func (s *Server) Decisions() []PendingDecision {
	s.decisions.mu.Lock()
	defer s.decisions.mu.Unlock()
	list := make([]PendingDecision, len(s.decisions.pending))
	for i, p := range s.decisions.pending {
		list[i] = *p
	}
	return list
}

// ClearDecisions takes back the decisions for one client, or all of them if
// clientID is empty, and returns how many those were.
func (s *Server) ClearDecisions(clientID string) int { return s.decisions.clear(clientID) }

// RemoveDecision takes back the decision with the given number and reports
// whether it was in force.
func (s *Server) RemoveDecision(id int) bool {
	return s.decisions.remove(func(p *PendingDecision) bool { return p.ID == id }) == 1
}

func (d *decisions) clear(clientID string) int {
	return d.remove(func(p *PendingDecision) bool { return clientID == "" || p.Decision.ClientID == clientID })
}

func (d *decisions) remove(gone func(*PendingDecision) bool) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := len(d.pending)
	d.pending = slices.DeleteFunc(d.pending, gone)
	return before - len(d.pending)
}

// take returns the first decision for a request and counts it, or nil.
func (d *decisions) take(match func(Decision) bool) *PendingDecision {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i, p := range d.pending {
		if !match(p.Decision) {
			continue
		}
		p.Used++
		if p.Decision.Times > 0 && p.Used >= p.Decision.Times {
			d.pending = slices.Delete(d.pending, i, i+1)
		}
		taken := *p
		return &taken
	}
	return nil
}
