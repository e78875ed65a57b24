package mockserver_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestFaultsStrikeWebhooks orders what becomes of deliveries, as if the receiver
// had answered so: each is in the journal, and is tried again where it may pass.
func TestFaultsStrikeWebhooks(t *testing.T) {
	t.Parallel()
	body := "no"
	for name, test := range map[string]struct {
		fault   control.Fault
		status  int
		reason  string
		reached int // how many deliveries reached the receiver, of two attempts
	}{
		"status":            {control.Fault{Status: 503}, 503, "fault status 503", 1},
		"status and body":   {control.Fault{Status: 410, Body: &body}, 410, "there will be no other", 0},
		"headers":           {control.Fault{Headers: map[string]string{"X-Test": "1"}}, 204, "fault headers", 1},
		"reset":             {control.Fault{Connection: "reset"}, 0, "connection reset by peer", 1},
		"refuse":            {control.Fault{Connection: "refuse"}, 0, "connection refused", 1},
		"empty":             {control.Fault{Connection: "empty"}, 0, "EOF", 1},
		"truncate":          {control.Fault{Connection: "truncate"}, 0, "unexpected EOF", 2},
		"hang":              {control.Fault{Connection: "hang"}, 0, "no answer within 5s", 1},
		"delay":             {control.Fault{Delay: time.Second}, 204, "fault delay 1s", 1},
		"too long a delay":  {control.Fault{Delay: time.Minute}, 0, "no answer within 5s", 1},
		"another account":   {control.Fault{Status: 503, Account: "jane"}, 204, "sms_mo, attempt 1", 1},
		"every endpoint":    {control.Fault{Status: 503, Endpoint: "*"}, 204, "sms_mo, attempt 1", 1},
		"chosen by match":   {control.Fault{Status: 410, Match: bodyHas("inbound")}, 204, "sms_mo, attempt 1", 1},
		"chosen by a match": {control.Fault{Status: 410, Match: bodyHas("sms_mo")}, 410, "there will be no other", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reached, closed := 0, 0
				server := newServer(t, func(w *fixtures.World) {
					w.Accounts[0].APIKeys = []string{"key"}
					w.Accounts = append(w.Accounts, fixtures.Account{Name: "jane"})
					w.Gateway.Webhooks = fixtures.Webhooks{Hosts: []string{"*"}, Delay: time.Second, Retries: []time.Duration{time.Minute}}
				}, mockserver.WithTransport(roundTrip(func(*http.Request) (*http.Response, error) {
					reached++
					return &http.Response{StatusCode: 204, Body: closing{http.NoBody, func() { closed++ }}, Header: http.Header{}}, nil
				})))
				hook := post(server, "/api/hooks", url.Values{"action": {"subscribe"}, "target_url": {"http://receiver.test/"}, "event_type": {"sms_mo"}})
				hook.Header.Set("X-Api-Key", "key")
				hook.answer()
				if test.fault.Endpoint == "" {
					test.fault.Endpoint = fixtures.EndpointWebhook
				}
				inject(t, server, test.fault)
				must(server.Receive(control.Inbound{From: "491716992343", Text: "yes"}))
				server.FreezeClock()
				server.AdvanceClock(time.Second)
				server.AdvanceClock(time.Hour)
				tries := must(server.Requests(control.RequestFilter{Endpoint: fixtures.EndpointWebhook}))
				if len(tries) == 0 || tries[0].Status != test.status || !strings.Contains(tries[0].Reason, test.reason) {
					t.Fatalf("got %v, want status %d because of %q", tries, test.status, test.reason)
				}
				struck := strings.Contains(tries[0].Reason, "fault")
				if got := tries[0].Outcome == control.Faulted; got != struck {
					t.Errorf("outcome: got %s with reason %q", tries[0].Outcome, tries[0].Reason)
				}
				if reached != test.reached || closed < reached {
					t.Errorf("%d deliveries reached the receiver, want %d: %v; %d answers were closed", reached, test.reached, tries, closed)
				}
			})
		})
	}
}

// closing is a body that tells when it is closed.
type closing struct {
	io.Reader
	told func()
}

func (c closing) Close() error {
	c.told()
	return nil
}

