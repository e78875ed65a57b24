package audit_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"example.com/sms77mock/testkit/audit"
)

// sample is a report with every verdict.
func sample() audit.Report {
	byName := map[string]audit.Scenario{}
	for _, s := range audit.Scenarios() {
		byName[s.Name] = s
	}
	result := func(name string, v audit.Verdict, why string) audit.Result {
		return audit.Result{Scenario: byName[name], Verdict: v, Why: why, Took: 12 * time.Millisecond}
	}
	failed := result("state-tampered", audit.Fail, `a callback with the state "<5>|x" led to an exchange: request 17`)
	failed.Evidence = audit.Evidence{
		Requests: []uint64{17},
		Journal:  []string{"request 17: POST /token: 200 ok, client: shop, grant: authorization_code"},
		Browser:  []audit.Step{{Request: "GET http://shop/callback?state=5", Status: 303, Answer: "to /account"}},
	}
	expected := result("pkce", audit.Expected, "a login was started without code_challenge")
	expected.Expected = "with version 3"
	surprise := result("no-store", audit.Pass, "")
	surprise.Expected = "will come"
	return audit.Report{
		Application: "http://shop/login", Double: "http://127.0.0.1:8077", Client: "shop", Took: 1500 * time.Millisecond,
		Results: []audit.Result{
			result("login-works", audit.Pass, ""), expected, failed, surprise,
			result("cookie-flags", audit.Warn, "the cookie s is not HttpOnly"),
			result("logout", audit.Skip, "needs logout: a request that ends the session"),
		},
	}
}

// unmade is a report of an audit that could not be made.
func unmade() audit.Report {
	return audit.Report{Application: "http://shop/login", Double: "http://127.0.0.1:8077", Problem: "the audit cannot be made: the login does not lead to the double: GET /login got no answer"}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	text := func(r audit.Report, w io.Writer) error { return r.Text(w, false) }
	inColor := func(r audit.Report, w io.Writer) error { return r.Text(w, true) }
	for name, test := range map[string]struct {
		report audit.Report
		write  func(audit.Report, io.Writer) error
	}{
		"report.txt":  {sample(), text},
		"color.txt":   {sample(), inColor},
		"report.json": {sample(), audit.Report.JSON},
		"report.xml":  {sample(), audit.Report.JUnit},
		"report.md":   {sample(), audit.Report.Markdown},
		"unmade.txt":  {unmade(), text},
		"unmade.json": {unmade(), audit.Report.JSON},
		"unmade.xml":  {unmade(), audit.Report.JUnit},
		"unmade.md":   {unmade(), audit.Report.Markdown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			if err := test.write(test.report, &got); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// A scenario that was skipped has no evidence, least of all another one's.
func TestNoEvidenceOfWhatWasNotPlayed(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(*site) {}, audit.Only("pkce", "logout"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		if got, want := len(r.Evidence.Requests) > 0, r.Verdict != audit.Skip; got != want {
			t.Errorf("%s %s: got requests %d, want some: %t", r.Verdict, r.Name, r.Evidence.Requests, want)
		}
	}
}
