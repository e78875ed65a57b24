package testkit_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// shop is an application as a test has it: it logs people in, and is told of
// delivery reports.
type shop struct {
	url     string
	status  int // what the callback answers
	reports chan url.Values
}

func newShop(address string) *shop {
	return &shop{url: address, status: http.StatusOK, reports: make(chan url.Values, 10)}
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/login":
		http.SetCookie(w, &http.Cookie{Name: "state", Value: "8f14e45fceea167a", Path: "/", Secure: strings.HasPrefix(s.url, "https:")})
		http.Redirect(w, r, "https://oauth.sms77.io/authorize?response_type=code&client_id=shop&state=8f14e45fceea167a", http.StatusFound)
	case "/callback":
		cookie, err := r.Cookie("state")
		if err != nil || cookie.Value != r.FormValue("state") {
			http.Error(w, "forged", http.StatusBadRequest)
			return
		}
		w.WriteHeader(s.status)
		fmt.Fprintf(w, "<p>code %t, error %q", r.FormValue("code") != "", r.FormValue("error"))
	case "/say":
		fmt.Fprintf(w, "said %s", r.PostFormValue("text"))
	case "/report":
		r.ParseForm()
		s.reports <- r.PostForm
	case "/away":
		http.Redirect(w, r, "https://elsewhere.example/", http.StatusFound)
	default:
		http.NotFound(w, r)
	}
}

// world is one in which the shop is registered.
func (s *shop) world() testkit.Option {
	return testkit.WithWorld(fixtures.World{
		Clients: []fixtures.Client{{ID: "shop", Secrets: []string{"secret"}, RedirectURIs: []string{s.url + "/callback"}}},
	})
}

const shopURL = "https://shop.example"

// body reads an answer.
func body(t *testing.T, response *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestLoginInABubble goes through the application, the double and back, all
// without a socket.
func TestLoginInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := newShop(shopURL)
		srv := testkit.New(t, testkit.InMemory(), app.world(), testkit.WithApp(app.url, app))
		response := srv.Browser().Login(app.url + "/login")
		if got, want := body(t, response), `<p>code true, error ""`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := response.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
			t.Errorf("Content-Type: got %q, want what net/http guesses", got)
		}
	})
}

