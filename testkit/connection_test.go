package testkit_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestBrokenConnectionsAreErrorsOfASocket breaks the second of two requests, so
// that it is a kept connection that breaks, on which net/http repeats a GET.
func TestBrokenConnectionsAreErrorsOfASocket(t *testing.T) {
	t.Parallel()
	for name, opts := range map[string][]testkit.Option{"socket": nil, "TLS": {testkit.TLS()}, "in memory": {testkit.InMemory()}} {
		for connection, want := range map[fixtures.Connection]error{
			fixtures.ConnectionRefuse: syscall.ECONNREFUSED,
			fixtures.ConnectionReset:  syscall.ECONNRESET,
			fixtures.ConnectionEmpty:  io.EOF,
		} {
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				t.Run(name+"/"+string(connection)+"/"+method, func(t *testing.T) {
					t.Parallel()
					srv := testkit.New(t, opts...)
					me(t, srv.Client(), "x")
					srv.Inject(control.Fault{Endpoint: "me", Connection: connection})
					r, err := http.NewRequest(method, "https://oauth.sms77.io/me", nil)
					if err != nil {
						t.Fatal(err)
					}
					response, err := srv.Client().Do(r)
					if err == nil {
						response.Body.Close()
					}
					if !errors.Is(err, want) {
						t.Errorf("got %v, want %v", err, want)
					}
					srv.RequireRequests(2, control.RequestFilter{Endpoint: "me"})
				})
			}
		}
	}
}

// TestTruncatedBody ends too early in both ways to run.
func TestTruncatedBody(t *testing.T) {
	t.Parallel()
	for name, opts := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := testkit.New(t, opts...)
			srv.Inject(control.Fault{Preset: "truncated-body", Endpoint: "me"})
			response, err := srv.Client().Get(srv.MeURL())
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if _, err := io.ReadAll(response.Body); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("got %v, want %v", err, io.ErrUnexpectedEOF)
			}
		})
	}
}

// TestRequestsStayAsTheyAre on the wire, although they are sent once only.
func TestRequestsStayAsTheyAre(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t)
	me(t, srv.Client(), "x")
	response, err := srv.Client().Post(srv.TokenURL(), "application/x-www-form-urlencoded", strings.NewReader("grant_type=refresh_token"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	entries := srv.RequireRequests(2, control.RequestFilter{})
	for _, header := range []string{"Content-Length", "Transfer-Encoding", "Connection"} {
		if got := entries[0].Header.Get(header); got != "" {
			t.Errorf("GET: got %s: %s, want none", header, got)
		}
	}
	if got, want := entries[1].Header.Get("Content-Length"), "24"; got != want {
		t.Errorf("POST: got Content-Length %q, want %q", got, want)
	}
}

// TestARequestAfterTheTestIsRefused leaks a client.
func TestARequestAfterTheTestIsRefused(t *testing.T) {
	t.Parallel()
	shared := start(t, testkit.InMemory())
	for name, begin := range map[string]func(testkit.TB) *testkit.Server{
		"New":    func(tb testkit.TB) *testkit.Server { return testkit.New(tb) },
		"For":    func(tb testkit.TB) *testkit.Server { return shared.For(tb) },
		"Tenant": func(tb testkit.TB) *testkit.Server { return shared.Tenant(tb) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			client := begin(tb).Client()
			tb.end()
			_, err := client.Post("https://oauth.sms77.io/token", "text/plain", strings.NewReader("x"))
			if err == nil || !strings.Contains(err.Error(), "after the end of") {
				t.Errorf("got %v, want an error that tells of the end of the test", err)
			}
		})
	}
}
