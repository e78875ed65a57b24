package audit_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

var update = flag.Bool("update", false, "write docs/audit.md and testdata")

// TestDocs holds the list of scenarios in the manual to the scenarios.
func TestDocs(t *testing.T) {
	t.Parallel()
	const file = "../../docs/audit.md"
	page, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "-update -->\n", "<!-- end -->"
	head, rest, ok := strings.Cut(string(page), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no marks %q and %q", file, begin, end)
	}
	want := head + begin + scenarioList() + end + tail
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if string(page) != want {
		t.Errorf("%s is out of date: go test ./testkit/audit -run TestDocs -update", file)
	}
}

// chapters are the headings of the list, by the scenario that each begins with.
var chapters = map[string]string{
	"login-works":       "What the application asks for",
	"state-tampered":    "The callback",
	"session-renewed":   "The session and its pages",
	"token-unavailable": "Answers of /token and /me",
	"refresh-on-expiry": "Refreshing",
	"api-401-once":      "Calls to the gateway",
	"persons-apart":     "Several people, and logging out",
}

// scenarioList returns the scenarios by chapter, and links to all of them before.
// One that differs from the last only in what happens does not repeat the rest.
func scenarioList() string {
	var links, list strings.Builder
	var said, where string
	for _, s := range audit.Scenarios() {
		if chapter := chapters[s.Name]; chapter != "" {
			fmt.Fprintf(&links, "\n- **%s:**", chapter)
			fmt.Fprintf(&list, "\n### %s\n", chapter)
		}
		attended := "yes"
		if played, why := s.Attended(); !played {
			attended = "no: " + why
		}
		fmt.Fprintf(&links, " [%s](#%[1]s)", s.Name)
		rest := fmt.Sprintf("- **Sound (%s)** %s\n- **In production** %s\n- **Mend** %s\n- **Basis** %s\n- **Attended** %s\n",
			s.Severity, s.Sound, s.Harm, s.Mend, s.Basis, attended)
		if rest == said {
			rest = fmt.Sprintf("All else as under [%s](#%[1]s).\n", where)
		} else {
			said, where = rest, s.Name
		}
		fmt.Fprintf(&list, "\n#### %s\n\n%s\n\n%s", s.Name, s.Sentence, rest)
	}
	return links.String() + "\n" + list.String() + "\n"
}

// TestScenarios holds every scenario to say everything, once.
func TestScenarios(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, s := range audit.Scenarios() {
		if names[s.Name] {
			t.Errorf("%s: stands twice", s.Name)
		}
		names[s.Name] = true
		for what, text := range map[string]string{"sentence": s.Sentence, "sound": s.Sound, "basis": s.Basis, "harm": s.Harm, "mend": s.Mend} {
			if text == "" {
				t.Errorf("%s: has no %s", s.Name, what)
			}
		}
		if s.Severity != audit.Must && s.Severity != audit.Should {
			t.Errorf("%s: severity: got %q", s.Name, s.Severity)
		}
	}
}
