package gateway_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
)

// acknowledge is a receiver that takes every webhook.
func acknowledge(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

// TestWebhooksComeByThemselves lets the clock run: reports come in due time,
// and nothing is left behind once the gateway is closed.
func TestWebhooksComeByThemselves(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorldVia(t, fixtures.World{}, roundTripper(acknowledge))
		w.clock.Run()
		subscribe(t, w, "http://localhost/", "all", "JSON")
		w.post("/api/sms", "to=491716992343&text=Hi")
		w.post("/api/voice", "to=491716992343&text=Hi")
		time.Sleep(900 * time.Millisecond)
		synctest.Wait()
		if got := len(w.webhooks()); got != 2 {
			t.Errorf("after 0.9 s: got %d, want 2: initiated and ringing", got)
		}
		time.Sleep(200 * time.Millisecond)
		synctest.Wait()
		if got := len(w.webhooks()); got != 4 {
			t.Errorf("after 1.1 s: got %d, want 4: the report and in-progress as well", got)
		}
		w.post("/api/sms", "to=491716992343&text=too+late")
		w.Close()
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := len(w.webhooks()); got != 4 {
			t.Errorf("after the end: got %d, want 4", got)
		}
		w.Load(w.state())
		subscribe(t, w, "http://localhost/", "all", "JSON")
		w.post("/api/sms", "to=491716992343&text=much+too+late")
		time.Sleep(time.Hour)
		synctest.Wait()
		if got := len(w.webhooks()); got != 4 {
			t.Errorf("with a world that was loaded after the end: got %d, want 4", got)
		}
	})
}
