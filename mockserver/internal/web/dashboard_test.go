package web_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/web"
)

func TestDashboardTabs(t *testing.T) {
	t.Parallel()
	page := outline(t, show(t, web.Dashboard, web.DashboardView{}).Body.String())
	var tabs, shown []string
	for _, e := range page {
		switch e.attr["role"] {
		case "tab":
			tabs = append(tabs, strings.TrimPrefix(e.attr["id"], "tab-"))
		case "tabpanel":
			if _, hidden := e.attr["hidden"]; !hidden {
				shown = append(shown, e.attr["id"])
			}
		}
	}
	if want := []string{"journal", "inbox", "tokens", "faults", "decisions", "world"}; !slices.Equal(tabs, want) {
		t.Errorf("tabs: got %q, want %q", tabs, want)
	}
	if want := []string{"view-journal"}; !slices.Equal(shown, want) {
		t.Errorf("shown at first: got %q, want %q", shown, want)
	}
}

func TestDashboardPresets(t *testing.T) {
	t.Parallel()
	page := outline(t, show(t, web.Dashboard, web.DashboardView{Presets: []web.PresetView{
		{Name: "no-code", Endpoint: "authorize", About: "no code"},
		{Name: "slow", Endpoint: "*", About: "late"},
		{Name: "tampered", Endpoint: "authorize", About: "changed"},
	}}).Body.String())
	var got []string
	for _, e := range page {
		if e.name == "h3" {
			got = append(got, e.text)
		}
		if preset := e.attr["data-preset"]; preset != "" {
			got = append(got, preset+": "+find(t, page, e.attr["aria-describedby"]).text)
		}
	}
	if want := []string{"/authorize", "no-code: no code", "tampered: changed", "Any endpoint", "slow: late"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
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
	view := web.HomeView{Version: "1.2.3", BaseURL: "http://127.0.0.1:8077", Control: true, Clients: []string{"a b&c", "second"}, Accounts: []string{"john"}, TryClient: "a b&c"}
	body := show(t, web.Home, view).Body.String()
	page := outline(t, body)
	if got, want := find(t, page, "try").attr["href"], "/authorize?response_type=code&client_id=a%20b%26c&state=8f14e45fceea167a&scope=sms"; got != want {
		t.Errorf("link to try: got %q, want %q", got, want)
	}
	if got, want := find(t, page, "clients").text, "a b&c, second"; got != want {
		t.Errorf("clients: got %q, want %q", got, want)
	}
	if got, want := find(t, page, "dashboard-link").attr["href"], "/_mock/"; got != want {
		t.Errorf("link to the dashboard: got %q, want %q", got, want)
	}
	view.Control, view.Clients, view.TryClient = false, nil, ""
	body = show(t, web.Home, view).Body.String()
	if strings.Contains(body, "/_mock/") {
		t.Error("the page links to a dashboard that is not there")
	}
	if strings.Contains(body, `id="try"`) {
		t.Error("the page proposes to try a client that is not there")
	}
}
