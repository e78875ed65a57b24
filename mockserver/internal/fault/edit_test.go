package fault_test

import (
	"net/http"
	"reflect"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

// What the golden file does not show: presets on other answers than the usual.
func TestEdits(t *testing.T) {
	t.Parallel()
	token := func(body string) fault.Answer { return answer(http.StatusOK, body) }
	for _, test := range []struct {
		preset string
		answer fault.Answer
		want   string
	}{
		{"no-access-token", token(`{ "access_token" : "a\/b" }`), "200 {}"},
		{"no-refresh-token", token(`{"x":{"refresh_token":1},"refresh_token":"r"}`), `200 {"x":{"refresh_token":1}}`},
		{"scope-narrowed", token(`{"scope":"sms  voice"}`), `200 {"scope":"sms"}`},
		{"scope-as-array", token(`{"scope":"sms"}`), `200 {"scope":["sms"]}`},
		{"scope-as-array", token(`{"scope":"a:b a\/b"}`), `200 {"scope":["a:b","a\/b"]}`},
		{"string-expires-in", token(`{"expires_in":-1}`), `200 {"expires_in":"-1"}`},
		{"malformed-json", token(`{}`), `200 {`},
		{"byte-order-mark", token(``), "200 \uFEFF"},
		{"wrong-content-type", answer(http.StatusOK, "a", "Content-Type", "text/plain"), "200 Content-Type=text/html; charset=UTF-8 a"},
		{"tampered-state", redirect("https://a.example/?state=%5B"), "302 Location=https://a.example/?state=%5B-tampered "},
		{"tampered-state", redirect("https://a.example/?st%61te=1&state2=2&b"), "302 Location=https://a.example/?st%61te=1-tampered&state2=2&b "},
		{"tampered-state", redirect("a:/cb?state=1#state=2"), "302 Location=a:/cb?state=1-tampered#state=2 "},
		{"tampered-state", redirect("https://a.example/?error=access_denied&state=1"), "302 Location=https://a.example/?error=access_denied&state=1-tampered "},
		{"missing-state", redirect("https://a.example/?keep=a%20b+c&state=1&code=2"), "302 Location=https://a.example/?keep=a%20b+c&code=2 "},
		{"missing-state", redirect("https://a.example/?state"), "302 Location=https://a.example/? "},
		{"missing-code", redirect("https://a.example/?code=2&state=1"), "302 Location=https://a.example/?state=1 "},
	} {
		_, e := take(t, control.Fault{Preset: fixtures.PresetName(test.preset)})
		got, ok := e.Apply(test.answer)
		if !ok || line(got) != test.want {
			t.Errorf("%s: got %q, %t, want %q", test.preset, line(got), ok, test.want)
		}
	}
}

// An answer that holds nothing to break goes out as it is, and the hit does
// not count.
func TestGiveBack(t *testing.T) {
	t.Parallel()
	token := func(body string) func() fault.Answer {
		return func() fault.Answer { return answer(http.StatusOK, body) }
	}
	location := func(s string) func() fault.Answer { return func() fault.Answer { return redirect(s) } }
	for _, test := range []struct {
		preset string
		answer func() fault.Answer
	}{
		{"wrong-content-type", refusedToken},
		{"malformed-json", refusedToken},
		{"malformed-json", token("Welcome")},
		{"malformed-json", token("[1]")},
		{"malformed-json", token("")},
		{"malformed-json", token("{1}")},
		{"malformed-json", token(`{"x":`)},
		{"byte-order-mark", refusedToken},
		{"no-access-token", refusedToken},
		{"no-access-token", token(`{"access_token`)},
		{"no-access-token", token(`{"x":`)},
		{"null-access-token", refusedToken},
		{"no-refresh-token", refusedToken},
		{"no-refresh-token", token(`{"access_token":"refresh_token"}`)},
		{"no-expires-in", refusedToken},
		{"string-expires-in", refusedToken},
		{"zero-expires-in", refusedToken},
		{"lower-case-token-type", refusedToken},
		{"scope-as-array", refusedToken},
		{"scope-narrowed", refusedToken},
		{"scope-narrowed", token(`{"scope":"sms"}`)},
		{"scope-narrowed", token(`{"scope":""}`)},
		{"scope-narrowed", token(`{"scope":" sms "}`)},
		{"unknown-fields", refusedToken},
		{"tampered-state", location("https://a.example/?code=1")},
		{"tampered-state", location("https://a.example/#state=1")},
		{"tampered-state", location("https://a.example/?next=?#?state=1")},
		{"tampered-state", location("https://a.example/?%zzstate=1")},
		{"tampered-state", goodToken},
		{"missing-state", location("https://a.example/?code=1")},
		{"missing-code", location("https://a.example/?error=access_denied&state=1")},
	} {
		s, e := take(t, control.Fault{Preset: fixtures.PresetName(test.preset), Times: 2})
		before := s.Revision()
		got, broke := e.Apply(test.answer())
		if s.Revision() == before {
			t.Errorf("%s: nobody is told that the hit was given back", test.preset)
		}
		if broke || !reflect.DeepEqual(got, test.answer()) {
			t.Errorf("%s on %q: got %q, %t, want it as it is, false", test.preset, line(test.answer()), line(got), broke)
		}
		if p := s.List()[0]; p.Seen != 0 || p.Used != 0 || p.Spent {
			t.Errorf("%s on %q: got %+v, want a hit that does not count", test.preset, line(test.answer()), p)
		}
	}
}

// A hit that was given back is there for the next request, behind those that
// the fault let pass.
func TestGiveBackAfter(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s, control.Fault{Preset: "slow", Endpoint: "me"}, control.Fault{Preset: "no-refresh-token", After: 1})
	s.Take(fault.Request{Endpoint: "me"}) // has struck whatever becomes of the other
	token := fault.Request{Endpoint: "token"}
	if s.Take(token) != nil {
		t.Fatal("the first request is hit, want it to pass")
	}
	for range 3 {
		if _, broke := s.Take(token).Apply(refusedToken()); broke {
			t.Fatal("a refusal is broken")
		}
	}
	if _, broke := s.Take(token).Apply(goodToken()); !broke {
		t.Error("a good answer is not broken")
	}
	if s.Take(token) != nil || s.Take(fault.Request{Endpoint: "me"}) != nil {
		t.Error("one more request is hit")
	}
}

// A fault that was taken back meanwhile stays away.
func TestGiveBackAfterClear(t *testing.T) {
	t.Parallel()
	s, e := take(t, control.Fault{Preset: "no-refresh-token"})
	s.Clear(control.Everything())
	e.Apply(refusedToken())
	if got := len(s.List()); got != 0 {
		t.Errorf("got %d faults, want none", got)
	}
}
