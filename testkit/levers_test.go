package testkit_test

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestLeversFailTheTestAtTheirLine pulls levers with what makes no sense.
func TestLeversFailTheTestAtTheirLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pull func(*testkit.Server) (line string)
		want string
	}{
		"Inject": {func(s *testkit.Server) string { defer s.Inject(control.Fault{Preset: "rate-limitted"}); return here() }, "rate-limited"},
		"Decide": {func(s *testkit.Server) string { defer s.Decide(control.Decision{Decision: "refuse"}); return here() }, `"refuse"`},
		"Requests": {func(s *testkit.Server) string {
			defer s.Requests(control.RequestFilter{Endpoint: "tokens"})
			return here()
		}, `"tokens"`},
		"RequireRequest": {func(s *testkit.Server) string {
			defer s.RequireRequest(control.RequestFilter{Endpoint: "tokens"})
			return here()
		}, `"tokens"`},
		"RequireNoRequest": {func(s *testkit.Server) string {
			defer s.RequireNoRequest(control.RequestFilter{GrantType: "refresh"})
			return here()
		}, "refresh_token"},
		"RequireRequests": {func(s *testkit.Server) string { defer s.RequireRequests(-1, control.RequestFilter{}); return here() }, "want 0 or more"},
		"Handle":          {func(s *testkit.Server) string { defer s.Handle("me", nil); return here() }, "handler is nil"},
		"ServeApp": {func(s *testkit.Server) string {
			defer s.ServeApp(s.URL+"/shop", http.NotFoundHandler())
			return here()
		}, "where the double answers"},
		"RequireMessage": {func(s *testkit.Server) string { defer s.RequireMessage(""); return here() }, "is empty"},
		"LastMessage":    {func(s *testkit.Server) string { defer s.LastMessage(""); return here() }, "is empty"},
		"SetStatus":      {func(s *testkit.Server) string { defer s.SetStatus("7", "DELIVERD"); return here() }, `did you mean "DELIVERED"?`},
		"Script": {func(s *testkit.Server) string {
			defer s.Script(control.Script{Report: "twise"})
			return here()
		}, `did you mean "twice"?`},
		"Revoke": {func(s *testkit.Server) string { defer s.Revoke(control.TokenFilter{Account: "jon"}); return here() }, `"jon"`},
		"Expire": {func(s *testkit.Server) string {
			defer s.Expire(control.TokenFilter{Kind: "acess_token"})
			return here()
		}, "access_token"},
		"Tokens":  {func(s *testkit.Server) string { defer s.Tokens(control.TokenFilter{ClientID: "nobody"}); return here() }, `"nobody"`},
		"Token":   {func(s *testkit.Server) string { defer s.Token(control.TokenRequest{Account: "jon"}); return here() }, `"jon"`},
		"Receive": {func(s *testkit.Server) string { defer s.Receive(control.Inbound{Account: "jon"}); return here() }, "Receive"},
		"React":   {func(s *testkit.Server) string { defer s.React("7", control.Reaction{}); return here() }, "7"},
		"Messages": {func(s *testkit.Server) string {
			defer s.Messages(control.MessageFilter{Channel: "mail"})
			return here()
		}, `"mail"`},
		"AddClient": {func(s *testkit.Server) string { defer s.AddClient(fixtures.Client{}); return here() }, "id"},
		"AddAccount": {func(s *testkit.Server) string {
			defer s.AddAccount(fixtures.Account{Name: "x", Balance: "-"})
			return here()
		}, "balance"},
		"RemoveClient": {func(s *testkit.Server) string { defer s.RemoveClient("nobody"); return here() }, `"nobody"`},
		"RemoveFault":  {func(s *testkit.Server) string { defer s.RemoveFault(7); return here() }, "7"},
		"Load":         {func(s *testkit.Server) string { defer s.Load(fixtures.World{PKCE: "maybe"}); return here() }, `"maybe"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, testkit.InMemory())
			var line string
			tb.try(func() { line = test.pull(srv) })
			tb.want(t, "testkit: "+name+": ", test.want)
			if !tb.failed {
				t.Error("the test goes on")
			}
			if line = strings.Join(tb.at, ""); !strings.HasPrefix(line, "levers_test.go:") {
				t.Errorf("reported at %s, want the line in this file", line)
			}
		})
	}
}

// TestFiltersThatWouldNotBeHeard say how many there are to be where that goes
// without saying, or what can never come.
func TestFiltersThatWouldNotBeHeard(t *testing.T) {
	t.Parallel()
	over, end := context.WithCancel(t.Context())
	end()
	for want, pull := range map[string]func(*testkit.Server){
		"Requests: count: 2: ":         func(s *testkit.Server) { s.Requests(control.RequestFilter{Count: 2}) },
		"Messages: count: 2: ":         func(s *testkit.Server) { s.Messages(control.MessageFilter{Count: 2}) },
		"RequireRequest: limit: 1: ":   func(s *testkit.Server) { s.RequireRequest(control.RequestFilter{Limit: 1}) },
		"RequireRequests: limit: 1: ":  func(s *testkit.Server) { s.RequireRequests(1, control.RequestFilter{Limit: 1}) },
		"RequireRequests: count: 2: ":  func(s *testkit.Server) { s.RequireRequests(1, control.RequestFilter{Count: 2}) },
		"RequireNoRequest: count: 2: ": func(s *testkit.Server) { s.RequireNoRequest(control.RequestFilter{Count: 2}) },
		"WaitForRequest: limit: 1: ":   func(s *testkit.Server) { s.WaitForRequest(over, control.RequestFilter{Limit: 1}) },
		"WaitForMessage: limit: 1: ":   func(s *testkit.Server) { s.WaitForMessage(over, control.MessageFilter{Limit: 1}) },
		"RequireNoRequest: limit: 1: ": func(s *testkit.Server) { s.RequireNoRequest(control.RequestFilter{Limit: 1}) },
		"Handle: endpoint: is missing": func(s *testkit.Server) { s.Handle("", http.NotFoundHandler()) },
		"RequireNoRequest: grant_type: ": func(s *testkit.Server) {
			s.RequireNoRequest(control.RequestFilter{Endpoint: "me", GrantType: "refresh_token"})
		},
	} {
		tb := new(recordingT)
		srv := testkit.New(tb, testkit.InMemory())
		me(t, srv.Client(), "x")
		tb.try(func() { pull(srv) })
		tb.want(t, "testkit: "+want)
	}
}

// TestRequireRequestTakesOneThatIsPending as it is, if that is asked for.
func TestRequireRequestTakesOneThatIsPending(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := testkit.New(t, testkit.InMemory())
		answer, done := make(chan struct{}), make(chan struct{})
		srv.Handle("me", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-answer }))
		go func() {
			defer close(done)
			me(t, srv.Client(), "x")
		}()
		defer func() {
			close(answer)
			<-done
		}()
		if got, want := srv.RequireRequest(control.RequestFilter{Outcome: control.Pending}).Endpoint, fixtures.EndpointMe; got != want {
			t.Errorf("got a request to %s, want one to %s", got, want)
		}
	})
}

// TestRequireRequestTakesTheOneThatItCounts to.
func TestRequireRequestTakesTheOneThatItCounts(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	synctest.Test(t, func(t *testing.T) {
		srv := testkit.New(tb, testkit.InMemory())
		me(t, srv.Client(), "x")
		me(t, srv.Client(), "y")
		if got, want := srv.RequireRequest(control.RequestFilter{Count: 2}).ID, uint64(2); got != want {
			t.Errorf("got request %d, want %d", got, want)
		}
		tb.try(func() { srv.RequireRequest(control.RequestFilter{Endpoint: "me", Count: 3}) })
	})
	tb.want(t, "testkit: RequireRequest: got 2 ", "want 3")
}

// TestOrdersAreForWhatIsToCome gives orders that nothing could meet any more.
func TestOrdersAreForWhatIsToCome(t *testing.T) {
	t.Parallel()
	for name, order := range map[string]func(*testkit.Server){
		"Inject": func(s *testkit.Server) { s.Inject(control.Fault{Preset: "slow"}) },
		"Decide": func(s *testkit.Server) { s.Deny() },
		"Script": func(s *testkit.Server) { s.Script(control.Script{Code: 500}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			shared := start(t, testkit.InMemory())
			ended, tb := new(recordingT), new(recordingT)
			late := shared.For(ended)
			ended.end()
			ended.try(func() { order(late) })
			ended.want(t, "testkit: "+name+": ", "is over")
			closed := testkit.New(tb, testkit.InMemory())
			closed.Close()
			tb.try(func() { order(closed) })
			tb.want(t, "testkit: "+name+": the double is closed")
		})
	}
}

// TestAClosedDoubleHasNoShares to give.
func TestAClosedDoubleHasNoShares(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	srv.Close()
	for name, share := range map[string]func(testkit.TB) *testkit.Server{"For": srv.For, "Tenant": srv.Tenant} {
		tb := new(recordingT)
		tb.try(func() { share(tb) })
		tb.want(t, "testkit: "+name+": the double is closed")
	}
}

// TestServerHasEveryLever holds the methods of Server to those of control.Levers.
func TestServerHasEveryLever(t *testing.T) {
	t.Parallel()
	server := reflect.TypeFor[*testkit.Server]()
	levers := reflect.TypeFor[control.Levers]()
	for i := range levers.NumMethod() {
		name := levers.Method(i).Name
		method, ok := server.MethodByName(name)
		if !ok {
			t.Errorf("Server has no %s", name)
			continue
		}
		for i := range method.Type.NumOut() {
			if method.Type.Out(i) == reflect.TypeFor[error]() {
				t.Errorf("%s returns an error, which a test could drop", name)
			}
		}
	}
}

func TestDenyAndApproveAreForTheNextOnly(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	srv.Deny()
	srv.Approve()
	for _, want := range []string{"error", "code", "code"} {
		if back := srv.Authorize(authorizeURL); !back.Query().Has(want) {
			t.Errorf("got %s, want %s", back, want)
		}
	}
}

// TestNowIsTheDoublesClock moves it, stops it and lets it go.
func TestNowIsTheDoublesClock(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	srv.SetClock(noon)
	srv.FreezeClock()
	srv.SetClock(noon)
	srv.AdvanceClock(time.Hour)
	if got, want := srv.Now(), noon.Add(time.Hour); !got.Equal(want) {
		t.Errorf("now: got %s, want %s", got, want)
	}
	srv.Reset()
	if got := srv.Clock(); got.Frozen || got.Offset != "0s" {
		t.Errorf("after a reset: got %+v, want the real time", got)
	}
}
