package fault_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

func TestTakeMatches(t *testing.T) {
	t.Parallel()
	refresh := fault.Request{Endpoint: "token", ClientID: "app", GrantType: "refresh_token"}
	for _, test := range []struct {
		fault   control.Fault
		request fault.Request
		want    bool
	}{
		{control.Fault{}, refresh, true},
		{control.Fault{}, fault.Request{}, false},
		{control.Fault{Endpoint: "*"}, refresh, true},
		{control.Fault{Endpoint: "*"}, fault.Request{}, false},
		{control.Fault{Endpoint: "token"}, refresh, true},
		{control.Fault{Endpoint: "sms"}, refresh, false},
		{control.Fault{Endpoint: "token"}, fault.Request{}, false},
		{control.Fault{ClientID: "app"}, refresh, true},
		{control.Fault{ClientID: "other"}, refresh, false},
		{control.Fault{ClientID: "app"}, fault.Request{Endpoint: "token"}, false},
		{control.Fault{GrantType: "refresh_token"}, refresh, true},
		{control.Fault{GrantType: "authorization_code"}, refresh, false},
		{control.Fault{GrantType: "refresh_token"}, fault.Request{Endpoint: "token"}, false},
		{control.Fault{Endpoint: "token", ClientID: "app", GrantType: "refresh_token"}, refresh, true},
		{control.Fault{Endpoint: "token", ClientID: "app", GrantType: "authorization_code"}, refresh, false},
	} {
		test.fault.Status = 503
		s := fault.New(nil)
		inject(t, s, test.fault)
		if got := s.Take(test.request) != nil; got != test.want {
			t.Errorf("%+v strikes at %+v: %t, want %t", test.fault, test.request, got, test.want)
		}
	}
}

// A preset strikes where its catalogue says, unless the fault says otherwise.
func TestTakePresetsEndpoint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault    control.Fault
		endpoint fixtures.Endpoint
		want     bool
	}{
		{control.Fault{Preset: "no-refresh-token"}, "token", true},
		{control.Fault{Preset: "no-refresh-token"}, "me", false},
		{control.Fault{Preset: "tampered-state"}, "authorize", true},
		{control.Fault{Preset: "tampered-state"}, "token", false},
		{control.Fault{Preset: "slow"}, "sms", true},
		{control.Fault{Preset: "slow", Endpoint: "me"}, "sms", false},
		{control.Fault{Preset: "malformed-json", Endpoint: "me"}, "me", true},
		{control.Fault{Preset: "malformed-json", Endpoint: "*"}, "sms", true},
	} {
		s := fault.New(nil)
		inject(t, s, test.fault)
		if got := s.Take(fault.Request{Endpoint: test.endpoint}) != nil; got != test.want {
			t.Errorf("%+v strikes at %q: %t, want %t", test.fault, test.endpoint, got, test.want)
		}
	}
}

func TestTakeCounts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		after, times int
		hits         string // of eight requests
	}{
		{0, 0, "x......."},
		{0, 1, "x......."},
		{0, 3, "xxx....."},
		{2, 0, "..x....."},
		{2, 3, "..xxx..."},
		{7, 5, ".......x"},
		{8, 1, "........"},
		{0, -1, "xxxxxxxx"},
		{3, -1, "...xxxxx"},
	} {
		s := fault.New(nil)
		inject(t, s, control.Fault{Endpoint: "token", Status: 503, After: test.after, Times: test.times})
		hits := ""
		for range 8 {
			s.Take(fault.Request{Endpoint: "sms"}) // is none of its business
			if s.Take(fault.Request{Endpoint: "token"}) != nil {
				hits += "x"
			} else {
				hits += "."
			}
		}
		if hits != test.hits {
			t.Errorf("after %d, times %d: hits %s, want %s", test.after, test.times, hits, test.hits)
		}
	}
}

// Faults strike in the order in which they were injected. One that still lets
// requests pass counts them and leaves them to the next.
func TestTakeOrder(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s,
		control.Fault{Status: 501, Endpoint: "me"},
		control.Fault{Status: 502, After: 1},
		control.Fault{Status: 503, Times: 2},
		control.Fault{Status: 504},
	)
	for i, want := range []int{503, 502, 503, 504, 0} {
		got := 0
		if e := s.Take(fault.Request{Endpoint: "token"}); e != nil {
			answer, _ := e.Apply(fault.Answer{})
			got = answer.Status
		}
		if got != want {
			t.Errorf("request %d: got status %d, want %d", i+1, got, want)
		}
	}
	want := []string{"1: 0/0 false", "2: 2/1 true", "3: 2/2 true", "4: 1/1 true"}
	if got := counts(s); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
