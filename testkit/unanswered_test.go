package testkit_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// sluggish is an application that begins logins, and does not come to their end.
func sluggish(client *http.Client) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/login", newShop(shopURL))
	mux.HandleFunc("/callback", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/profile", func(w http.ResponseWriter, _ *http.Request) {
		_, err := client.Get("https://oauth.sms77.io/me")
		http.Error(w, err.Error(), http.StatusGatewayTimeout)
	})
	return mux
}

// TestAPersonDoesNotWaitForEver for an answer that is kept back.
func TestAPersonDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	hang := func(endpoint fixtures.Endpoint) func(*testkit.Server) {
		return func(s *testkit.Server) {
			s.Inject(control.Fault{Endpoint: endpoint, Connection: fixtures.ConnectionHang})
		}
	}
	authorize := func(s *testkit.Server) { s.Authorize(shopURL + "/login") }
	login := func(s *testkit.Server) { s.Browser().Login(shopURL + "/login") }
	nothing := func(*testkit.Server) {}
	for name, test := range map[string]struct {
		order, do func(*testkit.Server)
		want      string
	}{
		"Authorize":     {hang("authorize"), authorize, "no answer within 5s: fault 1 (connection hang, at authorize), ordered at unanswered_test.go:"},
		"Browser.Login": {hang("authorize"), login, ", keeps request 1 (GET /authorize) back"},
		"Browser.Get":   {hang("me"), func(s *testkit.Server) { s.Browser().Get(s.MeURL()) }, ", keeps request 1 (GET /me) back"},
		"Browser.Post":  {hang("token"), func(s *testkit.Server) { s.Browser().Post(s.TokenURL(), url.Values{}) }, ", keeps request 1 (POST /token) back"},
		"Authorize, held": {func(s *testkit.Server) { s.Hold(control.Fault{Endpoint: "authorize"}) }, authorize,
			"no answer within 5s: fault 1 (connection hold, at authorize), ordered at unanswered_test.go:"},
		"Authorize, by other levers": {func(s *testkit.Server) { s.Levers().Inject(control.Fault{Preset: "hang"}) }, authorize,
			"no answer within 5s: fault 1 (hang) keeps request 1 (GET /authorize) back"},
		"Browser.Get, of an application that waits": {hang("me"), func(s *testkit.Server) { s.Browser().Get(shopURL + "/profile") },
			"no answer within 1m0s: fault 1 (connection hang, at me), ordered at unanswered_test.go:"},
		"Browser.Login, into one that hangs": {nothing, login, "no answer within 1m0s: the double keeps nothing back, so that the application does"},
		"Authorize, into one that hangs":     {nothing, authorize, "no answer within 1m0s: the double keeps nothing back, so that the application does"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tb := new(recordingT)
				srv := testkit.New(tb, testkit.InMemory(), newShop(shopURL).world())
				srv.ServeApp(shopURL, sluggish(srv.Client()))
				test.order(srv)
				tb.try(func() { test.do(srv) })
				lever, _, _ := strings.Cut(name, ",")
				tb.want(t, "testkit: "+lever+": ", test.want)
				tb.end()
			})
		})
	}
}

// TestAPersonDoesNotWaitForEverOverASocket waits in real time: no bubble's clock
// moves while a socket is waited for.
func TestAPersonDoesNotWaitForEverOverASocket(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb)
	srv.Hold(control.Fault{Endpoint: "authorize"})
	tb.try(func() { srv.Authorize(authorizeURL) })
	tb.want(t, "testkit: Authorize: ", "fault 1 (connection hold, at authorize), ordered at unanswered_test.go:", ", keeps request 1 (GET /authorize) back")
	tb.end()
}

// TestAPersonWaitsForWhatIsLate: an answer that comes by itself, and an application
// that has a time-out of its own.
func TestAPersonWaitsForWhatIsLate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := testkit.New(t, testkit.InMemory())
		srv.Inject(control.Fault{Endpoint: "authorize", Preset: "slow"})
		if back := srv.Authorize(authorizeURL); !back.Query().Has("code") {
			t.Errorf("got %s, want a code", back)
		}
		client := srv.Client()
		client.Timeout = 30 * time.Second
		srv.ServeApp(shopURL, sluggish(client))
		srv.Inject(control.Fault{Endpoint: "me", Preset: "hang"})
		if got, want := srv.Browser().Get(shopURL+"/profile").StatusCode, http.StatusGatewayTimeout; got != want {
			t.Errorf("got %d, want %d", got, want)
		}
	})
}
