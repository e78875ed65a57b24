package mockserver_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// script is an auditor that does as it is told by the name of the application:
// http://waits.localhost makes an audit that lasts until it is ended.
type script struct {
	visit func(context.Context, control.AuditStage) error // what it does on the stage; nil for nothing
	pull  func(control.Levers)                            // the levers that it pulls; nil for none
}

func (script) Check(o control.AuditOrder) error {
	if o.Login == "" {
		return errors.New("login: is missing")
	}
	return nil
}

func (script) Scenarios(control.AuditOrder) int { return 1 }

func (s script) Audit(ctx context.Context, levers control.Levers, o control.AuditOrder, stage control.AuditStage) (control.AuditReport, error) {
	if err := stage.Knows(cmp.Or(o.Client, "testclient")); err != nil {
		return nil, err
	}
	account, err := levers.AddAccount(fixtures.Account{Name: "audited"})
	if err != nil {
		return nil, err
	}
	defer levers.RemoveAccount(account.Name)
	stage.Plays("login-works")
	result := control.AuditResult{Name: "login-works", Verdict: "pass", Severity: "must", Requests: []uint64{}, Journal: []string{}, Browser: []control.AuditStep{}}
	if o.Attended {
		seen, err := stage.Ask(ctx, control.AuditQuestion{Scenario: "login-works", Kind: control.TaskLogin, Text: "Log in.", Answers: []control.AuditAnswer{control.SawInside, control.SawError}})
		if err != nil {
			return nil, err
		}
		result.Why = string(seen)
	}
	if s.pull != nil {
		s.pull(levers)
	}
	if s.visit != nil {
		if err := s.visit(ctx, stage); err != nil {
			return nil, err
		}
	}
	stage.Played(result)
	if strings.Contains(o.Login, "waits") {
		<-ctx.Done()
	}
	return scriptReport{}, nil
}

type scriptReport struct{}

func (scriptReport) Write(w io.Writer, format string) error {
	_, err := fmt.Fprintf(w, `{"as":%q}`, format)
	return err
}

// become returns an audit that has come, within the bubble, to a state in which it
// waits or has ended.
func become(t *testing.T, l control.Levers, id int, state control.AuditState) control.Audit {
	t.Helper()
	synctest.Wait()
	audit := must(l.Audit(id))
	if audit.State != state {
		t.Fatalf("got %+v, want it %s", audit, state)
	}
	return audit
}

const waits, quick = "http://waits.localhost:1/login", "http://quick.localhost:1/login"

func TestAudit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		started := must(server.StartAudit(control.AuditOrder{Login: quick}))
		if started.ID != 1 || started.Total != 1 || started.Application != quick {
			t.Errorf("got %+v", started)
		}
		audit := become(t, server, 1, control.AuditFinished)
		if audit.Done != 1 || audit.Client != "testclient" || len(audit.Scenarios) != 1 || audit.Verdicts["pass"] != 1 {
			t.Errorf("got %+v", audit)
		}
		if got := must(server.Audits()); len(got) != 1 || got[0].Scenarios != nil {
			t.Errorf("got %+v, want it without scenarios", got)
		}
		w := lever(server, "GET audits/1/report?format=junit", "").answer()
		if got, want := w.Header().Get("Content-Type")+" "+w.Header().Get("Content-Disposition")+" "+w.Body.String(), `application/xml; charset=utf-8 attachment; filename="audit-1.xml" {"as":"junit"}`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if w := lever(server, "GET audits/1/report?format=pdf", "").answer(); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "want one of json, junit, markdown, text") {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
		if err := server.StopAudit(1); err != nil {
			t.Error(err)
		}
		var missing *control.NotFoundError
		if _, err := server.Audit(1); !errors.As(err, &missing) {
			t.Errorf("got %v, want it forgotten", err)
		}
	})
}

// TestAuditEnds ends audits in every way there is, which take back what they have
// ordered before anything else happens.
func TestAuditEnds(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*mockserver.Server) error{
		"a tester has stopped it": func(s *mockserver.Server) error { return s.StopAudit(1) },
		"the double was reset":    func(s *mockserver.Server) error { return second(s.Reset(control.OfClient("testclient"))) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newServer(t, nil, mockserver.WithAuditor(script{}))
				must(server.StartAudit(control.AuditOrder{Login: waits}))
				synctest.Wait()
				if err := end(server); err != nil {
					t.Fatal(err)
				}
				if got := must(server.Audit(1)); got.State != control.AuditStopped || got.Problem != name || got.Done != 1 {
					t.Errorf("got %+v", got)
				}
				if slices.ContainsFunc(must(server.Accounts()), func(a fixtures.Account) bool { return a.Name == "audited" }) {
					t.Error("its account is still there")
				}
			})
		})
	}
}

