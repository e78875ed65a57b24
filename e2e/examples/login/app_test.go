package login_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"example.com/sms77mock/e2e/examples/login"
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit"
)

// site is the application on a server of its own, with a double behind it.
type site struct {
	t   *testing.T
	srv *testkit.Server
	url string
}

func newSite(t *testing.T, opts ...testkit.Option) *site {
	t.Helper()
	srv := testkit.New(t, opts...)
	var app http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { app.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	app = login.New(server.URL, srv.Client(), &login.TokenStore{})
	// The application is registered with the address that it happens to have.
	if err := srv.AddClient(fixtures.Client{ID: "testclient", Secrets: []string{"testsecret"}, RedirectURIs: []string{server.URL + "/callback"}}); err != nil {
		t.Fatal(err)
	}
	return &site{t, srv, server.URL}
}

// page is what a user gets to see.
type page struct {
	status int
	text   string
}

// logIn walks a browser through the login and returns where it ends.
func (s *site) logIn() page {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	browser := s.srv.Client()
	browser.Jar = jar
	return s.read(browser.Get(s.url + "/login"))
}

// send presses the button that sends an SMS.
func (s *site) send(text string) page {
	s.t.Helper()
	return s.read(http.PostForm(s.url+"/send", url.Values{"user": {"john.doe@acme.inc"}, "to": {"49170123456789"}, "text": {text}}))
}

func (s *site) read(response *http.Response, err error) page {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return page{response.StatusCode, strings.TrimSpace(string(body))}
}

func (s *site) expect(got page, status int, text string) {
	s.t.Helper()
	if got.status != status || !strings.Contains(got.text, text) {
		s.t.Errorf("got %d %q, want %d %q", got.status, got.text, status, text)
	}
}

func TestLoginAndSend(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.expect(s.logIn(), 200, "Welcome, john.doe@acme.inc!")
	s.expect(s.send("Your code is 123456"), 200, "Sent.")
	message := s.srv.RequireMessage("49170123456789")
	if got, want := message.Text, "Your code is 123456"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
}

func TestDenial(t *testing.T) {
	t.Parallel()
	s := newSite(t, testkit.WithDecision(fixtures.Deny))
	s.expect(s.logIn(), 403, "You did not allow the access.")
	s.srv.RequireNoRequest("token")
}

func TestTamperedState(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	if err := s.srv.Inject(mockserver.Fault{Preset: "tampered-state"}); err != nil {
		t.Fatal(err)
	}
	s.expect(s.logIn(), 400, "The login did not start here.")
	s.srv.RequireNoRequest("token")
}

func TestExpiredAccessTokenIsRefreshed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logIn()
	s.srv.AdvanceClock(2 * time.Hour)
	s.expect(s.send("Hello"), 200, "Sent.")
}

func TestRevokedLoginAsksForANewOne(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logIn()
	s.srv.Revoke(mockserver.TokenFilter{Account: "john"})
	s.expect(s.send("Hello"), 401, "Please log in again.")
}

func TestRefreshThatFailsOnceKeepsTheLogin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logIn()
	s.srv.AdvanceClock(2 * time.Hour)
	if err := s.srv.Inject(mockserver.Fault{Preset: "token-unavailable", GrantType: "refresh_token"}); err != nil {
		t.Fatal(err)
	}
	s.expect(s.send("Hello"), 502, "The message was not sent.")
	s.expect(s.send("Hello"), 200, "Sent.")
}

func TestConcurrentRequestsRefreshOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.logIn()
	s.srv.AdvanceClock(2 * time.Hour)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() { s.expect(s.send("Hello "+string(rune('A'+i))), 200, "Sent.") })
	}
	wg.Wait()
	if got := len(s.srv.Requests(mockserver.RequestFilter{GrantType: "refresh_token"})); got != 1 {
		t.Errorf("refreshed %d times, want once", got)
	}
}
