package gateway_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/kept"
)

// welcome answers every webhook with 200.
type welcome struct{}

func (welcome) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, nil
}

// What waits for its moment while the clock stands still is in memory, also when newer
// things have pushed it out of all lists. So it is weighed, whatever it is: of 20 things
// of 1 MB some happen in the end, and not all, where the total is 8 MiB.
func TestWaitingIsWeighed(t *testing.T) {
	t.Parallel()
	const all = 20
	long := strings.Repeat("x", 1_000_000)
	for name, do := range map[string]func(*world){
		"delivery reports": func(w *world) { w.post("/api/sms", "to=491716992343&text=Hi&no_reload=1&label="+long) },
		"ends of calls":    func(w *world) { w.post("/api/voice", "to=447700900021&text=Hi&foreign_id="+long) },
		"webhooks": func(w *world) {
			w.Receive(control.Inbound{From: "491716992343", To: long, Account: "john", Text: "Hi"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from := fixtures.World{Gateway: fixtures.Gateway{Messages: 2}}
			if name == "webhooks" {
				from.Gateway.Webhooks.Delay = time.Second
			}
			w := newWorldWith(t, from, gateway.Config{Transport: welcome{}, Total: kept.NewTotal(8 << 20)})
			subscribe := func(event string) { w.post("/api/hooks", "target_url=http://localhost/hook&event_type="+event) }
			subscribe("sms_mo")
			for range all {
				do(w)
			}
			subscribe("dlr")
			subscribe("voice_status")
			w.clock.Advance(time.Minute)
			if n := len(w.webhooks()); n < 5 || n >= all {
				t.Errorf("%d of %d happened, want 5 or more, and not all", n, all)
			}
		})
	}
}

// Where less is kept in all, less waits: of 300 delivery reports with a total of 512 KiB
// some happen, and not all.
func TestFewerWaitInLessMemory(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, fixtures.World{}, gateway.Config{Transport: welcome{}, Total: kept.NewTotal(512 << 10)})
	w.post("/api/hooks", "target_url=http://localhost/hook&event_type=dlr")
	const all = 300
	for i := range all {
		w.post("/api/sms", fmt.Sprintf("to=491716992343&text=%d", i))
	}
	w.clock.Advance(time.Minute)
	if n := len(w.webhooks()); n < 100 || n >= all {
		t.Errorf("%d of %d happened, want 100 or more, and not all", n, all)
	}
}
