package testkit_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// start starts a double for several tests.
func start(t *testing.T, opts ...testkit.Option) *testkit.Server {
	t.Helper()
	srv, err := testkit.Start(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Close)
	return srv
}

func TestStartReturnsWhatIsWrong(t *testing.T) {
	t.Parallel()
	if _, err := testkit.Start(testkit.WithWorldFile("nowhere.yaml")); err == nil || !strings.Contains(err.Error(), "nowhere.yaml") {
		t.Errorf("got error %v, want one that names the file", err)
	}
}

// TestALeverWithoutATestPanics has no test to fail.
func TestALeverWithoutATestPanics(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, `testkit: Inject: `) {
			t.Errorf("got %q, want a panic that names the lever", got)
		}
	}()
	srv.Inject(control.Fault{Preset: "nothing"})
}

// TestForBelongsToItsTest gives three tests the same double: each is told of its
// own failures, requests and orders.
func TestForBelongsToItsTest(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	me(t, srv.Client(), srv.Token().AccessToken)

	fails, orders, passes := new(recordingT), new(recordingT), new(recordingT)
	first, second, third := srv.For(fails), srv.For(orders), srv.For(passes)
	fails.try(func() { first.Inject(control.Fault{Preset: "nothing"}) })
	first.Client().Get(first.URL + "/nowhere")
	second.Inject(control.Fault{Preset: "rate-limited", Endpoint: "sms"})
	third.Inject(control.Fault{Preset: "rate-limited", Endpoint: "me"})
	me(t, third.Client(), third.Token().AccessToken)
	for _, tb := range []*recordingT{fails, orders, passes} {
		tb.end()
	}

	fails.want(t, "nothing", "/nowhere")
	if strings.Contains(fails.said(), "request 1:") {
		t.Errorf("got %q, which tells of a request before the test", fails.said())
	}
	orders.want(t, "fault 1 (rate-limited, at sms)", "share_test.go:")
	if passes.failed {
		t.Errorf("the third test fails: %q", passes.said())
	}
	if left := srv.Unused(); len(left) != 0 {
		t.Errorf("left in force: %v", left)
	}
}

// TestForSeesWhatComesFromNowOn gives two subtests the same double, one after the
// other: the second does not take for its own what the first has asked and sent.
func TestForSeesWhatComesFromNowOn(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	for _, text := range []string{"first", "second"} {
		s := srv.For(t)
		s.RequireNoRequest(control.RequestFilter{})
		send(s, "49170123456789", text)
		s.RequireRequests(1, control.RequestFilter{Endpoint: "sms"})
		if got := s.RequireMessage("49170123456789").Text; got != text {
			t.Errorf("got %q, want %q", got, text)
		}
		s.Receive(control.Inbound{From: "49170123456789", Text: text})
		for _, direction := range []control.Direction{control.Outgoing, control.Incoming} {
			got := s.Messages(control.MessageFilter{Direction: direction, Limit: 1})
			if len(got) != 1 || got[0].Text != text {
				t.Errorf("%s: got %v, want %q alone", direction, got, text)
			}
		}
	}
	srv.RequireRequests(2, control.RequestFilter{Endpoint: "sms"})
}

// TestForSeesWhatComesInAfterAReset gives a test a double that somebody has written
// to, and has it reset that and set its clock back: what comes in then is the test's,
// though its id is that of the former message, or its time an earlier one.
func TestForSeesWhatComesInAfterAReset(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(*testkit.Server){
		"reset":      func(s *testkit.Server) { s.Reset() },
		"clock back": func(s *testkit.Server) { s.SetClock(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) },
	} {
		srv := testkit.New(t, testkit.InMemory(), testkit.AllowUnused())
		srv.Receive(control.Inbound{From: "49170123456789", Text: "former"})
		s := srv.For(t)
		change(s)
		s.Receive(control.Inbound{From: "49170123456789", Text: "own"})
		got := s.Messages(control.MessageFilter{Direction: control.Incoming})
		if len(got) != 1 || got[0].Text != "own" {
			t.Errorf("%s: got %v, want the own message alone", what, got)
		}
	}
}

// TestMessagesAfterOne that came in, or all since the test began.
func TestMessagesAfterOne(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	srv.Receive(control.Inbound{From: "49170123456789", Text: "before"})
	s := srv.For(t)
	first := s.Receive(control.Inbound{From: "49170123456789", Text: "first"})
	s.Receive(control.Inbound{From: "49170123456789", Text: "second"})
	for after, want := range map[string]int{"": 2, first.ID: 1} {
		if got := s.Messages(control.MessageFilter{Direction: control.Incoming, After: after}); len(got) != want {
			t.Errorf("after %q: got %v, want %d", after, got, want)
		}
	}
}

