package audit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/internal/choice"
)

// Severity is how much a scenario matters.
type Severity string

// The severities: a must fails the audit, a should is a warning.
const (
	Must   Severity = "must"
	Should Severity = "should"
)

// Scenario is one thing that happens to an application, and what it should do.
type Scenario struct {
	Name     string   // such as state-tampered
	Sentence string   // what happens
	Sound    string   // what a sound application does
	Basis    string   // on what that stands
	Severity Severity // Must or Should
	Harm     string   // what goes wrong in production
	Mend     string   // how to mend it

	alone string // why a human being cannot play it in an attended audit; "" if one can
	needs need
	late  late
	play  func(*scene)
}

// need is what a scenario cannot do without.
type need int

const (
	inside  need = 1 << iota // a page that tells people who are logged in from others
	page                     // the page that is only for people who are logged in, whoever that is
	asking                   // a page that closes when a login is asked for
	act                      // the request that makes the application call the gateway
	done                     // the text that tells whether that worked
	sending                  // an act that sends an SMS
	logout                   // the request that ends the session
	session                  // kind login
	profile                  // an application that asks /me during a login
	refresh                  // an application that refreshes
	persons                  // an application that can tell two browsers apart
)

// late says when a scenario is played. What only looks at what the others have
// brought to light comes last.
type late int

const (
	early     late = iota
	throttled      // leaves an application that may hold itself back
	lookingOn      // judges the whole audit
)

// Attended reports whether an attended audit plays the scenario, and if not, why.
func (s Scenario) Attended() (played bool, why string) { return s.alone == "", s.alone }

// Scenarios returns every scenario, in the order of the report.
func Scenarios() []Scenario {
	return slices.Concat(authorization(), callbacks(), tokenAnswers(), renewals(), calls(), people())
}

// named is the scenario of a name that there is.
func named(name string) Scenario {
	list := Scenarios()
	return list[slices.IndexFunc(list, func(s Scenario) bool { return s.Name == name })]
}

// names are those of the scenarios that can be chosen.
func names() []string {
	var list []string
	for _, s := range Scenarios() {
		list = append(list, s.Name)
	}
	return list
}

// known refuses the name of a scenario that there is not.
func known(where, name string) error {
	if !slices.Contains(names(), name) {
		return fmt.Errorf("%s: %q: %s", where, name, noSuch(name))
	}
	return nil
}

// noSuch says that there is no scenario of a name, and what may have been meant.
func noSuch(name string) string { return "no such scenario, " + choice.Want(name, names()) }
