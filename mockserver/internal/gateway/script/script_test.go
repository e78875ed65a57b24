package script_test

import (
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway/script"
)

// order puts scripts into a list.
func order(t *testing.T, scripts ...control.Script) *script.List {
	t.Helper()
	l := script.In(nil)
	for _, s := range scripts {
		if _, err := l.Order(s); err != nil {
			t.Fatal(err)
		}
	}
	return &l
}

// A script is for messages with everything that it says of them.
func TestChoice(t *testing.T) {
	t.Parallel()
	sms := script.Message{Channel: control.ChannelSMS, To: "491716992343", ClientID: "app", Account: "john"}
	call := sms
	call.Channel = control.ChannelVoice
	delivered := []control.ScriptedStatus{{Status: fixtures.Delivered}}
	for name, test := range map[string]struct {
		script    control.Script
		sms, call bool
	}{
		"a refusal":              {control.Script{Code: 500}, true, true},
		"statuses":               {control.Script{Statuses: delivered}, true, false},
		"the end of a call":      {control.Script{Call: fixtures.NoAnswer}, false, true},
		"this channel":           {control.Script{Code: 500, Channel: control.ChannelVoice}, false, true},
		"this recipient":         {control.Script{Code: 500, To: "0171 6992343"}, true, true},
		"another recipient":      {control.Script{Code: 500, To: "0171 6992344"}, false, false},
		"this client":            {control.Script{Code: 500, ClientID: "app"}, true, true},
		"another client":         {control.Script{Code: 500, ClientID: "other"}, false, false},
		"this account":           {control.Script{Code: 500, Account: "john"}, true, true},
		"another account":        {control.Script{Code: 500, Account: "jane"}, false, false},
		"the wrong one of these": {control.Script{Code: 500, ClientID: "app", Account: "jane"}, false, false},
	} {
		l := order(t, test.script, test.script)
		if gotSMS, gotCall := l.For(sms) != nil, l.For(call) != nil; gotSMS != test.sms || gotCall != test.call {
			t.Errorf("%s: got %t for the SMS and %t for the call, want %t and %t", name, gotSMS, gotCall, test.sms, test.call)
		}
	}
}

// The beginning of a number may be written as numbers are.
func TestBeginnings(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]bool{
		"*": true, "49171*": true, "+49 171*": true, "0049171*": true, "0171*": true, "0171/69*": true, "4*": true,
		"0172*": false, "171*": false, "+0171*": false,
	} {
		l := order(t, control.Script{Code: 500, To: pattern})
		if got := l.For(script.Message{Channel: control.ChannelSMS, To: "491716992343"}) != nil; got != want {
			t.Errorf("%s: got %t, want %t", pattern, got, want)
		}
	}
}

// The first script that is for a message counts it, and is gone when it is used up.
func TestTimes(t *testing.T) {
	t.Parallel()
	l := order(t, control.Script{Code: 1, Times: 2}, control.Script{Code: 2}, control.Script{Code: 3, Times: -1})
	var got []int
	for range 6 {
		before := l.Revision()
		code, why, ok := script.Refusal(l.For(script.Message{}))
		if got = append(got, code); !ok || !strings.HasPrefix(why, "ordered by outcome number ") || l.Revision() == before {
			t.Errorf("message %d: got %t, %q and revision %d after %d", len(got), ok, why, l.Revision(), before)
		}
	}
	if want := []int{1, 1, 2, 3, 3, 3}; !slices.Equal(got, want) {
		t.Errorf("got the codes %v, want %v", got, want)
	}
	if left := l.All(); len(left) != 1 || left[0].ID != 3 || left[0].Used != 3 {
		t.Errorf("left: %+v, want the last one, used 3 times", left)
	}
	if _, _, ok := script.Refusal(order(t).For(script.Message{})); ok {
		t.Error("an empty list refuses")
	}
}

// What is handed in and out is copied; what is taken back, or has no room, takes none.
func TestRoom(t *testing.T) {
	t.Parallel()
	statuses := []control.ScriptedStatus{{Status: fixtures.Delivered}}
	l := order(t, control.Script{Statuses: statuses})
	statuses[0].Status, l.All()[0].Script.Statuses[0].Status = fixtures.FailedSMS, fixtures.ExpiredSMS
	if got := l.All()[0].Script.Statuses[0].Status; got != fixtures.Delivered {
		t.Errorf("a change of what was handed in or out has made it %s", got)
	}
	if _, err := l.Order(control.Script{To: strings.Repeat("1", 5<<20)}); err == nil || !strings.HasPrefix(err.Error(), "there is no room beside the outcomes that are in force (1), ") {
		t.Errorf("one of 5 MiB: got the error %v", err)
	}
	for len(l.All()) < 1000 {
		if _, err := l.Order(control.Script{Code: 500}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Order(control.Script{Code: 500}); err == nil {
		t.Error("one more than a thousand has room")
	}
	n := 0
	for l.Remove(n + 2) {
		n++
	}
	if n != 999 || len(l.All()) != 1 {
		t.Errorf("removed %d, and %d are left, want 999 and 1", n, len(l.All()))
	}
	l.Clear(control.Everything())
	if got := l.Kept(); got != 0 {
		t.Errorf("nothing takes %d bytes", got)
	}
}
