package testkit_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestAnOrderThatNothingMetSaysWhy gives orders that do not come to pass.
func TestAnOrderThatNothingMetSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		do   func(*testing.T, *testkit.Server)
		want string
	}{
		"nothing came": {func(_ *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Preset: "rate-limited"})
		}, "has struck 0 of 1 times: no request came after it"},
		"it went elsewhere": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Preset: "slow", Endpoint: "sms"})
			me(t, s.Client(), "x")
			me(t, s.Client(), "x")
		}, "no request to sms came after it, but 2 to me"},
		"it came before": {func(t *testing.T, s *testkit.Server) {
			me(t, s.Client(), "x")
			s.Inject(control.Fault{Preset: "slow", Endpoint: "me"})
		}, "no request came after it"},
		"another grant": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "token", GrantType: fixtures.RefreshToken, Status: 503})
			redeem(t, s.Client(), url.Values{"grant_type": {"authorization_code"}})
		}, `1 request to token came, none of it with grant_type "refresh_token" but "authorization_code"`},
		"another client": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "token", ClientID: "joomla", Status: 503})
			redeem(t, s.Client(), url.Values{"grant_type": {"authorization_code"}})
		}, `none of it with client "joomla" but "testclient"`},
		"too few": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 3})
			me(t, s.Client(), "x")
		}, "has struck 1 of 3 times: only 1 request to me came for it"},
		"let pass": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503, After: 2})
			me(t, s.Client(), "x")
		}, "it lets 2 pass, and 1 came"},
		"for ever, and never": {func(_ *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: -1})
		}, "has struck 0 times"},
		"another fault": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503})
			s.Inject(control.Fault{Endpoint: "me", Status: 504})
			me(t, s.Client(), "x")
		}, "fault 2 (status 504, at me), ordered at unmet_test.go:"},
		"nothing to break": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Preset: "no-refresh-token"})
			redeem(t, s.Client(), url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}})
		}, "whose answer has nothing that it could break; the last was 400"},
		"no authorization": {func(t *testing.T, s *testkit.Server) {
			s.Deny()
			me(t, s.Client(), "x")
		}, "has been taken 0 of 1 times: no request to authorize came after it, but 1 to me"},
		"too few authorizations": {func(_ *testing.T, s *testkit.Server) {
			s.Decide(control.Decision{Decision: fixtures.Deny, Times: 3})
			s.Authorize(authorizeURL)
		}, "has been taken 1 of 3 times: only 1 request to authorize came for it"},
		"a refused authorization": {func(t *testing.T, s *testkit.Server) {
			s.Deny()
			response, err := s.Client().Get(s.AuthURL() + "?client_id=testclient")
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
		}, "refused before anything was decided"},
		"another client's authorization": {func(_ *testing.T, s *testkit.Server) {
			s.Decide(control.Decision{Decision: fixtures.Deny, ClientID: "joomla"})
			s.Authorize(authorizeURL)
		}, `1 request to authorize came, of client "testclient"`},
		"another account's authorization": {func(_ *testing.T, s *testkit.Server) {
			s.AddAccount(fixtures.Account{Name: "jane"})
			s.Decide(control.Decision{Decision: fixtures.Deny, Account: "jane"})
			s.Authorize(authorizeURL)
		}, `1 request to authorize came, of account "john"; login_hint picks the account`},
		"no account's authorization": {func(t *testing.T, s *testkit.Server) {
			s.Decide(control.Decision{Decision: fixtures.Deny, Account: "john"})
			answer, err := s.Client().Get("https://oauth.sms77.io/authorize")
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
		}, "refused before anything was decided"},
		"forgotten by a reset": {func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Preset: "slow", Endpoint: "sms"})
			me(t, s.Client(), "x")
			s.Reset()
		}, "no request to sms came after it, but 1 to me"},
		"taken back before it struck": {func(_ *testing.T, s *testkit.Server) {
			s.RemoveFault(s.Inject(control.Fault{Preset: "slow"}).ID)
		}, "no request came after it"},
		"cleared": {func(_ *testing.T, s *testkit.Server) {
			s.Deny()
			s.ClearDecisions()
		}, "no request came after it"},
		"ordered by the world": {func(_ *testing.T, s *testkit.Server) {
			if _, err := s.Levers().Inject(control.Fault{Preset: "slow"}); err != nil {
				t.Error(err)
			}
		}, "fault 1 (slow)"},
		"ordered by the world, for ever": {func(_ *testing.T, s *testkit.Server) {
			if _, err := s.Levers().Decide(control.Decision{Decision: "deny", Times: -1}); err != nil {
				t.Error(err)
			}
		}, "decision 1 (deny), has been taken 0 times"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, testkit.InMemory())
			test.do(t, srv)
			tb.end()
			if !tb.failed {
				t.Error("the test passes")
			}
			tb.want(t, test.want, "see AllowUnused")
			if len(tb.lines) != 1 {
				t.Errorf("got %d blocks, want one: %q", len(tb.lines), tb.lines)
			}
		})
	}
}