// bodyHas chooses requests by something in the body.
func bodyHas(text string) func(*http.Request) bool {
	return func(r *http.Request) bool {
		body, _ := io.ReadAll(r.Body)
		return strings.Contains(string(body), text)
	}
}

// TestMatchChooses breaks the request that a program's own rule chooses, which
// may read the body and pull levers, and no other.
func TestMatchChooses(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	code := authorize(t, server, authorizePath).Query().Get("code")
	inject(t, server, control.Fault{Endpoint: "token", Status: 503, Match: func(r *http.Request) bool {
		must(server.Faults())
		return r.Header.Get("X-Break") != "" && bodyHas("grant_type=")(r)
	}})
	broken := post(server, "/token", codeForm(code)).basic("testclient", "testsecret")
	broken.Header.Set("X-Break", "1")
	if w := broken.answer(); w.Code != http.StatusServiceUnavailable {
		t.Errorf("the chosen one: got %d, want 503", w.Code)
	}
	if status, members := token(t, server, codeForm(code)); status != http.StatusOK {
		t.Errorf("another: got %d %v, want 200", status, members)
	}
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	if _, err := must(control.Dial(listening.URL)).Inject(control.Fault{Status: 503, Match: bodyHas("")}); err == nil || !strings.Contains(err.Error(), "match") {
		t.Errorf("elsewhere: got error %v, want the match refused", err)
	}
}

// TestHold keeps answers back until the fault is taken back, in whichever way,
// and lets the proper ones go then.
func TestHold(t *testing.T) {
	t.Parallel()
	for name, release := range map[string]func(s *mockserver.Server, id int) error{
		"one": func(s *mockserver.Server, id int) error { return s.RemoveFault(id) },
		"all": func(s *mockserver.Server, id int) error { _, err := s.ClearFaults(control.Everything()); return err },
		"a client": func(s *mockserver.Server, id int) error {
			_, err := s.ClearFaults(control.OfClient("testclient"))
			return err
		},
		"reset": func(s *mockserver.Server, id int) error {
			_, err := s.Reset(control.OfClient("testclient"))
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newServer(t, nil)
				_, refresh := login(t, server)
				p := must(server.Inject(control.Fault{Endpoint: "token", ClientID: "testclient", Connection: fixtures.ConnectionHold, Times: 2}))
				answers := make(chan int, 2)
				for range 2 {
					go func() {
						status, _ := token(t, server, refreshForm(refresh))
						answers <- status
					}()
				}
				time.Sleep(time.Hour)
				if len(answers) > 0 {
					t.Fatalf("got %d, want no answer before the release", <-answers)
				}
				if held := must(server.Requests(control.RequestFilter{Outcome: control.Pending})); len(held) != 2 || !strings.HasPrefix(held[0].Reason, "fault connection hold") {
					t.Errorf("pending are %v, want both, and why", held)
				}
				if err := release(server, p.ID); err != nil {
					t.Fatal(err)
				}
				first, second := <-answers, <-answers
				if name != "reset" && first+second != 200+400 { // a reset takes the token too
					t.Errorf("got %d and %d, want one of the two to get the tokens", first, second)
				}
			})
		})
	}
}

// TestWhoSeesARequestIsBehindItsFaults looks into the journal while it is still open
// what strikes a request: one that is seen there is out of reach of what is ordered,
// or taken back, then.
func TestWhoSeesARequestIsBehindItsFaults(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	var seen []control.Entry
	inject(t, server, control.Fault{Endpoint: "me", Status: 503, Match: func(*http.Request) bool {
		seen = must(server.Requests(control.RequestFilter{}))
		return true
	}})
	if w := get(server, "/me").answer(); w.Code != http.StatusServiceUnavailable {
		t.Errorf("got %d, want 503", w.Code)
	}
	if len(seen) > 0 {
		t.Errorf("got %v in the journal before a fault has struck, want nothing", seen)
	}
}

