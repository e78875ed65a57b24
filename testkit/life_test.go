package testkit_test

import (
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestManyServers starts and stops many servers at the same time. Nothing of
// them is left afterwards.
func TestManyServers(t *testing.T) { // not parallel: it counts the goroutines of the process
	before := runtime.NumGoroutine()
	t.Run("servers", func(t *testing.T) {
		for range 500 {
			t.Run("server", func(t *testing.T) {
				t.Parallel()
				srv := testkit.New(t)
				if got, want := me(t, srv.Client(), srv.Token().AccessToken), http.StatusOK; got != want {
					t.Errorf("/me: got %d, want %d", got, want)
				}
			})
		}
	})
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		}
	}
}

// TestHangingRequestDoesNotKeepTheTest ends a test while the code under test
// still waits for an answer.
func TestHangingRequestDoesNotKeepTheTest(t *testing.T) {
	t.Parallel()
	done := make(chan error, 1)
	t.Run("test", func(t *testing.T) {
		srv := testkit.New(t)
		srv.Inject(control.Fault{Preset: "hang", Endpoint: "me"})
		go func() {
			response, err := srv.Client().Get(srv.MeURL())
			if err == nil {
				response.Body.Close()
			}
			done <- err
		}()
		srv.RequireRequest(control.RequestFilter{Endpoint: "me"})
	})
	if err := <-done; err == nil {
		t.Error("the hanging request got an answer")
	}
}

// TestAuthorizeVisitsTheApplication follows the redirect to a server of the
// test, and hands it back where nobody listens.
func TestAuthorizeVisitsTheApplication(t *testing.T) {
	t.Parallel()
	visited := make(chan string, 1)
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		visited <- r.FormValue("code")
	}))
	t.Cleanup(app.Close)
	srv := testkit.New(t, testkit.WithWorld(fixtures.World{
		Clients: []fixtures.Client{{ID: "testclient", Secrets: []string{"testsecret"}, RedirectURIs: []string{app.URL + "/callback"}}},
	}))
	back := srv.Authorize(srv.AuthURL() + "?response_type=code&client_id=testclient&state=8f14e45fceea167a")
	if got, want := <-visited, back.Query().Get("code"); got != want || got == "" {
		t.Errorf("the application got code %q, the test %q", got, want)
	}
}

func TestAuthorizeReturnsAnAppsOwnScheme(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.WithWorld(fixtures.World{
		Clients: []fixtures.Client{{ID: "app", Public: true, RedirectURIs: []string{"com.example.app:/callback"}}},
	}))
	back := srv.Authorize(srv.AuthURL() + "?response_type=code&client_id=app&state=8f14e45fceea167a")
	if got, want := back.Scheme, "com.example.app"; got != want {
		t.Errorf("scheme: got %q, want %q", got, want)
	}
}

// parallelT is a parallel test whose failures can be looked at.
type parallelT struct {
	recordingT
	t *testing.T
}

func (t *parallelT) Setenv(key, value string) { t.t.Setenv(key, value) }

func TestInterceptIsRefusedInAParallelTest(t *testing.T) {
	t.Parallel()
	original := http.DefaultTransport
	tb := &parallelT{t: t}
	srv := testkit.New(t)
	tb.try(func() { srv.InterceptDefaultTransport(tb) })
	tb.want(t, "t.Parallel")
	if http.DefaultTransport != original {
		t.Error("http.DefaultTransport was replaced all the same")
	}
}

// TestWaitingForAMessageInABubble waits without waiting.
func TestWaitingForAMessageInABubble(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := testkit.New(t, testkit.InMemory())
		token := srv.Token().AccessToken
		go func() {
			time.Sleep(3 * time.Second)
			call(srv.Client(), token, http.MethodPost, srv.GatewayURL()+"/sms", map[string][]string{"to": {"49170123456789"}, "text": {"Hello"}})
		}()
		if got, want := srv.RequireMessage("49170123456789").Text, "Hello"; got != want {
			t.Errorf("text: got %q, want %q", got, want)
		}
	})
}
