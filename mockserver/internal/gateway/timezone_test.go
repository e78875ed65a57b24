package gateway_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// The gateway tells every moment in its zone, which is Berlin's unless the world
// says otherwise, in summer and in winter.
func TestTimezone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, zone string
		now        time.Time
		want, day  string
	}{
		{"summer", "", time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), "2026-07-01 12:00:00", "2026-07-01"},
		{"winter", "", time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC), "2026-01-01 11:00:00", "2026-01-01"},
		{"tomorrow already", "", time.Date(2026, 7, 1, 23, 0, 0, 0, time.UTC), "2026-07-02 01:00:00", "2026-07-02"},
		{"yesterday still", "America/New_York", time.Date(2026, 7, 1, 3, 0, 0, 0, time.UTC), "2026-06-30 23:00:00", "2026-06-30"},
		{"UTC", "UTC", time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), "2026-07-01 10:00:00", "2026-07-01"},
	} {
		w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Timezone: test.zone}})
		w.clock.Set(test.now)
		w.post("/api/hooks", "target_url=http://localhost/&event_type=tracking")
		w.post("/api/contacts", "lastname=Doe")
		w.post("/api/sms", "to=491716992343&text=Hi")
		w.post("/api/voice", "to=491716992343&text=Hi")
		w.Receive(control.Inbound{From: "491716992343", Text: "Hi"})
		for _, path := range []string{"/api/hooks", "/api/contacts", "/api/journal", "/api/journal/voice", "/api/journal/inbound"} {
			if got := w.get(path).body; !strings.Contains(got, `"`+test.want) {
				t.Errorf("%s: %s: got %s, want %s", test.name, path, got, test.want)
			}
		}
		if got := w.get("/api/analytics?start=" + test.day + "&end=" + test.day).body; !strings.HasPrefix(got, `[{"date":"`+test.day+`","sms":1`) {
			t.Errorf("%s: got %s, want one SMS on %s", test.name, got, test.day)
		}
		if got := w.get("/api/journal?date_from=" + test.day + "&date_to=" + test.day).body; !strings.Contains(got, test.want) {
			t.Errorf("%s: got %s on %s, want the SMS", test.name, got, test.day)
		}
		if got := w.Messages(control.MessageFilter{Channel: control.ChannelSMS})[0].Time; !got.Equal(test.now) || got.Location() != time.UTC {
			t.Errorf("%s: the tester sees %v, want %v", test.name, got, test.now)
		}
	}
}

// A delay that names no zone is meant in the gateway's.
func TestDelayInTheTimezone(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]time.Time{
		"":             time.Date(2023, 12, 31, 22, 0, 0, 0, time.UTC),
		"Asia/Kolkata": time.Date(2023, 12, 31, 17, 30, 0, 0, time.UTC),
	} {
		w := newWorld(t, fixtures.World{Gateway: fixtures.Gateway{Timezone: zone}})
		w.post("/api/sms", "to=491716992343&text=Hi&delay=2023-12-31+23:00")
		if got := w.Messages(control.MessageFilter{})[0].ScheduledFor; !got.Equal(want) {
			t.Errorf("%q: got %v, want %v", zone, got, want)
		}
	}
}

// A delay beyond what the clock can show is refused, whatever it is written as;
// the outbox can be shown afterwards.
func TestDelayOutOfRange(t *testing.T) {
	t.Parallel()
	for delay, accepted := range map[string]bool{
		"7258118399":                true, // the last second of 2199
		"7258118400":                false,
		"1764110516854169":          false, // microseconds, which milliseconds would put into the year 57872
		"9223372036854775807":       false,
		"9999-12-31 23:59":          false,
		"2030-01-01T00:00:00+24:00": true, // in the gateway's zone
		"-9223372036854775808":      true, // long over
		"1e309":                     true, // no moment, and so no delay
	} {
		for path, form := range map[string]string{
			"/api/sms":           "to=491716992343&text=Hi",
			"/api/rcs/messages":  "to=491716992343&text=Hi",
			"/api/waba/messages": "from=4915126716517&to=491716992343&type=text&text=Hi",
		} {
			w := newWorld(t, fixtures.World{})
			answer := w.post(path, form+"&delay="+url.QueryEscape(delay))
			messages := w.Messages(control.MessageFilter{})
			if sent := len(messages) == 1; sent != accepted {
				t.Errorf("%s: delay %s: got %d messages, answered %s", path, delay, len(messages), answer.body)
			}
			if _, err := json.Marshal(messages); err != nil {
				t.Errorf("%s: delay %s: %v", path, delay, err)
			}
		}
	}
}
