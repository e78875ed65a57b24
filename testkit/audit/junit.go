package audit

import (
	"encoding/xml"
	"io"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Seconds  float64     `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Seconds float64       `xml:"time,attr"`
	Error   *junitMessage `xml:"error"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
	Output  string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report as CI systems read it: one case for each scenario. A
// warning, and a failure that was expected, are cases that pass and say so in
// their output. An audit that could not be made is a case of its own, with an
// error.
func (r Report) JUnit(w io.Writer) error {
	suite := junitSuite{Name: r.title(), Tests: len(r.Results), Failures: r.Count(Fail), Skipped: r.Count(Skip), Seconds: r.Took.Seconds()}
	if r.Problem != "" {
		suite.Tests, suite.Errors = suite.Tests+1, 1
		suite.Cases = append(suite.Cases, junitCase{Class: "audit", Name: r.title(), Error: &junitMessage{r.Problem, r.Problem}})
	}
	for _, result := range r.Results {
		suite.Cases = append(suite.Cases, result.junit())
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{Suites: []junitSuite{suite}}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r Result) junit() junitCase {
	c := junitCase{Class: "audit", Name: r.Name, Seconds: r.Took.Seconds()}
	switch {
	case r.Verdict == Fail:
		c.Failure = &junitMessage{r.Why, r.String()}
	case r.Verdict == Skip:
		c.Skipped = &junitMessage{Message: r.Why}
	case r.Verdict != Pass || r.Surprise():
		c.Output = r.String()
	}
	return c
}
