package audit_test

import (
	"bufio"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit/audit"
)

// TestSoundInPython audits the application of another make.
func TestSoundInPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	double, err := mockserver.New(fixtures.World{})
	if err != nil {
		t.Fatal(err)
	}
	vendor := httptest.NewServer(double)
	t.Cleanup(vendor.Close)
	t.Cleanup(double.Close)
	shop := exec.CommandContext(t.Context(), python, "python/shop.py", "0", vendor.URL, "pyshop", "pyshop-secret")
	out, err := shop.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := shop.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { shop.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(line)
	if _, err := double.AddClient(fixtures.Client{ID: "pyshop", Secrets: []string{"pyshop-secret"}, RedirectURIs: []string{base + "/auth/callback"}}); err != nil {
		t.Fatal(err)
	}
	report, err := audit.Run(t.Context(), double, audit.App{
		Login:  audit.Request{Line: base + "/login"},
		Inside: audit.Request{Line: "/api/me"},
		Act:    audit.Request{Line: "POST /api/send to={number} text=hi", Done: `"sent": true`},
		Logout: audit.Request{Line: "POST /api/logout"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		if r.Verdict != audit.Pass {
			t.Errorf("%s: got %s: %s\n%s\n%+v", r.Name, r.Verdict, r.Why, strings.Join(r.Evidence.Journal, "\n"), r.Evidence.Browser)
		}
	}
	if report.Took > time.Minute {
		t.Errorf("the audit took %s, want a minute at most", report.Took)
	}
}
