package gateway_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func TestMostLookups(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	numbers := func(n int) string { return strings.TrimSuffix(strings.Repeat("491716992343,", n), ",") }
	if got := w.get("/api/lookup/format?number=" + numbers(1000)).call.Refused; got {
		t.Error("1000 numbers are refused, want them looked up")
	}
	if got := w.get("/api/lookup/format?number=" + numbers(1001)); got.body != "202" {
		t.Errorf("1001 numbers: got %.80q, want 202", got.body)
	}
}

// TestNoReplyToACancelledSMS has an answer come in to nothing, since the only SMS
// was never sent, although its moment has come.
func TestNoReplyToACancelledSMS(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=Hi&delay=2030-01-01+00:00")
	id := w.Messages(control.MessageFilter{})[0].ID
	r := requestTo("DELETE /api/sms?ids=" + id)
	r.Header.Set("Authorization", "Bearer all")
	w.do(r)
	w.clock.Set(time.Date(2030, 1, 2, 0, 0, 0, 0, time.UTC))
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Yes"}); err != nil {
		t.Fatal(err)
	}
	if got := w.get("/api/journal/replies").body; got != "[]" {
		t.Errorf("replies: got %s, want none", got)
	}
}

// TestHooksAreBounded drops the oldest hook of an account for one too many.
func TestHooksAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	const most = 10000
	for i := range most + 1 {
		w.post("/api/hooks", fmt.Sprintf("event_type=dlr&target_url=http://localhost/%d", i))
	}
	got := w.Webhooks(nil).Subscriptions
	if len(got) > most || got[0].URL == "http://localhost/0" {
		t.Errorf("got %d hooks from %s on, want at most %d without the first", len(got), got[0].URL, most)
	}
}
