package gateway_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestRedirectCountsAsDelivered takes 3xx for an answer, as the vendor documents,
// and follows it nowhere.
func TestRedirectCountsAsDelivered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	ear := httptest.NewServer(http.RedirectHandler("/elsewhere", http.StatusFound))
	t.Cleanup(ear.Close)
	w.post("/api/hooks", url.Values{"target_url": {ear.URL}, "event_type": {"sms_mo"}}.Encode())
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Yes"}); err != nil {
		t.Fatal(err)
	}
	got := w.Webhooks(nil).Deliveries
	if len(got) != 1 || !got[0].Delivered || got[0].Status != http.StatusFound || !got[0].Due.IsZero() {
		t.Errorf("got %+v, want one that is delivered by 302 and not due again", got)
	}
}

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
// was never sent.
func TestNoReplyToACancelledSMS(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	w.post("/api/sms", "to=491716992343&text=Hi&delay=2030-01-01+00:00")
	id := w.Messages(control.MessageFilter{})[0].ID
	r := requestTo("DELETE /api/sms?ids=" + id)
	r.Header.Set("Authorization", "Bearer all")
	w.do(r)
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

// Of what a receiver answers, so much is read and kept, however much there is of
// headers or of a body without end.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	const most = 64 << 10
	for name, test := range map[string]struct {
		answer func(w http.ResponseWriter)
		status int
		body   int
	}{
		"headers": {func(w http.ResponseWriter) { w.Header().Set("X-Long", strings.Repeat("x", 1<<20)) }, 0, 0},
		"body": {func(w http.ResponseWriter) {
			for { // until nobody reads any more
				if _, err := w.Write(make([]byte, most)); err != nil {
					return
				}
			}
		}, 200, most},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ear := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { test.answer(w) }))
			t.Cleanup(ear.Close)
			w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Hooks: []fixtures.Hook{{URL: ear.URL, Event: "sms_mo"}}}}})
			if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
				t.Fatal(err)
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			if len(w.attempts) != 1 {
				t.Fatalf("got %d attempts, want one", len(w.attempts))
			}
			a := w.attempts[0]
			if a.Status != test.status || len(a.ResponseBody) != test.body || (a.Err != nil) != (test.status == 0) {
				t.Errorf("got %d with %d bytes, %v, want %d with %d", a.Status, len(a.ResponseBody), a.Err, test.status, test.body)
			}
		})
	}
}