// TestResetEndsDelayAndHang ends both at once, and what comes after the pause that it
// meets too.
func TestResetEndsDelayAndHang(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		inject(t, server, control.Fault{Endpoint: "me", Delay: time.Minute, Connection: fixtures.ConnectionHang})
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		over := make(chan struct{})
		go func() {
			defer close(over)
			defer func() { recover() }() // the connection breaks off
			server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/me", nil))
		}()
		synctest.Wait()
		must(server.Reset(control.Everything()))
		<-over
		if ctx.Err() != nil {
			t.Error("it hangs although the server was reset")
		}
	})
}

// TestHoldThenFault answers what was held with what the fault says.
func TestHoldThenFault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil)
		_, refresh := login(t, server)
		p := must(server.Inject(control.Fault{Endpoint: "token", Connection: fixtures.ConnectionHold, Status: 503, Error: "temporarily_unavailable"}))
		answers := make(chan int, 1)
		go func() {
			status, _ := token(t, server, refreshForm(refresh))
			answers <- status
		}()
		synctest.Wait()
		if err := server.RemoveFault(p.ID); err != nil {
			t.Fatal(err)
		}
		if status := <-answers; status != http.StatusServiceUnavailable {
			t.Errorf("got %d, want the fault's 503", status)
		}
		if status, members := token(t, server, refreshForm(refresh)); status != http.StatusOK {
			t.Errorf("the next: got %d %v, want 200, since what was held was not carried out", status, members)
		}
	})
}

// TestFaultsStrikeWebhooksInOrder has a fault strike the third webhook that is due,
// however long the first is held up, for which the third has to wait.
func TestFaultsStrikeWebhooksInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reached := make(chan string, 10)
		server := newServer(t, func(w *fixtures.World) {
			w.Accounts[0].Hooks = []fixtures.Hook{{URL: "http://slow.test/", Event: "dlr"}, {URL: "http://quick.test/", Event: "dlr"}}
			w.Gateway.Webhooks = fixtures.Webhooks{Hosts: []string{"*"}}
		}, mockserver.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.URL.Host == "slow.test" {
				time.Sleep(2 * time.Second)
			}
			reached <- r.URL.Host
			return &http.Response{StatusCode: 200, Body: http.NoBody, Header: http.Header{}}, nil
		})))
		must(server.Script(control.Script{Statuses: []control.ScriptedStatus{{Status: fixtures.Transmitted, After: time.Second}, {Status: fixtures.Delivered, After: time.Minute}}}))
		inject(t, server, control.Fault{Endpoint: fixtures.EndpointWebhook, After: 2, Status: 410})
		access := must(server.IssueToken(control.TokenRequest{Scope: "sms"})).AccessToken
		post(server, "/api/sms", url.Values{"to": {"491716992343"}, "text": {"Hi"}}).bearer(access).answer()
		server.FreezeClock()
		server.AdvanceClock(time.Hour)
		close(reached)
		var hosts []string
		for host := range reached {
			hosts = append(hosts, host)
		}
		if want := []string{"quick.test", "quick.test", "slow.test"}; !slices.Equal(hosts, want) {
			t.Errorf("reached were %v, want %v", hosts, want)
		}
	})
}

// TestFaultHoldsUpNoOther has a fault hang on one webhook: the next one to the same
// receiver arrives meanwhile, since nothing of the first is going to be written.
func TestFaultHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		reached := make(chan string, 10)
		server := newServer(t, func(w *fixtures.World) {
			w.Accounts[0].Hooks = []fixtures.Hook{{URL: "http://receiver.test/", Event: "sms_mo"}}
			w.Gateway.Webhooks = fixtures.Webhooks{Hosts: []string{"*"}}
		}, mockserver.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			reached <- string(body)
			return &http.Response{StatusCode: 200, Body: http.NoBody, Header: http.Header{}}, err
		})))
		inject(t, server, control.Fault{Endpoint: fixtures.EndpointWebhook, Connection: "hang"})
		var both sync.WaitGroup
		for _, text := range []string{"first", "second"} {
			both.Go(func() { must(server.Receive(control.Inbound{From: "491716992343", Text: text})) })
			synctest.Wait()
		}
		if n := len(reached); n != 1 {
			t.Errorf("%d webhooks reached the receiver while the first hung, want the second", n)
		} else if body := <-reached; !strings.Contains(body, "second") {
			t.Errorf("got %s while the first hung, want the second", body)
		}
		both.Wait()
	})
}
