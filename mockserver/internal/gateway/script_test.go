package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// statusesAfter returns the delivery statuses of the only message after each time.
func (w *world) statusesAfter(t *testing.T, times ...time.Duration) []string {
	t.Helper()
	var got []string
	for _, d := range times {
		w.clock.Advance(d)
		got = append(got, w.Messages(control.MessageFilter{})[0].Status)
	}
	return got
}

func TestScriptedStatuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		script control.Script
		want   []string // at once, after a second, two hours later
	}{
		"another status":   {control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.NotDelivered}}}, []string{"", "NOTDELIVERED", "NOTDELIVERED"}},
		"over time":        {control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.Buffered}, {Status: fixtures.Delivered, After: 2 * time.Hour}}}, []string{"", "BUFFERED", "DELIVERED"}},
		"at once":          {control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS, After: fixtures.NoTime}}}, []string{"FAILED", "FAILED", "FAILED"}},
		"none ever":        {control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.NoStatus}}}, []string{"", "", ""}},
		"another client":   {control.Script{ClientID: "shop", Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "DELIVERED", "DELIVERED"}},
		"another number":   {control.Script{To: "4915*", Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "DELIVERED", "DELIVERED"}},
		"the same number":  {control.Script{To: "0171 6992343", Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "FAILED", "FAILED"}},
		"another channel":  {control.Script{Channel: control.ChannelRCS, Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "DELIVERED", "DELIVERED"}},
		"calls only":       {control.Script{Call: fixtures.NoAnswer}, []string{"", "DELIVERED", "DELIVERED"}},
		"another account":  {control.Script{Account: "jane", Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "DELIVERED", "DELIVERED"}},
		"the same account": {control.Script{Account: "john", Statuses: []control.ScriptedStatus{{Status: fixtures.FailedSMS}}}, []string{"", "FAILED", "FAILED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, fixtures.World{})
			w.clock.Freeze()
			if _, err := w.Script(test.script); err != nil {
				t.Fatal(err)
			}
			w.post("/api/sms", "to=01716992343&text=Hello")
			if got := w.statusesAfter(t, 0, time.Second, 2*time.Hour); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestScriptedRefusal refuses exactly as many messages as were ordered, by SMS
// and by voice.
func TestScriptedRefusal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	if _, err := w.Script(control.Script{Code: 500, Times: 2}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, ask := range []struct{ path, body string }{
		{"sms", "to=01716992343&text=one"}, {"voice", "to=01716992343&text=two"}, {"sms", "to=01716992343&text=three"},
	} {
		code, _, _ := strings.Cut(w.post("/api/"+ask.path, ask.body).body, "\n")
		got = append(got, code)
	}
	if want := []string{"500", "500", "100"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := w.Scripts(); len(got) != 0 {
		t.Errorf("in force afterwards: %+v", got)
	}
}

// ear is a receiver of webhooks that keeps the statuses it is told.
type ear struct {
	*httptest.Server
	mu   sync.Mutex // guards got
	got  []string
	fail bool
}

func newEar(t *testing.T) *ear {
	t.Helper()
	r := &ear{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, q.PostFormValue("data[status]"))
		if r.fail {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *ear) told() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.got)
}

func TestScriptedReports(t *testing.T) {
	t.Parallel()
	for report, want := range map[control.Reporting]struct{ atOnce, later []string }{
		control.ReportOnce:  {nil, []string{"DELIVERED"}},
		control.ReportEarly: {[]string{"DELIVERED"}, []string{"DELIVERED"}},
		control.ReportTwice: {nil, []string{"DELIVERED", "DELIVERED"}},
		control.ReportEmpty: {nil, []string{""}},
		control.ReportNever: {nil, nil},
	} {
		t.Run(string(report), func(t *testing.T) {
			t.Parallel()
			w, r := newWorld(t, fixtures.World{}), newEar(t)
			w.clock.Freeze()
			w.post("/api/hooks", "action=subscribe&event_type=dlr&target_url="+r.URL)
			if _, err := w.Script(control.Script{Report: report}); err != nil {
				t.Fatal(err)
			}
			w.post("/api/sms", "to=01716992343&text=Hello")
			if got := r.told(); !slices.Equal(got, want.atOnce) {
				t.Errorf("when the answer came: got %q, want %q", got, want.atOnce)
			}
			w.clock.Advance(time.Hour)
			if got := r.told(); !slices.Equal(got, want.later) {
				t.Errorf("in the end: got %q, want %q", got, want.later)
			}
		})
	}
}

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
