package audit

import (
	"encoding/json"
	"io"

	"example.com/sms77mock/mockserver/control"
)

// jsonReport is a report as JSON has it.
type jsonReport struct {
	Application string                `json:"application"`
	Double      string                `json:"double,omitempty"`
	Client      string                `json:"client"`
	Problem     string                `json:"problem,omitempty"`
	Seconds     float64               `json:"seconds"`
	Scenarios   []control.AuditResult `json:"scenarios"`
}

// JSON writes the report as JSON.
func (r Report) JSON(w io.Writer) error {
	out := jsonReport{Application: r.Application, Double: r.Double, Client: r.Client, Problem: r.Problem, Seconds: r.Took.Seconds(), Scenarios: []control.AuditResult{}}
	for _, result := range r.Results {
		out.Scenarios = append(out.Scenarios, result.wire())
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// wire is the result as JSON has it.
func (r Result) wire() control.AuditResult {
	w := control.AuditResult{
		Name: r.Name, Verdict: string(r.Verdict), Severity: string(r.Severity), Why: r.Why,
		Requests: append([]uint64{}, r.Evidence.Requests...), Expected: r.Expected, Surprise: r.Surprise(),
		Sentence: r.Sentence, Sound: r.Sound, Basis: r.Basis, Harm: r.Harm, Mend: r.Mend,
		Journal: append([]string{}, r.Evidence.Journal...), Browser: []control.AuditStep{}, Seconds: r.Took.Seconds(),
	}
	for _, s := range r.Evidence.Browser {
		w.Browser = append(w.Browser, control.AuditStep(s))
	}
	return w
}
