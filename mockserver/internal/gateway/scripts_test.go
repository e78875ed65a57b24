package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
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