// TestClearRequestsLeavesMessages where they are.
func TestClearRequestsLeavesMessages(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	send(srv, "49170123456789", "Hello")
	srv.ClearRequests()
	srv.RequireNoRequest(control.RequestFilter{})
	if got, want := len(srv.Messages(control.MessageFilter{})), 1; got != want {
		t.Errorf("messages: got %d, want %d", got, want)
	}
}

// TestTenantsNeverMeet runs tests of a suite side by side on one double, each
// with failures, denials, resets and waits of its own.
func TestTenantsNeverMeet(t *testing.T) {
	t.Parallel()
	srv := start(t)
	for i := range 8 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			s := srv.Tenant(t)
			for range 5 {
				s.Deny()
				if back := s.Authorize(s.AuthURL() + "?response_type=code&state=xyz12345&client_id=" + s.ClientID()); back.Query().Get("error") != "access_denied" {
					t.Errorf("denied: got %s", back)
				}
				s.Inject(control.Fault{Endpoint: "me", Status: http.StatusTeapot})
				if got, want := me(t, s.Client(), s.Token().AccessToken), http.StatusTeapot; got != want {
					t.Errorf("with a fault: got %d, want %d", got, want)
				}
				send(s, "49170123456789", t.Name())
				if got, want := s.LastMessage("49170123456789").Text, t.Name(); got != want {
					t.Errorf("message: got %q, want %q", got, want)
				}
				s.Receive(control.Inbound{From: "49170123456789", Text: "Hello"})
				s.RequireRequests(3, control.RequestFilter{})
				s.RequireNoRequest(control.RequestFilter{Endpoint: "token"})
				s.Expire(control.TokenFilter{})
				if got, want := s.Reset().Requests, 3; got != want {
					t.Errorf("reset: got %d requests, want %d", got, want)
				}
			}
		})
	}
}

// TestTenantsHaveNothingOfOthers makes tenants after an account with what no two may
// have.
func TestTenantsHaveNothingOfOthers(t *testing.T) {
	t.Parallel()
	owns := []fixtures.OwnNumber{{Number: "4915228817386"}}
	john := fixtures.Account{Name: "john", UserID: 7, Numbers: owns, Subaccounts: []fixtures.Subaccount{
		{ID: 1, Name: "branch", Email: "branch@acme.inc", Numbers: []fixtures.OwnNumber{{Number: "4915228895456"}}},
	}}
	srv := testkit.New(t, testkit.InMemory(), testkit.WithWorld(fixtures.World{Accounts: []fixtures.Account{john}}))
	srv.Tenant(t)
	srv.Tenant(t)
	ids := map[int]bool{}
	for _, a := range srv.Accounts() {
		ids[a.UserID] = true
	}
	if len(ids) != 3 {
		t.Errorf("got the user ids %v, want three", ids)
	}
}

// TestTenantApprovesItsOwn has another log in first, when a tenant has the next one
// approved in the name of an account of its own.
func TestTenantApprovesItsOwn(t *testing.T) {
	t.Parallel()
	srv := start(t)
	first, second := srv.Tenant(t), srv.Tenant(t)
	mary := first.AddAccount(fixtures.Account{Name: "mary of " + first.Account()})
	first.Decide(control.Decision{Decision: fixtures.Approve, Account: mary.Name})
	for _, s := range []*testkit.Server{second, first} {
		s.Authorize(s.AuthURL() + "?response_type=code&state=xyz12345&client_id=" + s.ClientID())
	}
	if got, want := second.RequireRequest(control.RequestFilter{Endpoint: "authorize"}).Account, second.Account(); got != want {
		t.Errorf("the other's account: got %q, want its own, %q", got, want)
	}
	if got := first.RequireRequest(control.RequestFilter{Endpoint: "authorize"}).Account; got != mary.Name {
		t.Errorf("account: got %q, want %q", got, mary.Name)
	}
}

// send sends an SMS in the name of a server's account.
func send(s *testkit.Server, to, text string) {
	call(s.Client(), s.Token().AccessToken, http.MethodPost, s.GatewayURL()+"/sms", url.Values{"to": {to}, "text": {text}})
}

