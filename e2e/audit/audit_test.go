// Package audit_test proves the audit: it passes applications that are sound, and
// finds every fault that was planted in another.
package audit_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/e2e/audit/app"
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

var (
	update = flag.Bool("update", false, "write the table of what is found in which application")
	only   = flag.String("flaw", "", "audit only the application with this switch on, and say what was found")
)

// serve serves the application with a switch on, and a double for it.
func serve(t *testing.T, flaw string) (double *mockserver.Server, site *httptest.Server, closeBoth func()) {
	t.Helper()
	double, err := mockserver.New(fixtures.World{})
	if err != nil {
		t.Fatal(err)
	}
	vendor := httptest.NewServer(double)
	var application http.Handler
	site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { application.ServeHTTP(w, r) }))
	application = app.New(app.Config{Base: site.URL, Double: vendor.URL, Client: "shop", Secret: "shop-secret", TimeOut: 2 * time.Second, Flaw: flaw})
	if _, err := double.AddClient(fixtures.Client{ID: "shop", Secrets: []string{"shop-secret"}, RedirectURIs: []string{site.URL + "/callback"}}); err != nil {
		t.Fatal(err)
	}
	return double, site, func() { site.Close(); double.Close(); vendor.Close() }
}

// run audits the application with a switch on.
func run(t *testing.T, flaw string, opts ...audit.Option) audit.Report {
	t.Helper()
	double, site, closeBoth := serve(t, flaw)
	defer closeBoth()
	before := state(t, double)
	act := audit.Request{Page: "/account", Form: "send", Fields: map[string]string{"to": "{number}"}, Done: "Message sent."}
	if app.ByScript(flaw) {
		act = audit.Request{Line: app.ScriptedAct, Done: app.ScriptedDone}
	}
	login := site.URL + "/login"
	if app.JSONLogin(flaw) {
		login = "POST " + site.URL + app.ScriptedLogin + " {}"
	}
	var headers map[string]string
	if app.FromPage(flaw) {
		headers = map[string]string{"X-CSRF-Token": "{meta:csrf-token}"}
	}
	report, err := audit.Run(t.Context(), double, audit.App{
		Login:    audit.Request{Line: login},
		Inside:   audit.Request{Line: "/account"},
		Act:      act,
		Logout:   audit.Request{Page: "/account", Form: "logout"},
		Headers:  headers,
		Patience: 7 * time.Second,
	}, opts...)
	if err != nil {
		t.Errorf("%s: %v", flaw, err)
	}
	if after := state(t, double); after != before {
		t.Errorf("%s: the double was left as\n%s\nand was\n%s", flaw, after, before)
	}
	return report
}

// state is everything that an audit changes in a double, and has to undo.
func state(t *testing.T, double control.Levers) string {
	t.Helper()
	clients, err1 := double.Clients()
	accounts, err2 := double.Accounts()
	decisions, err3 := double.Decisions()
	faults, err4 := double.Faults()
	tokens, err5 := double.Tokens(control.TokenFilter{})
	clock, err6 := double.Clock()
	if err := errors.Join(err1, err2, err3, err4, err5, err6); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v\n%s", clients, accounts, decisions, faults, tokens, clock.Offset)
}

// found lists what was reported.
func found(r audit.Report) string {
	var list []string
	for _, result := range r.Results {
		if result.Verdict != audit.Pass {
			list = append(list, string(result.Verdict)+" "+result.Name)
		}
	}
	return strings.Join(list, ", ")
}

func TestSound(t *testing.T) {
	t.Parallel()
	for variant, skipped := range app.Sound {
		t.Run(variant, func(t *testing.T) {
			t.Parallel() // an audit mostly waits
			report := run(t, variant)
			for _, r := range report.Results {
				if r.Verdict != audit.Pass && (r.Verdict != audit.Skip || r.Name != skipped) {
					t.Errorf("%s", r)
				}
			}
			t.Logf("the audit took %s", report.Took)
		})
	}
}

// TestPlanted audits an application for each fault that was planted in it, and
// compares what was found with the table: every fault by its scenario, and
// nothing else.
func TestPlanted(t *testing.T) {
	if *only != "" {
		for _, r := range run(t, *only).Results {
			if r.Verdict != audit.Pass {
				t.Logf("%s %s: %s\n  %s\n  %+v", r.Verdict, r.Name, r.Why, strings.Join(r.Evidence.Journal, "\n  "), r.Evidence.Browser)
			}
		}
		return
	}
	rows := map[string]string{}
	var mu sync.Mutex // guards rows
	var wg sync.WaitGroup
	slots := make(chan struct{}, 24) // an audit mostly waits
	for flaw := range app.Flaws {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			got := found(run(t, flaw))
			mu.Lock()
			defer mu.Unlock()
			rows[flaw] = got
		})
	}
	wg.Wait()
	var table strings.Builder
	for _, flaw := range slices.Sorted(maps.Keys(rows)) {
		if scenario := app.Flaws[flaw]; !slices.ContainsFunc(strings.Split(rows[flaw], ", "), func(s string) bool {
			return strings.HasSuffix(s, " "+scenario) && !strings.HasPrefix(s, "skip")
		}) {
			t.Errorf("%s: got %s, want it found by %s", flaw, rows[flaw], scenario)
		}
		fmt.Fprintf(&table, "%-20s %s\n", flaw, rows[flaw])
	}
	for _, scenario := range audit.Scenarios()[1:] { // without the first there is no audit
		if !regexp.MustCompile(`(fail|warn) ` + scenario.Name + `[,\n]`).MatchString(table.String()) {
			t.Errorf("%s: finds no fault", scenario.Name)
		}
	}
	const file = "testdata/found.txt"
	if *update {
		if err := os.WriteFile(file, []byte(table.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(table.String(), "\n"), strings.Split(string(want), "\n")
	for _, line := range got {
		if !slices.Contains(wanted, line) {
			t.Errorf("got  %s", line)
		}
	}
	for _, line := range wanted {
		if !slices.Contains(got, line) {
			t.Errorf("want %s", line)
		}
	}
}
