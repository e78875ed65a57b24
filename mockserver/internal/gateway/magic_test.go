package gateway_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func TestMagicCodes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for _, code := range fixtures.Codes() {
		to := fmt.Sprintf("447700900%03d", code)
		for _, endpoint := range []string{"/api/sms", "/api/voice"} {
			a := w.post(endpoint, "text=Hi&to=%2B"+to)
			if a.body != strconv.Itoa(code) || a.status != 200 || !a.call.Refused || !strings.Contains(a.call.Reason, "magic number") {
				t.Errorf("%s to %s: got %d %s (%s)", endpoint, to, a.status, a.body, a.call.Reason)
			}
		}
		if a := w.post("/api/sms", "text=Hi&json=1&to="+to); a.body != strconv.Itoa(code) && !strings.Contains(a.body, `"recipient":null`) && !strings.Contains(a.body, `"error":`+strconv.Itoa(code)+`,`) {
			t.Errorf("sms to %s, JSON: got %s", to, a.body)
		}
	}
	if got := w.Messages(control.MessageFilter{}); len(got) != 0 {
		t.Errorf("something was sent: %v", got)
	}
	if got := w.Balance("john"); got != "627.3615" {
		t.Errorf("something was charged: the credit is %s", got)
	}
}

func TestMagicStatuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for i, status := range fixtures.DeliveryStatus("").Values() {
		to := fmt.Sprintf("447700900%03d", i+1)
		id := strings.TrimPrefix(w.post("/api/sms", "text=Hi&return_msg_id=1&to="+to).body, "100\n")
		w.clock.Advance(time.Hour)
		got, _, _ := strings.Cut(w.get("/api/status?msg_id="+id).body, "\n")
		if status == string(fixtures.NoStatus) {
			status = ""
		}
		if got != status {
			t.Errorf("to %s: got %q, want %q", to, got, status)
		}
	}
}

func TestOwnMagicNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{MagicNumbers: []fixtures.MagicNumber{{Number: "491716992343", Code: 403}}}})
	if got := w.post("/api/sms", "text=Hi&to=0171+6992343").body; got != "403" {
		t.Errorf("got %s, want 403", got)
	}
	if got := w.post("/api/sms", "text=Hi&to=447700900202").body; got != "100" {
		t.Errorf("a default magic number still works: got %s", got)
	}
}