// TestOrdersThatWereMetPass gives orders that come to pass.
func TestOrdersThatWereMetPass(t *testing.T) {
	t.Parallel()
	for name, do := range map[string]func(*testing.T, *testkit.Server){
		"once": func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503})
			me(t, s.Client(), "x")
		},
		"for ever": func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: -1})
			me(t, s.Client(), "x")
		},
		"taken back after a hit": func(t *testing.T, s *testkit.Server) {
			fault := s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 5})
			me(t, s.Client(), "x")
			s.RemoveFault(fault.ID)
		},
		"cleared after a hit": func(t *testing.T, s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 5})
			me(t, s.Client(), "x")
			s.ClearFaults()
		},
		"after everything else was cleared": func(t *testing.T, s *testkit.Server) {
			s.Deny()
			s.ClearRequests()
			s.ClearMessages()
			s.ClearOutcomes()
			s.ClearFaults()
			s.Authorize(authorizeURL)
			s.Inject(control.Fault{Endpoint: "me", Status: 503})
			s.ClearDecisions()
			me(t, s.Client(), "x")
		},
		"denied": func(_ *testing.T, s *testkit.Server) {
			s.Deny()
			s.Authorize(authorizeURL)
		},
		"denied for ever": func(_ *testing.T, s *testkit.Server) {
			s.Decide(control.Decision{Decision: fixtures.Deny, Times: -1})
			s.Authorize(authorizeURL)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, testkit.InMemory())
			do(t, srv)
			tb.end()
			if tb.failed {
				t.Errorf("the test fails: %s", tb.said())
			}
		})
	}
}

func TestUnmetOrdersCanBeAllowed(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory(), testkit.AllowUnused())
	srv.Deny()
	srv.Inject(control.Fault{Preset: "slow"})
	tb.end()
	if tb.failed {
		t.Errorf("the test fails: %s", tb.said())
	}
}

// TestUnusedNamesTheFaults that are still to strike.
func TestUnusedNamesTheFaults(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory(), testkit.AllowUnused())
	srv.Inject(control.Fault{Endpoint: "me", Status: http.StatusTeapot})
	waiting := srv.Inject(control.Fault{Endpoint: "me", Status: http.StatusTeapot, Times: 2})
	srv.Inject(control.Fault{Endpoint: "sms", Status: http.StatusTeapot, Times: -1})
	me(t, srv.Client(), "x")
	me(t, srv.Client(), "x")
	unused := srv.Unused()
	if len(unused) != 2 || unused[0].ID != waiting.ID || unused[0].Used != 1 {
		t.Errorf("got %v, want the second and the third", unused)
	}
}

// TestNothingFollowsFromAFailure has a test end early: what it did not come to
// is no failure of its own.
func TestNothingFollowsFromAFailure(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	srv.Deny()
	tb.try(func() { tb.Fatalf("something else") })
	tb.end()
	if got, want := len(tb.at), 1; got != want {
		t.Errorf("got %d failures, want %d: %s", got, want, tb.said())
	}
	if !strings.Contains(tb.said(), "decision 1 (deny)") {
		t.Errorf("got %q, want the order told for information", tb.said())
	}
}

// TestAnOrderComesBackWithASnapshot and is met there, wherever it was met before; one
// that is not is told of.
func TestAnOrderComesBackWithASnapshot(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(testkit.TB) *testkit.Server{
		"here":      func(tb testkit.TB) *testkit.Server { return testkit.New(tb, testkit.InMemory()) },
		"shared":    func(tb testkit.TB) *testkit.Server { return start(t, testkit.InMemory()).For(tb) },
		"elsewhere": func(tb testkit.TB) *testkit.Server { return testkit.Connect(tb, elsewhere(t)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			tb.try(func() {
				s := begin(tb)
				s.Inject(control.Fault{Endpoint: "me", Status: 503})
				s.Inject(control.Fault{Endpoint: "me", Status: 502, Times: 2})
				s.Deny()
				s.Snapshot(name)
				for range 2 {
					s.Restore(name)
					for _, want := range []int{503, 502, 502, 401} {
						if got := me(t, s.Client(), "x"); got != want {
							t.Errorf("got %d, want %d", got, want)
						}
					}
				}
			})
			tb.end()
			tb.want(t, "(deny), ordered at unmet_test.go:", "has been taken 0 of 1 times")
			if log := tb.said(); strings.Contains(log, "has struck") {
				t.Errorf("got %q, want nothing of the faults, which were met", log)
			}
		})
	}
}

// TestASpentFaultDoesNotComeBack with a snapshot, and those behind it do.
func TestASpentFaultDoesNotComeBack(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	s := testkit.New(tb, testkit.InMemory())
	s.Inject(control.Fault{Endpoint: "me", Status: 503})
	me(t, s.Client(), "x")
	s.Inject(control.Fault{Endpoint: "me", Status: 502})
	s.Snapshot("spent")
	s.Restore("spent")
	if got := me(t, s.Client(), "x"); got != 502 {
		t.Errorf("got %d, want 502 of the second fault", got)
	}
	tb.end()
	if tb.failed {
		t.Errorf("the test fails, though both faults were met: %s", tb.said())
	}
}
