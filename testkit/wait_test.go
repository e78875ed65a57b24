package testkit_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestWaitsEndWithWhatComes while they wait, and see nothing of another tenant's.
func TestWaitsEndWithWhatComes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		shared := testkit.New(t, testkit.InMemory())
		s, other := shared.Tenant(t), shared.Tenant(t)
		send(other, "49170123456789", "for somebody else")
		go func() {
			time.Sleep(time.Minute)
			send(s, "49170123456789", "first")
			send(s, "49170123456789", "second")
			s.Receive(control.Inbound{From: "49170123456789", Text: "Thanks"})
		}()
		if got, want := s.WaitForMessage(t.Context(), control.MessageFilter{To: "0170 123456789", Count: 2}).Text, "second"; got != want {
			t.Errorf("sent: got %q, want %q", got, want)
		}
		if got, want := s.WaitForMessage(t.Context(), control.MessageFilter{Direction: control.Incoming}).Text, "Thanks"; got != want {
			t.Errorf("came in: got %q, want %q", got, want)
		}
		if got, want := s.WaitForRequest(t.Context(), control.RequestFilter{Endpoint: "sms", Count: 2}).ID, uint64(3); got != want {
			t.Errorf("got request %d, want %d", got, want)
		}
	})
}

// TestWaitsTakeTheLastMoment in which something comes.
func TestWaitsTakeTheLastMoment(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := testkit.New(t, testkit.InMemory())
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		time.AfterFunc(time.Minute-1, func() { send(s, "49170123456789", "Hello") })
		s.WaitForMessage(ctx, control.MessageFilter{})
	})
}

// TestWaitsInVainFailTheTest and say what there was instead.
func TestWaitsInVainFailTheTest(t *testing.T) {
	t.Parallel()
	for want, wait := range map[string]func(context.Context, *testkit.Server){
		"WaitForRequest: got 1 request": func(ctx context.Context, s *testkit.Server) {
			s.WaitForRequest(ctx, control.RequestFilter{Endpoint: "sms", Count: 2})
		},
		"WaitForMessage: got 0 messages": func(ctx context.Context, s *testkit.Server) {
			s.WaitForMessage(ctx, control.MessageFilter{Text: "Goodbye"})
		},
	} {
		tb := new(recordingT)
		synctest.Test(t, func(t *testing.T) {
			srv := testkit.New(tb, testkit.InMemory())
			send(srv, "49170123456789", "Hello")
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			tb.try(func() { wait(ctx, srv) })
		})
		tb.want(t, "testkit: "+want, context.DeadlineExceeded.Error())
	}
}