// TestAuditOutlivesRefusedLevers lets an audit go on when a lever that would end it
// is refused.
func TestAuditOutlivesRefusedLevers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		must(server.StartAudit(control.AuditOrder{Login: waits}))
		synctest.Wait()
		for name, err := range map[string]error{
			"reset":          second(server.Reset(control.OfClient("nobody"))),
			"load":           server.Load(fixtures.World{PKCE: "perhaps"}),
			"restore":        second(server.Restore("nothing")),
			"remove client":  server.RemoveClient("nobody"),
			"remove account": server.RemoveAccount("john"), // whom the world logs in
		} {
			if err == nil {
				t.Errorf("%s: got no error", name)
			}
		}
		become(t, server, 1, control.AuditRunning)
	})
}

// TestAuditsOfOthers lets an audit of another client go on.
func TestAuditsOfOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		must(server.StartAudit(control.AuditOrder{Login: waits}))
		synctest.Wait()
		must(server.Reset(control.OfClient("joomla")))
		must(server.Reset(control.OfAccount("john")))
		if got := must(server.Audit(1)); got.State != control.AuditRunning {
			t.Errorf("got %+v", got)
		}
		server.Close()
		if got := must(server.Audit(1)); got.State != control.AuditStopped {
			t.Errorf("after the end of the server: got %+v", got)
		}
		if _, err := server.StartAudit(control.AuditOrder{Login: quick}); !errors.Is(err, control.ErrClosing) {
			t.Errorf("after the end of the server: got %v", err)
		}
	})
}

func TestAuditIsRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		must(server.StartAudit(control.AuditOrder{Login: waits}))
		for want, order := range map[string]control.AuditOrder{
			"login: is missing": {},
			`login: "shop.example" is not this machine and not in gateway.webhooks.hosts (--webhook-host)`: {Login: "http://shop.example/login"},
			`login: "http://waits.localhost:1/again" is being audited already, by audit 1`:                 {Login: "http://waits.localhost:1/again"},
			`login: "POST http://waits.localhost:1/login a=b" is being audited already, by audit 1`:        {Login: "POST http://waits.localhost:1/login a=b"},
		} {
			if _, err := server.StartAudit(order); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		synctest.Wait()
		_, err := server.StartAudit(control.AuditOrder{Login: quick, Client: "testclient"})
		if want := `client: "testclient" is being audited already, by audit 1`; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
		id := must(server.StartAudit(control.AuditOrder{Login: quick})).ID
		if got, want := become(t, server, id, control.AuditFailed).Problem, `the application is client "testclient", which is being audited already, by audit 1`; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if _, err := newServer(t, nil).StartAudit(control.AuditOrder{Login: quick}); err == nil || !strings.Contains(err.Error(), "run sms77mock audit") {
			t.Errorf("without an auditor: got %v", err)
		}
	})
}

// TestAuditReaches goes to the double, to this machine, to the hosts that the
// world names, and nowhere else.
func TestAuditReaches(t *testing.T) {
	t.Parallel()
	site := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(site.Close)
	for name, test := range map[string]struct{ url, want string }{
		"this machine":    {site.URL, "200"},
		"below localhost": {strings.Replace(site.URL, "127.0.0.1", "shop.localhost", 1), "200"},
		"the double":      {"double:/authorize?response_type=code&client_id=testclient&state=xyz", "302"},
		"anywhere":        {"http://shop.example/", `an audit goes where webhooks may go: "shop.example" is not this machine and not in gateway.webhooks.hosts (--webhook-host)`},
		"a listed host":   {"http://listed.invalid/", "no such host|server misbehaving|lookup"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answers := make(chan string, 1)
			server := newServer(t, func(w *fixtures.World) { w.Gateway.Webhooks.Hosts = []string{"listed.invalid"} }, mockserver.WithAuditor(script{visit: func(ctx context.Context, stage control.AuditStage) error {
				defer close(answers)
				r, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.Replace(test.url, "double:", stage.Double(), 1), nil)
				if err != nil {
					return err
				}
				response, err := stage.Transport().RoundTrip(r)
				if err != nil {
					answers <- err.Error()
					return nil
				}
				answers <- fmt.Sprint(response.StatusCode)
				return response.Body.Close()
			}}))
			must(server.StartAudit(control.AuditOrder{Login: quick}))
			got := <-answers
			if !slices.ContainsFunc(strings.Split(test.want, "|"), func(want string) bool { return strings.Contains(got, want) }) {
				t.Errorf("got %s, want %s", got, test.want)
			}
			if n := len(must(server.Requests(control.RequestFilter{Endpoint: "authorize"}))); (n == 1) != (name == "the double") {
				t.Errorf("the journal has %d requests", n)
			}
		})
	}
}

