package web_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/web"
)

// TestDashboardWithoutJavaScript wants a readable journal in both languages.
func TestDashboardWithoutJavaScript(t *testing.T) {
	t.Parallel()
	view := web.DashboardView{Requests: []web.RequestSummary{{Time: "12:00:00", What: "POST /token", Who: "testclient", Outcome: "400 refused", Reason: "the code was used"}}}
	for language, heading := range map[string]string{"en": "Outcome", "de": "Ergebnis"} {
		body := show(t, web.Dashboard, view, language).Body.String()
		for _, want := range []string{`lang="` + language + `"`, heading, "POST /token", "400 refused", "the code was used"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page lacks %q", language, want)
			}
		}
	}
}

// TestDashboardOfAuditor tells the scripts whether the double plays audits.
func TestDashboardOfAuditor(t *testing.T) {
	t.Parallel()
	for _, plays := range []bool{true, false} {
		body := show(t, web.Dashboard, web.DashboardView{Audits: plays}).Body.String()
		if got := strings.Contains(body, " data-audits>"); got != plays {
			t.Errorf("plays audits: got %t, want %t", got, plays)
		}
	}
}

func TestDashboardModule(t *testing.T) {
	t.Parallel()
	if got, want := (web.DashboardView{}).Module(), "example.com/sms77mock"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	view := web.HomeView{Version: "1.2.3", BaseURL: "http://127.0.0.1:8077", Control: true, Clients: []string{"a b&c", "second"}, Accounts: []string{"john"}}
	body := show(t, web.Home, view).Body.String()
	page := outline(t, body)
	if got, want := find(t, page, "try").attr["href"], "demo"; got != want {
		t.Errorf("link to try: got %q, want %q", got, want)
	}
	if got, want := find(t, page, "clients").text, "a b&c, second"; got != want {
		t.Errorf("clients: got %q, want %q", got, want)
	}
	if got, want := find(t, page, "dashboard-link").attr["href"], "_mock/"; got != want {
		t.Errorf("link to the dashboard: got %q, want %q", got, want)
	}
	view.Accounts = strings.Fields(strings.Repeat("somebody ", 51))
	page = outline(t, show(t, web.Home, view).Body.String())
	if got, want := find(t, page, "accounts").text, ", somebody + 1 more"; !strings.HasSuffix(got, want) {
		t.Errorf("51 accounts: got %q, want %q at the end", got, want)
	}
	view.Control, view.Clients = false, nil
	body = show(t, web.Home, view).Body.String()
	if strings.Contains(body, "_mock/") {
		t.Error("the page links to a dashboard that is not there")
	}
	if strings.Contains(body, `id="try"`) {
		t.Error("the page proposes to try what is not there")
	}
}
