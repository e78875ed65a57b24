package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
)

// Analytics counts what was used, not what is still kept of it.
func TestAnalyticsOutlivesMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Messages: 3}})
	for i := range 5 {
		w.post("/api/sms", fmt.Sprintf("to=491716992343&label=a&text=%d", i))
	}
	w.post("/api/voice", "to=491716992343&text=Hi")
	row := `"sms":5,"rcs":0,"voice":0,"hlr":0,"mnp":0,"inbound":0,"usage_eur":0.375}`
	for path, want := range map[string]string{
		"/api/analytics?start=2023-08-23&end=2023-08-23": `[{"date":"2023-08-23","sms":5,"rcs":0,"voice":1,"hlr":0,"mnp":0,"inbound":0,"usage_eur":0.475}]`,
		"/api/analytics/label?label=a":                   `[{"label":"a",` + row + `]`,
	} {
		if got := w.get(path).body; got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

// Labels beyond a bound are not told apart, but counted.
func TestAnalyticsOfManyLabels(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("ten thousand requests")
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}}})
	const sent = 10_050
	for i := range sent {
		w.post("/api/sms", fmt.Sprintf("to=491716992343&no_reload=1&text=Hi&label=%d", i))
	}
	if got := w.get("/api/analytics?start=2023-08-23&end=2023-08-23").body; !strings.Contains(got, fmt.Sprintf(`"sms":%d,`, sent)) {
		t.Errorf("got %s, want %d SMS", got, sent)
	}
	if got := strings.Count(w.get("/api/analytics/label").body, `"label"`); got > 10_001 {
		t.Errorf("got %d rows, want at most 10001", got)
	}
}
