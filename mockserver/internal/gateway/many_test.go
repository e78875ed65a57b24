package gateway_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// manyNumbers are the most recipients that a request may have.
func manyNumbers() string {
	var list []string
	for i := range 10_000 {
		list = append(list, fmt.Sprintf("49171%07d", i))
	}
	return strings.Join(list, ",")
}

// A request reaches 10,000 recipients, and its repeat is locked.
func TestManyRecipients(t *testing.T) {
	t.Parallel()
	for _, kept := range []int{1000, 20_000} {
		w := newWorld(t, fixtures.World{
			Gateway:  fixtures.Gateway{Messages: kept},
			Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}},
		})
		form := url.Values{"to": {manyNumbers()}, "text": {"Your code is 123456, see https://acme.inc/"}}.Encode()
		if got := w.post("/api/sms", form).body; got != "100" {
			t.Errorf("got %s, want 100", got)
		}
		if got := w.post("/api/sms", form).body; got != "402" {
			t.Errorf("the repeat: got %s, want 402", got)
		}
		if got := len(w.Messages(control.MessageFilter{})); got != min(kept, 10_000) {
			t.Errorf("got %d messages, want %d", got, min(kept, 10_000))
		}
	}
}

// Names are looked up once, and what they stand for is bounded while it is put
// together.
func TestManyNames(t *testing.T) {
	t.Parallel()
	account := fixtures.Account{Name: "john", Balance: "100000"}
	for i := range 100 {
		account.Contacts = append(account.Contacts, fixtures.Contact{LastName: "a", Number: fmt.Sprintf("49171%07d", i)})
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{account}})
	if got := w.post("/api/sms", "text=Hi&to="+strings.Repeat("a,", 300_000)).body; got != "700" {
		t.Errorf("got %s, want 700", got)
	}
	if got := w.post("/api/sms", "text=Hi&json=1&to=a").body; strings.Count(got, `"success":true`) != 100 {
		t.Errorf("got %s, want a hundred messages", got)
	}
}

// Reports that wait for their moment are dropped when the gateway closes.
func TestManyReports(t *testing.T) {
	t.Parallel()
	w, form := manyReports(t)
	w.post("/api/hooks", "event_type=dlr&target_url=http://localhost:1/")
	w.post("/api/sms", form)
	w.Close()
	w.clock.Advance(time.Hour)
	if got := len(w.webhooks()); got != 0 {
		t.Errorf("%d reports were sent, want none", got)
	}
}

// manyReports returns a gateway, and an SMS to many whose reports are due later.
func manyReports(t testing.TB) (w *world, form string) {
	w = newWorld(t, fixtures.World{
		Gateway:  fixtures.Gateway{Webhooks: fixtures.Webhooks{Retries: []time.Duration{}}},
		Accounts: []fixtures.Account{{Name: "john", Balance: "1000000"}},
	})
	return w, url.Values{"to": {manyNumbers()}, "text": {"Hi"}, "no_reload": {"1"}}.Encode()
}

// Closing while more reports are due than may wait.
func BenchmarkCloseBesideReports(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w, form := manyReports(b)
		for range 11 {
			w.post("/api/sms", form)
		}
		b.StartTimer()
		w.Close()
	}
}

func BenchmarkManyRecipients(b *testing.B) {
	w := newWorld(b, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100000000"}}})
	form := url.Values{"to": {manyNumbers()}, "text": {"Your code is 123456, see https://acme.inc/"}, "no_reload": {"1"}}.Encode()
	for b.Loop() {
		w.post("/api/sms", form)
	}
}
