package login_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/e2e/examples/login"
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
	"example.com/sms77mock/testkit/audit"
)

// shared is the double of all tests: each has a tenant of its own in it.
var shared *testkit.Server

func TestMain(m *testing.M) {
	var err error
	if shared, err = testkit.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	shared.Close()
	os.Exit(code)
}

// tenant is a test's share of the double: of the one in this process or, with
// SMS77MOCK_URL in the environment, of one in a container.
func tenant(t *testing.T) *testkit.Server {
	if url := os.Getenv("SMS77MOCK_URL"); url != "" {
		return testkit.Connect(t, url).Tenant(t)
	}
	return shared.Tenant(t)
}

// appURL is where the application of each test is reached, without a socket.
const appURL = "https://shop.example"

// site is the application, with a double behind it and a person before it.
type site struct {
	t      *testing.T
	srv    *testkit.Server
	person *testkit.Browser
}

func newSite(t *testing.T, srv *testkit.Server) *site {
	client := srv.AddClient(fixtures.Client{
		ID: srv.ClientID(), Secrets: []string{srv.ClientSecret()}, RedirectURIs: []string{appURL + "/callback"},
	})
	srv.ServeApp(appURL, login.New(appURL, client.ID, client.Secrets[0], srv.Client()))
	return &site{t, srv, srv.Browser()}
}

// logIn walks a person through the login.
func (s *site) logIn() {
	s.t.Helper()
	s.expect(s.person.Login(appURL+"/login"), 200, "Welcome, ")
}

// send presses the button that sends an SMS.
func (s *site) send(text string) *http.Response {
	s.t.Helper()
	return s.person.Post(appURL+"/send", url.Values{"to": {"49170123456789"}, "text": {text}})
}

func (s *site) expect(response *http.Response, status int, text string) {
	s.t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if response.StatusCode != status || !strings.Contains(string(body), text) {
		s.t.Errorf("got %s %q, want %d %q", response.Status, body, status, text)
	}
}

func TestLoginAndSend(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.logIn()
	s.expect(s.send("Your code is 123456"), 200, "Sent.")
	message := s.srv.RequireMessage("49170123456789")
	if got, want := message.Text, "Your code is 123456"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
}

func TestDenial(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.srv.Deny()
	s.expect(s.person.Login(appURL+"/login"), 403, "You did not allow the access.")
	s.srv.RequireNoRequest(control.RequestFilter{Endpoint: "token"})
}

func TestTamperedState(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.srv.Inject(control.Fault{Preset: "tampered-state"})
	s.expect(s.person.Login(appURL+"/login"), 400, "The login did not start here.")
	s.srv.RequireNoRequest(control.RequestFilter{Endpoint: "token"})
}

func TestExpiredAccessTokenIsRefreshed(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.logIn()
	s.srv.Expire(control.TokenFilter{Kind: control.KindAccessToken})
	s.expect(s.send("Hello"), 200, "Sent.")
	s.srv.RequireRequests(1, control.RequestFilter{GrantType: "refresh_token"})
}

func TestRevokedLoginAsksForANewOne(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.logIn()
	s.srv.Revoke(control.TokenFilter{})
	s.expect(s.send("Hello"), 401, "Please log in again.")
}

func TestRefreshThatFailsOnceKeepsTheLogin(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.logIn()
	s.srv.Expire(control.TokenFilter{Kind: control.KindAccessToken})
	s.srv.Inject(control.Fault{Preset: "token-unavailable", GrantType: fixtures.RefreshToken})
	s.expect(s.send("Hello"), 502, "The message was not sent.")
	s.expect(s.send("Hello"), 200, "Sent.")
}

func TestConcurrentRequestsRefreshOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t, tenant(t))
	s.logIn()
	s.srv.Expire(control.TokenFilter{Kind: control.KindAccessToken})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { s.expect(s.send(fmt.Sprint("Hello ", i)), 200, "Sent.") })
	}
	wg.Wait()
	s.srv.RequireRequests(1, control.RequestFilter{GrantType: "refresh_token"})
}

// TestAnAnswerReachesTheApplication by a webhook. A double elsewhere could not
// send it into this process, so the one of the suite is asked.
func TestAnAnswerReachesTheApplication(t *testing.T) {
	t.Parallel()
	s := newSite(t, shared.Tenant(t))
	s.srv.AddAccount(fixtures.Account{Name: s.srv.Account(), Hooks: []fixtures.Hook{{URL: appURL + "/webhook", Event: "sms_mo"}}})
	s.srv.Receive(control.Inbound{From: "49170123456789", Text: "STOP"})
	s.expect(s.person.Get(appURL+"/inbox"), 200, "STOP")
}

// TestTwoHoursLater runs a whole login in a bubble, with a double of its own: a
// tenant could not move the clock.
func TestTwoHoursLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, testkit.New(t, testkit.InMemory()))
		s.logIn()
		time.Sleep(2 * time.Hour)
		s.expect(s.send("Hello"), 200, "Sent.")
		s.srv.RequireRequests(1, control.RequestFilter{GrantType: "refresh_token"})
	})
}

// TestAudit has the double play the application through every scenario.
func TestAudit(t *testing.T) {
	t.Parallel()
	s := newSite(t, testkit.New(t))
	testkit.Audit(t, s.srv, audit.App{
		Login:  audit.Request{Line: appURL + "/login"},
		Inside: audit.Request{Line: "/account"},
		Act:    audit.Request{Line: "POST /send to={number} text=hi", Done: "Sent."},
		Logout: audit.Request{Line: "POST /logout"},
	})
}
