package gateway_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// A thousand waits for other messages make none dearer: nobody wakes to look at
// what is there.
func TestWaitsForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "100000"}}})
		send := func() { w.post("/api/sms", "to=491716992343&text=Hi&no_reload=1") }
		for range 100 {
			send()
		}
		alone := testing.AllocsPerRun(100, send)
		ctx, cancel := context.WithCancel(t.Context())
		for i := range 1000 {
			go w.WaitForMessage(ctx, control.MessageFilter{Text: fmt.Sprint("other", i)})
		}
		synctest.Wait()
		beside := testing.AllocsPerRun(100, func() { send(); synctest.Wait() })
		if beside > alone+10 {
			t.Errorf("%v allocations beside a thousand waits, %v alone", beside, alone)
		}
		cancel()
		synctest.Wait()
	})
}

// A wait for a message that comes in ends with it, and not with one that goes out.
func TestWaitForIncoming(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, fixtures.World{})
		var got control.Message
		go func() {
			got, _ = w.WaitForMessage(t.Context(), control.MessageFilter{Direction: control.Incoming, Text: "Hi", Count: 2})
		}()
		synctest.Wait()
		w.post("/api/sms", "to=491716992343&text=Hi")
		for _, from := range []string{"491", "492", "493"} {
			if _, err := w.Receive(control.Inbound{From: "4917169923" + from, Text: "Hi"}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		if want := "4917169923492"; got.From != want {
			t.Errorf("the wait ended with the message from %q, want the second, from %s", got.From, want)
		}
	})
}
