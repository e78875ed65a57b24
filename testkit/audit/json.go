package audit

import (
	"encoding/json"
	"io"
)

// jsonReport is a report as JSON has it.
type jsonReport struct {
	Application string         `json:"application"`
	Double      string         `json:"double,omitempty"`
	Client      string         `json:"client"`
	Seconds     float64        `json:"seconds"`
	Scenarios   []jsonScenario `json:"scenarios"`
}

type jsonScenario struct {
	Name     string     `json:"name"`
	Verdict  Verdict    `json:"verdict"`
	Severity Severity   `json:"severity"`
	Why      string     `json:"why"`
	Requests []uint64   `json:"requests"`
	Expected string     `json:"expected,omitempty"`
	Surprise bool       `json:"surprise,omitempty"`
	Sentence string     `json:"sentence"`
	Sound    string     `json:"sound"`
	Basis    string     `json:"basis"`
	Harm     string     `json:"harm"`
	Mend     string     `json:"mend"`
	Journal  []string   `json:"journal"`
	Browser  []jsonStep `json:"browser"`
	Seconds  float64    `json:"seconds"`
}

type jsonStep struct {
	Request string `json:"request"`
	Status  int    `json:"status"` // 0 if there was no answer
	Answer  string `json:"answer"`
}

// JSON writes the report as JSON.
func (r Report) JSON(w io.Writer) error {
	out := jsonReport{Application: r.Application, Double: r.Double, Client: r.Client, Seconds: r.Took.Seconds(), Scenarios: []jsonScenario{}}
	for _, result := range r.Results {
		s := jsonScenario{
			Name: result.Name, Verdict: result.Verdict, Severity: result.Severity, Why: result.Why,
			Requests: append([]uint64{}, result.Evidence.Requests...), Expected: result.Expected, Surprise: result.Surprise(),
			Sentence: result.Sentence, Sound: result.Sound, Basis: result.Basis, Harm: result.Harm, Mend: result.Mend,
			Journal: append([]string{}, result.Evidence.Journal...), Browser: []jsonStep{}, Seconds: result.Took.Seconds(),
		}
		for _, step := range result.Evidence.Browser {
			s.Browser = append(s.Browser, jsonStep(step))
		}
		out.Scenarios = append(out.Scenarios, s)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
