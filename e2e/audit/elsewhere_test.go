package audit_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit/audit"
)

// elsewhere are sound applications of other makes, and what each of them skips.
var elsewhere = map[string]struct {
	command  []string // PORT stands for the port
	callback string
	app      audit.App
	skipped  string
}{
	"python": {
		command: []string{"python3", "python/shop.py"}, callback: "/auth/callback",
		app: audit.App{
			Login: audit.Request{Line: "/login"}, Inside: audit.Request{Line: "/api/me"},
			Act:     audit.Request{Line: `POST /api/send {"to":"{number}","text":"hi","n":{n}}`, Done: "The message was sent \u2013 \"hi\""},
			Logout:  audit.Request{Line: "POST /api/logout {}"},
			Headers: map[string]string{"X-XSRF-TOKEN": "{cookie:XSRF-TOKEN}"},
		},
	},
	"php": {
		command: []string{"php", "-S", "127.0.0.1:PORT", "php/shop.php"}, callback: "/callback.php",
		app: audit.App{
			Login: audit.Request{Page: "/", Form: "login"}, Inside: audit.Request{Line: "/account.php"},
			Act:    audit.Request{Page: "/account.php", Form: "send", Fields: map[string]string{"to": "{number}"}, Done: "Die Nachricht ist übermittelt."},
			Logout: audit.Request{Page: "/account.php", Form: "logout"},
		},
		skipped: "profile refresh-concurrent",
	},
	"node": {
		command: []string{"node", "node/shop.mjs"}, callback: "/connected",
		app: audit.App{
			Kind: audit.KindConnect, Prepare: []audit.Request{{Line: "POST /signup name=u{n}"}},
			Login: audit.Request{Line: "/connect"}, Inside: audit.Request{Line: "/connection"},
			Act: audit.Request{Line: "POST /send to={number} text=hi", Done: `"sent":true`},
		},
		skipped: "session-renewed profile-unavailable logout logout-during-refresh logout-revokes",
	},
}

// TestSoundElsewhere audits applications of other makes.
func TestSoundElsewhere(t *testing.T) {
	t.Parallel()
	for name, test := range elsewhere {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			double, err := mockserver.New(fixtures.World{})
			if err != nil {
				t.Fatal(err)
			}
			vendor := httptest.NewServer(double)
			t.Cleanup(vendor.Close)
			t.Cleanup(double.Close)
			base := start(t, vendor.URL, test.command)
			if _, err := double.AddClient(fixtures.Client{ID: "shop", Secrets: []string{"shop-secret"}, RedirectURIs: []string{base + test.callback}}); err != nil {
				t.Fatal(err)
			}
			app := test.app
			if app.Login.Page != "" {
				app.Login.Page = base + app.Login.Page
			} else {
				app.Login.Line = base + app.Login.Line
			}
			report, err := audit.Run(t.Context(), double, app)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range report.Results {
				if r.Verdict != audit.Pass && (r.Verdict != audit.Skip || !strings.Contains(test.skipped, r.Name)) {
					t.Errorf("%s", r)
				}
			}
			t.Logf("the audit took %s", report.Took)
		})
	}
}

// start runs an application and returns where it is reached.
func start(t *testing.T, double string, command []string) string {
	t.Helper()
	program, err := exec.LookPath(command[0])
	if err != nil {
		t.Skipf("%s is not installed", command[0])
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(free.Addr().String())
	free.Close()
	base := "http://127.0.0.1:" + port
	var args []string
	for _, arg := range command[1:] {
		args = append(args, strings.ReplaceAll(arg, "PORT", port))
	}
	c := exec.CommandContext(t.Context(), program, args...)
	c.Env = append(os.Environ(), "PORT="+port, "BASE="+base, "DOUBLE="+double, "CLIENT_ID=shop", "CLIENT_SECRET=shop-secret")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Wait() }) // the test's context has ended it
	for range 200 {
		if response, err := http.Get(base + "/"); err == nil {
			response.Body.Close()
			return base
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s does not answer", command[0])
	return ""
}
