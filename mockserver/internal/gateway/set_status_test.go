package gateway_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestSetStatus gives a message a further status: it is told, and what was to
// come is not.
func TestSetStatus(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, fixtures.World{}), newEar(t)
	w.clock.Freeze()
	w.post("/api/hooks", "action=subscribe&event_type=dlr&target_url="+r.URL)
	w.post("/api/sms", "to=01716992343&text=Hello")
	id := w.Messages(control.MessageFilter{})[0].ID
	if m, err := w.SetStatus(id, fixtures.RejectedSMS); err != nil || m.Status != "REJECTED" {
		t.Fatalf("got status %q, %v", m.Status, err)
	}
	w.clock.Advance(time.Hour)
	if got, want := r.told(), []string{"REJECTED"}; !slices.Equal(got, want) {
		t.Errorf("told: got %q, want %q", got, want)
	}
	if got, want := w.statusesAfter(t, 0), []string{"REJECTED"}; !slices.Equal(got, want) {
		t.Errorf("status: got %q, want %q", got, want)
	}
}

// TestSetStatusTooEarly reports on a message that has not gone out, or never will.
func TestSetStatusTooEarly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	_, id, _ := strings.Cut(w.post("/api/sms", "to=01716992343&text=Hello&delay=2023-08-24+12:00&return_msg_id=1").body, "\n")
	for _, want := range []string{"waits for its delay", "was cancelled"} {
		if _, err := w.SetStatus(id, fixtures.Delivered); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error that says that it %s", err, want)
		}
		if got := w.get("/api/status?msg_id=" + id).body; got != "\n" {
			t.Errorf("got the status %q, want none", got)
		}
		w.write("DELETE", "/api/sms", "ids="+id)
	}
}

// TestRevokeOnTheWay takes an RCS message back that the network has, but not yet the
// recipient.
func TestRevokeOnTheWay(t *testing.T) {
	t.Parallel()
	for status, want := range map[fixtures.DeliveryStatus]string{
		fixtures.Accepted: `{"success":true}`, fixtures.Transmitted: `{"success":true}`, fixtures.Buffered: `{"success":true}`,
		fixtures.NotDelivered: `{"success":false}`, fixtures.Delivered: `{"success":false}`,
	} {
		w := newWorld(t, fixtures.World{})
		if _, err := w.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: status}}}); err != nil {
			t.Fatal(err)
		}
		w.post("/api/rcs/messages", "to=01716992343&text=Hello")
		w.clock.Advance(time.Second)
		if got := w.write("DELETE", "/api/rcs/messages/77214945865", "").body; got != want {
			t.Errorf("%s: got %s, want %s", status, got, want)
		}
	}
}