// TestAuditOutlivesAPanic of a handler that answers in place of the double: it is an
// answer that breaks off.
func TestAuditOutlivesAPanic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		var came error
		server := newServer(t, nil, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), mockserver.WithAuditor(script{visit: func(ctx context.Context, stage control.AuditStage) error {
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, stage.Double()+"/me", nil)
			if err == nil {
				_, came = stage.Transport().RoundTrip(r)
			}
			return err
		}}))
		must(server.Handle("me", control.Everything(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no profile") })))
		must(server.StartAudit(control.AuditOrder{Login: quick}))
		become(t, server, 1, control.AuditFinished)
		if !errors.Is(came, io.ErrUnexpectedEOF) || !strings.Contains(log.String(), `level=ERROR msg=panic path=/me value="no profile" stack=`) {
			t.Errorf("got error %v, and the log %s", came, &log)
		}
	})
}

// TestAttendedAudit asks, and takes the answer to the question that it asks.
func TestAttendedAudit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		must(server.StartAudit(control.AuditOrder{Login: "http://anywhere.example/", Attended: true})) // the double goes nowhere
		asking := become(t, server, 1, control.AuditAsking)
		if asking.Question == nil || asking.Question.ID != 1 || asking.Question.Text != "Log in." {
			t.Fatalf("got %+v", asking.Question)
		}
		for want, reply := range map[string]control.AuditReply{
			"question: 2: audit 1 asks question 1":      {Question: 2, Answer: control.SawInside},
			`answer: "done": want one of inside, error`: {Question: 1, Answer: control.SawDone},
		} {
			if _, err := server.AnswerAudit(1, reply); err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		}
		must(server.AnswerAudit(1, control.AuditReply{Question: 1, Answer: control.SawInside}))
		if got := become(t, server, 1, control.AuditFinished).Scenarios[0].Why; got != "inside" {
			t.Errorf("got %q", got)
		}
		if _, err := server.AnswerAudit(1, control.AuditReply{Question: 1, Answer: control.SawInside}); err == nil || err.Error() != "audit 1 asks nothing at the moment" {
			t.Errorf("got %v", err)
		}
	})
}

// TestAuditsAreFew keeps ten audits, and runs four of them at a time.
func TestAuditsAreFew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := newServer(t, nil, mockserver.WithAuditor(script{}))
		for i := range 12 {
			id := must(server.StartAudit(control.AuditOrder{Login: quick})).ID
			become(t, server, id, control.AuditFinished)
			if got := len(must(server.Audits())); got != min(i+1, 10) {
				t.Fatalf("got %d audits after %d", got, i+1)
			}
		}
		var ids []int
		for i := range 4 {
			ids = append(ids, must(server.StartAudit(control.AuditOrder{Login: fmt.Sprintf("http://anywhere-%d.example/", i), Attended: true, Client: fmt.Sprint(i)})).ID)
		}
		synctest.Wait()
		if _, err := server.StartAudit(control.AuditOrder{Login: quick}); err == nil || err.Error() != "4 audits are running, which is the most: wait for one of them" {
			t.Errorf("got %v", err)
		}
		if want := []int{13, 14, 15, 16}; !slices.Equal(ids, want) {
			t.Errorf("got %v, want %v", ids, want)
		}
	})
}

