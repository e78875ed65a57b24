package audit

import (
	"time"
)

// Verdict is how a scenario ended.
type Verdict string

// The verdicts.
const (
	Pass     Verdict = "pass"
	Fail     Verdict = "fail"     // a must was not met
	Warn     Verdict = "warn"     // a should was not met
	Skip     Verdict = "skip"     // could not be judged; the reason says why
	Expected Verdict = "expected" // failed, as the application said it would
)

// Report is the result of an audit.
type Report struct {
	Application string        // where its login is
	Double      string        // where the double is reached; "" if it is in process
	Client      string        // the application's client_id; "" if it was not learnt
	Problem     string        // why the audit could not be made, or not to its end; "" if it was
	Results     []Result      // in the order of [Scenarios]
	Took        time.Duration // in real time
}

// Result is what became of one scenario.
type Result struct {
	Scenario
	Verdict  Verdict
	Why      string // the reason for the verdict; "" for a plain pass
	Expected string // the reason why it was expected to fail; "" if it was not
	Evidence Evidence
	Took     time.Duration // in real time
}

// Surprise reports whether the scenario was expected to fail and did not.
func (r Result) Surprise() bool { return r.Expected != "" && r.Verdict == Pass }

// Evidence is what the verdict stands on.
type Evidence struct {
	Requests []uint64 // numbers of the double's journal entries
	Journal  []string // what they were, a line each
	Browser  []Step   // what the browser did last
}

// Step is a request of the browser and its answer.
type Step struct {
	Request string // method and URL
	Status  int    // 0 if there was no answer
	Answer  string // Location, or the beginning of the body, or why there was none
}

// Count returns how many scenarios ended so.
func (r Report) Count(v Verdict) int {
	n := 0
	for _, result := range r.Results {
		if result.Verdict == v {
			n++
		}
	}
	return n
}

// title is what the report is called.
func (r Report) title() string { return "audit of " + r.Application }

// Failed reports whether a scenario failed that was not expected to.
func (r Report) Failed() bool { return r.Count(Fail) > 0 }