// TestLoginReturnsWhatTheApplicationAnswers whatever that is, over a socket too.
func TestLoginReturnsWhatTheApplicationAnswers(t *testing.T) {
	t.Parallel()
	app := newShop("")
	listener := httptest.NewServer(app)
	t.Cleanup(listener.Close)
	app.url, app.status = listener.URL, http.StatusInternalServerError
	srv := testkit.New(t, app.world())
	srv.Deny()
	response := srv.Browser().Login(app.url + "/login")
	if got, want := response.StatusCode, http.StatusInternalServerError; got != want {
		t.Errorf("status: got %d, want %d", got, want)
	}
	if got, want := body(t, response), `<p>code false, error "access_denied"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestBrowserKeepsCookies, and posts forms; another browser has cookies of its
// own.
func TestBrowserKeepsCookies(t *testing.T) {
	t.Parallel()
	app := newShop(shopURL)
	srv := testkit.New(t, testkit.InMemory(), app.world())
	srv.ServeApp(app.url, app)
	person := srv.Browser()
	person.Login(app.url + "/login")
	if got, want := person.Get(app.url+"/callback?state=8f14e45fceea167a").StatusCode, http.StatusOK; got != want {
		t.Errorf("the same person: got %d, want %d", got, want)
	}
	if got, want := srv.Browser().Get(app.url+"/callback?state=8f14e45fceea167a").StatusCode, http.StatusBadRequest; got != want {
		t.Errorf("another person: got %d, want %d", got, want)
	}
	if got, want := body(t, person.Post(app.url+"/say", url.Values{"text": {"Hello"}})), "said Hello"; got != want {
		t.Errorf("form: got %q, want %q", got, want)
	}
}

// TestBrowserFailsWhereNothingWorks for a person.
func TestBrowserFailsWhereNothingWorks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		opts []testkit.Option
		do   func(*testkit.Server)
		want string
	}{
		"no authorization": {nil, func(s *testkit.Server) { s.Browser().Login(shopURL + "/say") }, "leads to no authorization"},
		"a consent page": {[]testkit.Option{testkit.WithDecision(fixtures.Prompt)}, func(s *testkit.Server) {
			s.Browser().Login(shopURL + "/login")
		}, "decide with Approve, Deny"},
		"an application that nobody serves": {[]testkit.Option{testkit.WithWorld(fixtures.World{})}, func(s *testkit.Server) {
			s.Browser().Login(authorizeURL)
		}, "https://acme.inc/oauth_redirect"},
		"a refused authorization": {nil, func(s *testkit.Server) {
			s.Browser().Login(s.AuthURL() + "?client_id=nobody")
		}, "400"},
		"a broken double": {nil, func(s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: "authorize", Connection: fixtures.ConnectionReset})
			s.Browser().Login(shopURL + "/login")
		}, "connection reset by peer"},
		"another host": {nil, func(s *testkit.Server) { s.Browser().Get("https://elsewhere.example/") }, `WithApp or ServeApp would serve an application there, AllowHosts("elsewhere.example")`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := newShop(shopURL)
			tb := new(recordingT)
			opts := append([]testkit.Option{testkit.InMemory(), testkit.WithApp(app.url, app)}, test.opts...)
			if len(test.opts) == 0 || name == "a consent page" {
				opts = append(opts, app.world())
			}
			srv := testkit.New(tb, opts...)
			tb.try(func() { test.do(srv) })
			tb.want(t, "testkit: Browser.", test.want)
		})
	}
}

// TestBrowserStopsAtForeignHosts and returns the redirect.
func TestBrowserStopsAtForeignHosts(t *testing.T) {
	t.Parallel()
	app := newShop(shopURL)
	srv := testkit.New(t, testkit.InMemory(), testkit.WithApp(app.url, app))
	if got, want := srv.Browser().Get(app.url+"/away").Header.Get("Location"), "https://elsewhere.example/"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAuthorizeDoesNotHideACrash of the application.
func TestAuthorizeDoesNotHideACrash(t *testing.T) {
	t.Parallel()
	app := newShop(shopURL)
	app.status = http.StatusInternalServerError
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory(), app.world(), testkit.WithApp(app.url, app))
	tb.try(func() { srv.Authorize(app.url + "/login") })
	tb.want(t, "testkit: Authorize: ", "500 Internal Server Error", "code true")
}

// TestWebhooksReachTheApplication without a socket, at the moment when they are
// due.
func TestWebhooksReachTheApplication(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := newShop(shopURL)
		srv := testkit.New(t, testkit.InMemory(), testkit.WithApp(app.url, app))
		call(srv.Client(), srv.Token().AccessToken, http.MethodPost, srv.GatewayURL()+"/hooks", url.Values{
			"action": {"subscribe"}, "event_type": {"sms_mo"}, "target_url": {app.url + "/report"},
		})
		srv.Receive(control.Inbound{From: "49170123456789", Text: "STOP"})
		select {
		case report := <-app.reports:
			if got, want := report.Get("data[text]"), "STOP"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		case <-time.After(time.Minute):
			t.Error("the webhook did not come")
		}
		srv.RequireRequest(control.RequestFilter{Endpoint: "webhook"})
	})
}

// TestTenantsServeTheSameURL each with an application of its own, which alone
// hears of what is the tenant's.
func TestTenantsServeTheSameURL(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	tenants, heard := make([]*testkit.Server, 3), make([]string, 3)
	for i := range tenants {
		s := srv.Tenant(t)
		s.ServeApp(shopURL, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			heard[i] += r.FormValue("data[text]")
			io.WriteString(w, s.Account())
		}))
		s.AddAccount(fixtures.Account{Name: s.Account(), Hooks: []fixtures.Hook{{URL: shopURL + "/hook", Event: "sms_mo"}}})
		tenants[i] = s
	}
	for i, s := range tenants {
		if got, want := body(t, s.Browser().Get(shopURL)), s.Account(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		s.Receive(control.Inbound{From: "49170123456789", Text: fmt.Sprint("for ", i)})
		s.RequireRequest(control.RequestFilter{Endpoint: "webhook"})
		if got, want := heard[i], fmt.Sprint("for ", i); got != want {
			t.Errorf("webhooks of tenant %d: got %q, want %q", i, got, want)
		}
	}
}

// TestAnApplicationOfAnotherServer is not reached, and the error says so.
func TestAnApplicationOfAnotherServer(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	srv.For(t).ServeApp(shopURL, newShop(shopURL))
	if _, err := srv.For(t).Client().Get(shopURL); err == nil || !strings.Contains(err.Error(), "ServeApp of another Server") {
		t.Errorf("got error %v, want one that tells whose the application is", err)
	}
}

// TestASubtestReachesTheApplication of the test that it belongs to, unless it serves
// one of its own.
func TestASubtestReachesTheApplication(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory())
	for name, s := range map[string]*testkit.Server{"tenant": srv.Tenant(t), "for": srv.For(t), "new": testkit.New(t, testkit.InMemory())} {
		says := func(text string) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, text) })
		}
		s.ServeApp(shopURL, says("test"))
		t.Run(name, func(t *testing.T) {
			s := s.For(t)
			if got, want := body(t, s.For(t).Browser().Get(shopURL)), "test"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			s.ServeApp(shopURL, says("subtest"))
			if got, want := body(t, s.Browser().Get(shopURL)), "subtest"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
		if got, want := body(t, s.Browser().Get(shopURL)), "test"; got != want {
			t.Errorf("afterwards: got %q, want %q", got, want)
		}
		if _, err := s.Tenant(t).Client().Get(shopURL); err == nil {
			t.Error("a tenant reaches the application of the test's client")
		}
	}
}
