package fault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

func TestInject(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	for i, test := range []struct {
		fault    control.Fault
		endpoint fixtures.Endpoint
		times    int
	}{
		{control.Fault{Status: 503}, "*", 1},
		{control.Fault{Status: 503, Endpoint: "me", Times: 7}, "me", 7},
		{control.Fault{Preset: "missing-code", Times: -1}, "authorize", -1},
		{control.Fault{Preset: "missing-code", Endpoint: "*"}, "*", 1},
	} {
		got, err := s.Inject(test.fault)
		if err != nil {
			t.Fatal(err)
		}
		if got.ID != i+1 || got.Fault.Endpoint != test.endpoint || got.Fault.Times != test.times || got.Seen != 0 || got.Used != 0 || got.Spent {
			t.Errorf("got %+v, want number %d, endpoint %q, times %d", got, i+1, test.endpoint, test.times)
		}
	}
	if got := len(s.List()); got != 4 {
		t.Errorf("got %d faults, want 4", got)
	}
}

func TestInjectRefuses(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s, control.Fault{Status: 503})
	for _, test := range []struct {
		fault control.Fault
		want  string
	}{
		{control.Fault{}, "does nothing: needs preset, status, headers, body, error, delay or connection"},
		{control.Fault{Status: 42}, `status: "42": want a final HTTP status from 200 to 599`},
		{
			control.Fault{Times: -2, Error: "x", Body: new(string)},
			`times: "-2": want 1 or more, or -1 for every request` + "\n" + "body: want error or body, not both: error writes a body of its own",
		},
	} {
		got, err := s.Inject(test.fault)
		if err == nil || err.Error() != test.want || got.ID != 0 {
			t.Errorf("got %+v and\n%v\nwant none and\n%s", got, err, test.want)
		}
	}
	if got, want := counts(s), []string{"1: 0/0 false"}; !slices.Equal(got, want) {
		t.Errorf("after refusals: got %q, want %q", got, want)
	}
	inject(t, s, control.Fault{Status: 503})
	if got := s.List()[1].ID; got != 2 {
		t.Errorf("got number %d, want 2", got)
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s, control.Fault{Status: 501}, control.Fault{Status: 502}, control.Fault{Status: 503})
	s.Take(fault.Request{Endpoint: "token"})
	for _, test := range []struct {
		id   int
		live bool
		left []string
	}{
		{9, false, []string{"1: 1/1 true", "2: 0/0 false", "3: 0/0 false"}},
		{1, false, []string{"2: 0/0 false", "3: 0/0 false"}},
		{2, true, []string{"3: 0/0 false"}},
		{2, false, []string{"3: 0/0 false"}},
	} {
		if got := s.Remove(test.id); got != test.live {
			t.Errorf("Remove(%d) = %t, want %t", test.id, got, test.live)
		}
		if got := counts(s); !slices.Equal(got, test.left) {
			t.Errorf("after Remove(%d): got %q, want %q", test.id, got, test.left)
		}
	}
}

func TestClear(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s,
		control.Fault{Status: 501, ClientID: "a"},
		control.Fault{Status: 502, ClientID: "a"},
		control.Fault{Status: 503, ClientID: "b"},
		control.Fault{Status: 504},
	)
	s.Take(fault.Request{Endpoint: "token", ClientID: "a"})
	if got := s.Clear(control.OfClient("c")); got != 0 {
		t.Errorf("cleared %d of client c, want 0", got)
	}
	if got := s.Clear(control.OfClient("a")); got != 1 {
		t.Errorf("cleared %d of client a that could still have struck, want 1", got)
	}
	if got, want := counts(s), []string{"3: 0/0 false", "4: 0/0 false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.Clear(control.Everything()); got != 2 {
		t.Errorf("cleared %d, want 2", got)
	}
	if got := s.List(); got == nil || len(got) != 0 {
		t.Errorf("got %#v, want an empty list that is not nil", got)
	}
	inject(t, s, control.Fault{Status: 505})
	if got, want := counts(s), []string{"5: 0/0 false"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q: numbers go on", got, want)
	}
}