// TestTenantOwnsItsAPIKey sees what its account sends without a client.
func TestTenantOwnsItsAPIKey(t *testing.T) {
	t.Parallel()
	s := start(t, testkit.InMemory()).Tenant(t)
	r, err := http.NewRequest(http.MethodGet, s.GatewayURL()+"/balance", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", s.Accounts()[0].APIKeys[0])
	response, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got, want := s.RequireRequest(control.RequestFilter{Endpoint: "balance"}).Account, s.Account(); got != want {
		t.Errorf("account: got %q, want %q", got, want)
	}
}

// TestTenantIsRefusedWhatIsNotItsOwn aims levers at everybody and at others.
func TestTenantIsRefusedWhatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	for name, pull := range map[string]func(*testkit.Server){
		"AdvanceClock":  func(s *testkit.Server) { s.AdvanceClock(1) },
		"FreezeClock":   func(s *testkit.Server) { s.FreezeClock() },
		"Load":          func(s *testkit.Server) { s.Load(fixtures.World{}) },
		"Inject":        func(s *testkit.Server) { s.Inject(control.Fault{Preset: "slow", ClientID: "testclient"}) },
		"Decide":        func(s *testkit.Server) { s.Decide(control.Decision{Decision: fixtures.Deny, Account: "john"}) },
		"Requests":      func(s *testkit.Server) { s.Requests(control.RequestFilter{Account: "john"}) },
		"Messages":      func(s *testkit.Server) { s.Messages(control.MessageFilter{Account: "john"}) },
		"Revoke":        func(s *testkit.Server) { s.Revoke(control.TokenFilter{ClientID: "testclient"}) },
		"Tokens":        func(s *testkit.Server) { s.Tokens(control.TokenFilter{Account: "john"}) },
		"Token":         func(s *testkit.Server) { s.Token(control.TokenRequest{Account: "john"}) },
		"Receive":       func(s *testkit.Server) { s.Receive(control.Inbound{From: "1", Text: "x", Account: "john"}) },
		"React":         func(s *testkit.Server) { s.React("7", control.Reaction{Kind: control.ReactionRead}) },
		"AddClient":     func(s *testkit.Server) { s.AddClient(fixtures.Client{ID: "testclient"}) },
		"RemoveFault":   func(s *testkit.Server) { s.RemoveFault(1) },
		"RemoveAccount": func(s *testkit.Server) { s.RemoveAccount("john") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			s := srv.Tenant(tb)
			tb.try(func() { pull(s) })
			tb.want(t, "testkit: "+name+": ", "tenant")
		})
	}
}

// TestTenantKeepsWhatItAdds has a second user, who is gone with the test.
func TestTenantKeepsWhatItAdds(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	before := srv.World()
	tb := new(recordingT)
	s := srv.Tenant(tb)
	s.AddAccount(fixtures.Account{Name: "second-user"})
	token := s.Token(control.TokenRequest{Account: "second-user"})
	me(t, s.Client(), token.AccessToken)
	if got := s.Requests(control.RequestFilter{Account: "second-user"}); len(got) != 1 {
		t.Errorf("got %v, want the request of the second user", got)
	}
	s.RemoveAccount("second-user")
	s.AddAccount(fixtures.Account{Name: "third-user"})
	tb.end()
	if tb.failed {
		t.Errorf("the test fails: %s", tb.said())
	}
	if after := srv.World(); len(after.Clients) != len(before.Clients) || len(after.Accounts) != len(before.Accounts) {
		t.Errorf("left: %v, %v", after.Clients, after.Accounts)
	}
}

// TestLimitIsForAllThatATenantHas: what its client asked is found by another way
// than what its account did.
func TestLimitIsForAllThatATenantHas(t *testing.T) {
	t.Parallel()
	s := start(t, testkit.InMemory()).Tenant(t)
	response, err := s.Client().PostForm(s.TokenURL(), url.Values{
		"grant_type": {"refresh_token"}, "refresh_token": {"none"}, "client_id": {s.ClientID()}, "client_secret": {s.ClientSecret()},
	})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.GatewayURL()+"/balance", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Api-Key", s.Accounts()[0].APIKeys[0])
	if response, err = s.Client().Do(r); err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got := s.Requests(control.RequestFilter{Limit: 1}); len(got) != 1 || got[0].Endpoint != "token" {
		t.Errorf("got %v, want the first alone", got)
	}
	account := s.AddAccount(fixtures.Account{Name: t.Name()}).Name
	first := s.Token(control.TokenRequest{}).AccessToken
	s.Token(control.TokenRequest{Account: account})
	if got := s.Tokens(control.TokenFilter{Kind: control.KindAccessToken, Limit: 1}); len(got) != 1 || got[0].Token != first {
		t.Errorf("got %v, want the first token alone", got)
	}
}

// TestNamesWithoutATenant are those of the world.
func TestNamesWithoutATenant(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	if got, want := [3]string{srv.ClientID(), srv.ClientSecret(), srv.Account()}, [3]string{"testclient", "testsecret", "john"}; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
