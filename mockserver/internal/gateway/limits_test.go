package gateway_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
)

// TestLimits holds texts and lists to their limits: what is just good, and what
// is one too long.
func TestLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}}})
	for _, test := range []struct {
		name, path, to, text, want string
	}{
		{"longest SMS", "/api/sms", "491716992343", strings.Repeat("a", 1520), "100"},
		{"longer SMS", "/api/sms", "491716992343", strings.Repeat("a", 1521), "401"},
		{"longest SMS in UCS-2", "/api/sms", "491716992343", strings.Repeat("☃", 1520), "100"},
		{"longer SMS in UCS-2", "/api/sms", "491716992343", strings.Repeat("☃", 1521), "401"},
		{"longest call", "/api/voice", "491716992343", strings.Repeat("ü", 10000), "100\n1038703\n0.1"},
		{"longer call", "/api/voice", "491716992343", strings.Repeat("ü", 10001), "401"},
		{"most recipients", "/api/sms", strings.Repeat("x,", 10000), "Hi", "202"},
		{"more recipients", "/api/sms", strings.Repeat("x,", 10001), "Hi", "700"},
	} {
		got := w.post(test.path, url.Values{"to": {test.to}, "text": {test.text}}.Encode())
		if got.body != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got.body, test.want)
		}
	}
}

// TestRingtime lets somebody who does not answer be rung for the shortest and the
// longest time that counts, and for what does not and leaves it at a second.
func TestRingtime(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[string]string{"4": "no-answer", "5": "ringing", "60": "ringing", "61": "no-answer"} {
		w := newWorld(t, fixtures.World{})
		w.post("/api/voice", "to=447700900021&text=Hi&ringtime="+seconds)
		w.clock.Advance(2 * time.Second)
		if got := w.get("/api/journal/voice").body; !strings.Contains(got, `"status":"`+want+`"`) {
			t.Errorf("%s s: got %s, want %s", seconds, got, want)
		}
	}
}
