package fault_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/fault"
)

func TestTakeMatches(t *testing.T) {
	t.Parallel()
	refresh := fault.Request{Endpoint: "token", ClientID: "app", GrantType: "refresh_token"}
	for _, test := range []struct {
		fault   fault.Fault
		request fault.Request
		want    bool
	}{
		{fault.Fault{}, refresh, true},
		{fault.Fault{}, fault.Request{}, false},
		{fault.Fault{Endpoint: "*"}, refresh, true},
		{fault.Fault{Endpoint: "*"}, fault.Request{}, false},
		{fault.Fault{Endpoint: "token"}, refresh, true},
		{fault.Fault{Endpoint: "sms"}, refresh, false},
		{fault.Fault{Endpoint: "token"}, fault.Request{}, false},
		{fault.Fault{ClientID: "app"}, refresh, true},
		{fault.Fault{ClientID: "other"}, refresh, false},
		{fault.Fault{ClientID: "app"}, fault.Request{Endpoint: "token"}, false},
		{fault.Fault{GrantType: "refresh_token"}, refresh, true},
		{fault.Fault{GrantType: "authorization_code"}, refresh, false},
		{fault.Fault{GrantType: "refresh_token"}, fault.Request{Endpoint: "token"}, false},
		{fault.Fault{Endpoint: "token", ClientID: "app", GrantType: "refresh_token"}, refresh, true},
		{fault.Fault{Endpoint: "token", ClientID: "app", GrantType: "authorization_code"}, refresh, false},
	} {
		test.fault.Status = 503
		var s fault.Set
		inject(t, &s, test.fault)
		if got := s.Take(test.request) != nil; got != test.want {
			t.Errorf("%+v strikes at %+v: %t, want %t", test.fault, test.request, got, test.want)
		}
	}
}

// A preset strikes where its catalogue says, unless the fault says otherwise.
func TestTakePresetsEndpoint(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault    fault.Fault
		endpoint string
		want     bool
	}{
		{fault.Fault{Preset: "no-refresh-token"}, "token", true},
		{fault.Fault{Preset: "no-refresh-token"}, "me", false},
		{fault.Fault{Preset: "tampered-state"}, "authorize", true},
		{fault.Fault{Preset: "tampered-state"}, "token", false},
		{fault.Fault{Preset: "slow"}, "sms", true},
		{fault.Fault{Preset: "slow", Endpoint: "me"}, "sms", false},
		{fault.Fault{Preset: "malformed-json", Endpoint: "me"}, "me", true},
		{fault.Fault{Preset: "malformed-json", Endpoint: "*"}, "sms", true},
	} {
		var s fault.Set
		inject(t, &s, test.fault)
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
		var s fault.Set
		inject(t, &s, fault.Fault{Endpoint: "token", Status: 503, After: test.after, Times: test.times})
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
	var s fault.Set
	inject(t, &s,
		fault.Fault{Status: 501, Endpoint: "me"},
		fault.Fault{Status: 502, After: 1},
		fault.Fault{Status: 503, Times: 2},
		fault.Fault{Status: 504},
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
	if got := counts(&s); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