// TestAuditGetsNoLevers sends an audit's browser to what is the tester's, where
// nothing happens, least of all a wait for the audit itself.
func TestAuditGetsNoLevers(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"POST /_mock/reset", "DELETE /_mock/audits/1", "GET /_mock/tokens", "GET /_mock", "POST /sms77/_mock/reset", "GET /demo", "GET /demo/callback", "GET /"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				got := ""
				server := newServer(t, nil, mockserver.WithPublicURL("http://qa.example/sms77"), mockserver.WithAuditor(script{visit: func(ctx context.Context, stage control.AuditStage) error {
					method, path, _ := strings.Cut(path, " ")
					r, err := http.NewRequestWithContext(ctx, method, stage.Double()+path, nil)
					if err != nil {
						return err
					}
					response, err := stage.Transport().RoundTrip(r)
					if err != nil {
						return err
					}
					body, err := io.ReadAll(response.Body)
					got = fmt.Sprint(response.StatusCode, " ", string(body))
					return err
				}}))
				clients := len(must(server.Clients()))
				must(server.StartAudit(control.AuditOrder{Login: quick}))
				become(t, server, 1, control.AuditFinished)
				if want := "403 an audit's browser gets to the double alone"; !strings.HasPrefix(got, want) {
					t.Errorf("got %s, want %s", got, want)
				}
				if got := len(must(server.Clients())); got != clients {
					t.Errorf("got %d clients, want %d", got, clients)
				}
			})
		})
	}
}

// TestAuditIsAnsweredByWhoWaits asks handlers of this process, each of which pulls
// a lever that waits for the audit: it ends, and so does the lever.
func TestAuditIsAnsweredByWhoWaits(t *testing.T) {
	t.Parallel()
	for name, wait := range map[string]func(*mockserver.Server) error{
		"stop":  func(s *mockserver.Server) error { return s.StopAudit(1) },
		"reset": func(s *mockserver.Server) error { return second(s.Reset(control.Everything())) },
		"close": func(s *mockserver.Server) error { s.Close(); return nil },
	} {
		for _, where := range []string{"http://oauth.sms77.io/me", "http://app.localhost:1/"} {
			t.Run(name+" by "+where, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					returned := make(chan error, 1)
					var server *mockserver.Server
					answer := func(http.ResponseWriter, *http.Request) { returned <- wait(server) }
					server = newServer(t, nil, mockserver.WithTransport(answering(answer)), mockserver.WithAuditor(script{visit: func(ctx context.Context, stage control.AuditStage) error {
						r, err := http.NewRequestWithContext(ctx, http.MethodGet, where, nil)
						if err != nil {
							return err
						}
						_, err = stage.Transport().RoundTrip(r)
						return err
					}}))
					if _, err := server.Handle(fixtures.EndpointMe, control.Everything(), http.HandlerFunc(answer)); err != nil {
						t.Fatal(err)
					}
					must(server.StartAudit(control.AuditOrder{Login: quick}))
					select {
					case err := <-returned:
						if err != nil {
							t.Error(err)
						}
					case <-time.After(10 * time.Second):
						t.Fatal("they wait for each other")
					}
					become(t, server, 1, control.AuditStopped)
				})
			})
		}
	}
}

// answering is a transport that a handler answers in the asker's goroutine.
type answering http.HandlerFunc

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	a(w, r)
	return w.Result(), nil
}

// TestAuditDoesNotEndItself has an audit take away an account that it is itself
// an audit of, and pull levers that would end every audit.
func TestAuditDoesNotEndItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		refused := map[string]error{}
		server := newServer(t, nil, mockserver.WithAuditor(script{pull: func(l control.Levers) {
			refused["load"] = l.Load(fixtures.Default())
			refused["reset"] = second(l.Reset(control.OfClient("testclient")))
			refused["restore"] = second(l.Restore("x"))
			refused["remove client"] = l.RemoveClient("testclient")
			refused["stop"] = l.StopAudit(1)
		}}))
		must(server.StartAudit(control.AuditOrder{Login: quick, Accounts: []string{"audited", "john"}}))
		become(t, server, 1, control.AuditFinished)
		for lever, err := range refused {
			if err == nil || err.Error() != "an audit ends no audits, and this would" {
				t.Errorf("%s: got %v", lever, err)
			}
		}
		if slices.ContainsFunc(must(server.Accounts()), func(a fixtures.Account) bool { return a.Name == "audited" }) {
			t.Error("its account is still there")
		}
	})
}
