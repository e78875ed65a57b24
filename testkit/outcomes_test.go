package testkit_test

import (
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestAScriptEndsWithItsTest and is not left to the next one.
func TestAScriptEndsWithItsTest(t *testing.T) {
	t.Parallel()
	shared, tb := start(t, testkit.InMemory()), new(recordingT)
	shared.For(tb).Script(control.Script{Code: 500})
	tb.end()
	if left := shared.Outcomes(); len(left) > 0 {
		t.Errorf("left in force: %v", left)
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
