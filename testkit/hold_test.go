package testkit_test

import (
	"errors"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestHoldKeepsAnswersBack until they are released, here and elsewhere.
func TestHoldKeepsAnswersBack(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(*testing.T) *testkit.Server{
		"in memory": func(t *testing.T) *testkit.Server { return testkit.New(t, testkit.InMemory()) },
		"socket":    func(t *testing.T) *testkit.Server { return testkit.New(t) },
		"elsewhere": func(t *testing.T) *testkit.Server { return testkit.Connect(t, elsewhere(t)) },
		"tenant":    func(t *testing.T) *testkit.Server { return start(t).Tenant(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := begin(t)
			token := srv.Token().AccessToken
			release := srv.Hold(control.Fault{Endpoint: "me"})
			status := make(chan int, 1)
			go func() { status <- me(t, srv.Client(), token) }()
			if got := srv.RequireRequest(control.RequestFilter{Endpoint: "me"}).Outcome; got != control.Pending {
				t.Errorf("outcome: got %s, want it pending", got)
			}
			select {
			case got := <-status:
				t.Errorf("got %d before the release", got)
			default:
			}
			release()
			release()
			if got, want := <-status, http.StatusOK; got != want {
				t.Errorf("after the release: got %d, want %d", got, want)
			}
			if got, want := me(t, srv.Client(), token), http.StatusOK; got != want {
				t.Errorf("later: got %d, want %d", got, want)
			}
		})
	}
}

// TestHoldAsManyAsItSays lets the next one go, and holds every one if it says nothing.
func TestHoldAsManyAsItSays(t *testing.T) {
	t.Parallel()
	for times, want := range map[int]int{1: 1, 0: 0} {
		synctest.Test(t, func(t *testing.T) {
			srv := testkit.New(t, testkit.InMemory())
			release := srv.Hold(control.Fault{Endpoint: "me", Times: times})
			status := make(chan int, 2)
			for range 2 {
				go func() { status <- me(t, srv.Client(), "x") }()
				synctest.Wait()
			}
			if got := len(status); got != want {
				t.Errorf("times %d: %d of 2 were answered before the release, want %d", times, got, want)
			}
			release()
			for range 2 {
				if got, want := <-status, http.StatusUnauthorized; got != want {
					t.Errorf("got %d, want %d", got, want)
				}
			}
		})
	}
}

func TestAHoldThatNothingMetFails(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	srv.Hold(control.Fault{Endpoint: "token"})()
	tb.end()
	tb.want(t, "hold_test.go:", "no request came after it")
}

// TestRefuseIsNobodyListening in memory.
func TestRefuseIsNobodyListening(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	srv.Inject(control.Fault{Endpoint: "me", Connection: fixtures.ConnectionRefuse})
	response, err := srv.Client().Get(srv.MeURL())
	if err == nil {
		response.Body.Close()
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v, want %v", err, syscall.ECONNREFUSED)
	}
}

// TestMatchChoosesByTheTestsOwnRule in process, and is refused elsewhere.
func TestMatchChoosesByTheTestsOwnRule(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	fault := control.Fault{Endpoint: "me", Status: http.StatusTeapot, Match: func(r *http.Request) bool { return r.Header.Get("Authorization") == "Bearer y" }}
	srv.Inject(fault)
	for token, want := range map[string]int{"x": http.StatusUnauthorized, "y": http.StatusTeapot} {
		if got := me(t, srv.Client(), token); got != want {
			t.Errorf("token %s: got %d, want %d", token, got, want)
		}
	}
	tb := new(recordingT)
	tb.try(func() { testkit.Connect(tb, elsewhere(t)).Inject(fault) })
	tb.want(t, "testkit: Inject: ", "match")
}
