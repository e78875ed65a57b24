package audit

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/internal/choice"
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

// Count returns how many scenarios ended with the verdict v.
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

func newStep(a answer) Step {
	s := Step{Request: printable(a.method+" "+a.url.String(), mostAddress), Status: a.status}
	switch location := a.header.Get("Location"); {
	case a.err != nil:
		s.Answer = printable(a.err.Error(), mostAddress)
	case location != "":
		s.Answer = "to " + printable(location, 100)
	default:
		s.Answer = printable(a.words(), 160)
	}
	return s
}

// answered says in a sentence what came back.
func (s Step) answered() string {
	what := s.Answer
	switch {
	case strings.HasPrefix(what, "to "):
		what = " " + what
	case what != "":
		what = ": " + what
	}
	return strings.TrimSpace(fmt.Sprintf("%s was answered with %d %s", s.Request, s.Status, http.StatusText(s.Status)) + what)
}

// order is the order of the report for people: what needs attention first.
var order = []Verdict{Fail, Warn, Expected, Skip, Pass}

// writers are the formats of a report.
var writers = map[string]func(Report, io.Writer) error{
	"json": Report.JSON, "junit": Report.JUnit, "markdown": Report.Markdown,
	"text": func(r Report, w io.Writer) error { return r.Text(w, false) },
}

// Write writes the report in one of the formats json, junit, markdown and text,
// the latter without colour.
func (r Report) Write(w io.Writer, format string) error {
	write, ok := writers[format]
	if !ok {
		return fmt.Errorf("format: %q: %s", format, choice.Want(format, slices.Sorted(maps.Keys(writers))))
	}
	return write(r, w)
}
