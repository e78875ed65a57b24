package gateway_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestRunDue makes a retry at once, and not again when it would have been due.
func TestRunDue(t *testing.T) {
	t.Parallel()
	w, r := newWorld(t, fixtures.World{}), newEar(t)
	w.clock.Freeze()
	r.fail = true
	w.post("/api/hooks", "action=subscribe&event_type=dlr&target_url="+r.URL)
	w.post("/api/sms", "to=01716992343&text=Hello")
	w.clock.Advance(time.Second)
	due := w.Webhooks(nil).Deliveries
	if len(due) != 1 || due[0].Status != http.StatusServiceUnavailable || due[0].Due.IsZero() {
		t.Fatalf("after a failure: got %+v, want one that is due again", due)
	}
	r.fail = false
	if got := w.RunDue(); got != 1 {
		t.Errorf("run: got %d, want 1", got)
	}
	w.clock.Advance(time.Hour)
	if got, want := len(r.told()), 2; got != want {
		t.Errorf("told %d times, want %d", got, want)
	}
	if d, err := w.Redeliver(due[0].ID); err != nil || !d.Delivered || d.Attempts != 3 {
		t.Errorf("again: got %+v, %v, want a third attempt that is delivered", d, err)
	}
}

// newStalledWorld is one whose receivers answer nothing before answer is closed; asked
// counts what has come to them.
func newStalledWorld(t *testing.T) (w *world, asked *int, answer chan struct{}) {
	asked, answer = new(int), make(chan struct{})
	return newWorldVia(t, fixtures.World{}, roundTripper(func(r *http.Request) (*http.Response, error) {
		*asked++
		<-answer
		return acknowledge(r)
	})), asked, answer
}

// TestRunDueWhileUnderWay has a webhook run that is being sent: it is not sent
// twice, and over when RunDue returns.
func TestRunDueWhileUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, asked, answer := newStalledWorld(t)
		w.clock.Freeze()
		w.post("/api/hooks", "action=subscribe&event_type=all&target_url=http://localhost/hook")
		w.post("/api/voice", "to=01716992343&text=Hello") // rings at once
		synctest.Wait()
		before := *asked
		run := false
		go func() {
			if got := w.RunDue(); got != 0 {
				t.Errorf("run: got %d, want none that was not under way", got)
			}
			run = true
		}()
		synctest.Wait()
		if run {
			t.Error("RunDue returned while a webhook was being sent")
		}
		close(answer)
		synctest.Wait()
		if !run {
			t.Error("RunDue did not return")
		}
		if got, want := *asked, 2; before == 0 || got != want {
			t.Errorf("%d requests, of them %d at first; want %d, initiated and ringing", got, before, want)
		}
	})
}

// TestRedeliverWhileUnderWay sends a webhook again that is being sent: that is an
// attempt of its own, and its outcome is the one that is returned.
func TestRedeliverWhileUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w, asked, answer := newStalledWorld(t)
		w.post("/api/hooks", "action=subscribe&event_type=sms_mo&target_url=http://localhost/hook")
		go w.Receive(control.Inbound{From: "491716992343", Text: "Hi"})
		synctest.Wait()
		again := make(chan control.Delivery, 1)
		go func() {
			d, err := w.Redeliver(w.Webhooks(nil).Deliveries[0].ID)
			if err != nil {
				t.Error(err)
			}
			again <- d
		}()
		synctest.Wait()
		early := len(again) > 0
		close(answer)
		if d := <-again; early || d.Attempts != 2 || !d.Delivered || *asked != 2 {
			t.Errorf("got %+v after %d requests, want a second attempt, delivered once there is an answer", d, *asked)
		}
	})
}
