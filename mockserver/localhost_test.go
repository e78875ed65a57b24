package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
)

// TestWebhookToLocalhost delivers to a name below localhost, which no name
// server has to know.
func TestWebhookToLocalhost(t *testing.T) {
	t.Parallel()
	came := make(chan string, 1)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { came <- r.Host }))
	t.Cleanup(receiver.Close)
	s := newServer(t, nil)
	target := strings.Replace(receiver.URL, "127.0.0.1", "my-app.sms77.localhost", 1)
	w := through(s, loopback, "localhost", "POST /api/hooks?p=sms77-api-key", "action=subscribe&event_type=sms_mo&target_url="+target)
	if w.Code != http.StatusOK || w.Header().Get("Mock-Reason") != "" {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	if _, err := s.Receive(control.Inbound{Account: "john", From: "4917012345678", Text: "Hello"}); err != nil {
		t.Fatal(err)
	}
	if got, want := "http://"+<-came, target; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
