package testkit_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestAScriptEndsWithItsTest and is not left to the next one.
func TestAScriptEndsWithItsTest(t *testing.T) {
	t.Parallel()
	shared, tb := start(t, testkit.InMemory()), new(recordingT)
	shared.For(tb).Script(control.Script{Code: 500})
	tb.end()
	tb.want(t, "outcome 1 (code 500), ordered at outcomes_test.go:", "has been met 0 of 1 times", "see AllowUnused")
	if left := shared.Outcomes(); len(left) > 0 {
		t.Errorf("left in force: %v", left)
	}
}

// TestAScriptThatNothingMetSaysWhy and fails the test.
func TestAScriptThatNothingMetSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		do   func(*testkit.Server)
		want string
	}{
		"nothing came": {func(s *testkit.Server) { s.Script(control.Script{Code: 500}) }, "outcome 1 (code 500), ordered at outcomes_test.go:"},
		"it went elsewhere": {func(s *testkit.Server) {
			s.Script(control.Script{Call: "failed", Channel: "voice"})
			send(s, "49170123456789", "Hello")
		}, "has been met 0 of 1 times: no request to voice came after it, but 1 to sms"},
		"to somebody else": {func(s *testkit.Server) {
			s.Script(control.Script{Code: 500, To: "49171*"})
			send(s, "49170123456789", "Hello")
		}, "1 request to sms, voice, rcs, waba came, and it was for none of their messages; the last was request 1: POST /api/sms: 200 ok"},
		"another account": {func(s *testkit.Server) {
			s.AddAccount(fixtures.Account{Name: "poor"})
			s.Script(control.Script{Code: 500, Channel: "sms", Account: "poor"})
			send(s, "49170123456789", "Hello")
		}, `has been met 0 of 1 times: 1 request to sms came, none of it with account "poor" but "john"`},
		"too few": {func(s *testkit.Server) {
			s.Script(control.Script{Code: 500, Times: 3})
			send(s, "49170123456789", "Hello")
		}, "has been met 1 of 3 times: only 1 request to sms, voice, rcs, waba came"},
		"for ever, and never": {func(s *testkit.Server) {
			s.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: "BUFFERED"}, {Status: "FAILED"}}, Times: -1})
		}, "outcome 1 (status BUFFERED, status FAILED), ordered at outcomes_test.go:"},
		"forgotten by a reset":         {func(s *testkit.Server) { s.Script(control.Script{Report: "twice"}); s.Reset() }, "outcome 1 (report twice)"},
		"taken back before it was met": {func(s *testkit.Server) { s.RemoveOutcome(s.Script(control.Script{Code: 500}).ID) }, "no request came after it"},
		"cleared":                      {func(s *testkit.Server) { s.Script(control.Script{Code: 500}); s.ClearOutcomes() }, "no request came after it"},
		"ordered by the world":         {func(s *testkit.Server) { s.Levers().Script(control.Script{Code: 500}) }, "outcome 1 (code 500), has been met 0 of 1 times"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			test.do(testkit.New(tb, testkit.InMemory()))
			tb.end()
			if !tb.failed {
				t.Error("the test passes")
			}
			tb.want(t, test.want, "see AllowUnused")
		})
	}
}

// TestScriptsThatWereMetPass, and those that nothing has to meet.
func TestScriptsThatWereMetPass(t *testing.T) {
	t.Parallel()
	refused := control.Script{Code: 500, Times: 2}
	for name, test := range map[string]struct {
		opts []testkit.Option
		do   func(*testkit.Server)
	}{
		"as often as ordered": {nil, func(s *testkit.Server) { s.Script(control.Script{Code: 500}); send(s, "491701234567", "Hello") }},
		"for ever": {nil, func(s *testkit.Server) {
			s.Script(control.Script{Code: 500, Times: -1})
			send(s, "491701234567", "Hello")
		}},
		"taken back after a hit": {nil, func(s *testkit.Server) {
			id := s.Script(refused).ID
			send(s, "491701234567", "Hello")
			s.RemoveOutcome(id)
		}},
		"cleared after a hit": {nil, func(s *testkit.Server) { s.Script(refused); send(s, "491701234567", "Hello"); s.ClearOutcomes() }},
		"allowed":             {[]testkit.Option{testkit.AllowUnused()}, func(s *testkit.Server) { s.Script(refused) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			test.do(testkit.New(tb, append(test.opts, testkit.InMemory())...))
			tb.end()
			if tb.failed {
				t.Errorf("the test fails: %s", tb.said())
			}
		})
	}
}

// TestAScriptIsForItsTenant refuses the next SMS of one of two.
func TestAScriptIsForItsTenant(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	poor, rich := srv.Tenant(t), srv.Tenant(t)
	poor.Script(control.Script{Code: 500})
	for _, s := range []*testkit.Server{rich, poor} {
		send(s, "49170123456789", "Hello")
	}
	rich.RequireMessage("49170123456789")
	if got := poor.Messages(control.MessageFilter{}); len(got) > 0 {
		t.Errorf("got %v, want the message refused", got)
	}
	if got := poor.Outcomes(); len(got) > 0 {
		t.Errorf("got %v, want the script used up", got)
	}
}

// TestStatusAndWebhooksOfAnother are out of a tenant's reach.
func TestStatusAndWebhooksOfAnother(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	other := srv.Tenant(t)
	send(other, "49170123456789", "Hello")
	id := other.RequireMessage("49170123456789").ID
	if got := other.SetStatus(id, "NOTDELIVERED").Status; got != "NOTDELIVERED" {
		t.Errorf("status: got %q, want NOTDELIVERED", got)
	}
	for name, pull := range map[string]func(*testkit.Server){
		"SetStatus":     func(s *testkit.Server) { s.SetStatus(id, "DELIVERED") },
		"Redeliver":     func(s *testkit.Server) { s.Redeliver(1) },
		"RemoveOutcome": func(s *testkit.Server) { s.RemoveOutcome(1) },
		"RunDue":        func(s *testkit.Server) { s.RunDue() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			s := srv.Tenant(tb)
			tb.try(func() { pull(s) })
			tb.want(t, "testkit: "+name+": ")
		})
	}
}