// Of spent faults the oldest are forgotten, of the others none is.
func TestSpentFaultsAreForgotten(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s, control.Fault{Status: 503, Endpoint: "me"})
	for range 150 {
		inject(t, s, control.Fault{Status: 503, Endpoint: "token"})
		s.Take(fault.Request{Endpoint: "token"})
	}
	list := s.List()
	if len(list) != 100 || list[0].ID != 1 || list[1].ID != 53 || list[99].ID != 151 {
		t.Errorf("got %d faults %q, want the first and the last 99 of 151", len(list), counts(s))
	}
	if s.Take(fault.Request{Endpoint: "me"}) == nil {
		t.Error("the first fault has been forgotten, want it in force")
	}
	for range 150 {
		inject(t, s, control.Fault{Status: 503, Endpoint: "me"})
	}
	live := 0
	for _, p := range s.List() {
		if !p.Spent {
			live++
		}
	}
	if live != 150 {
		t.Errorf("got %d faults in force, want 150", live)
	}
}

func TestFaultsAreCopies(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	body := "body"
	given := control.Fault{Status: 503, Times: -1, Headers: map[string]string{"X": "x"}, Body: &body}
	injected, err := s.Inject(given)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []control.Fault{given, injected.Fault, s.List()[0].Fault} {
		f.Headers["X"] = "changed"
		*f.Body = "changed"
	}
	answer, _ := s.Take(fault.Request{Endpoint: "token"}).Apply(fault.Answer{})
	answer.Header.Set("X", "changed")
	copy(answer.Body, "CHANGED")
	answer, _ = s.Take(fault.Request{Endpoint: "token"}).Apply(fault.Answer{})
	if got := answer.Header.Get("X") + " " + string(answer.Body); got != "x body" {
		t.Errorf("got %q, want %q", got, "x body")
	}
}

// inject puts faults in force that make sense.
func inject(t *testing.T, s *fault.Set, faults ...control.Fault) {
	t.Helper()
	for _, f := range faults {
		if _, err := s.Inject(f); err != nil {
			t.Fatal(err)
		}
	}
}

// counts is what has become of each fault: its number, how many requests it
// has seen and hit, and whether it is spent.
func counts(s *fault.Set) []string {
	var list []string
	for _, p := range s.List() {
		list = append(list, fmt.Sprintf("%d: %d/%d %t", p.ID, p.Seen, p.Used, p.Spent))
	}
	return list
}

// A set holds so many faults in force and so many bytes; spent faults make room.
func TestFaultsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20)
	for name, f := range map[string]control.Fault{
		"many":         {Status: 503},
		"long bodies":  {Body: &long},
		"long headers": {Headers: map[string]string{"X": long}},
	} {
		s := fault.New(nil)
		for range 130 {
			if _, err := s.Inject(f); err == nil {
				s.Take(fault.Request{Endpoint: "me"})
			}
		}
		if got := s.Kept(); got > fixtures.MostFaults().Bytes {
			t.Errorf("%s, spent: %d bytes are kept, want at most %d", name, got, fixtures.MostFaults().Bytes)
		}
		var refused error
		for range 1200 {
			f.Times = -1
			if _, err := s.Inject(f); err != nil {
				refused = err
				break
			}
		}
		if refused == nil || !strings.Contains(refused.Error(), "take some back first") {
			t.Errorf("%s, in force: got error %v, want it refused", name, refused)
		}
		if got := len(s.List()); name != "many" && got > fixtures.MostFaults().Bytes/len(long) {
			t.Errorf("%s, in force: %d have room, want none beyond the bytes", name, got)
		}
		if got := s.Kept(); got > fixtures.MostFaults().Bytes {
			t.Errorf("%s, in force: %d bytes are kept, want at most %d", name, got, fixtures.MostFaults().Bytes)
		}
		s.Clear(control.Everything())
		if _, err := s.Inject(f); err != nil {
			t.Errorf("%s, after Clear: %v", name, err)
		}
	}
}
