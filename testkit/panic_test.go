package testkit_test

import (
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
	"example.com/sms77mock/testkit/audit"
)

// TestAPanicBreaksTheConnectionOff and nothing else, as in a server of net/http.
func TestAPanicBreaksTheConnectionOff(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		with any
		want []string // in the test's log
	}{
		"an error": {errors.New("no session"), []string{"testkit: panic serving GET https://shop.example/callback?", "no session", "panic_test.go:"}},
		"an abort": {http.ErrAbortHandler, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, testkit.InMemory(), newShop(shopURL).world())
			mux := http.NewServeMux()
			mux.Handle("/login", newShop(shopURL))
			mux.HandleFunc("/callback", func(http.ResponseWriter, *http.Request) { panic(test.with) })
			srv.ServeApp(shopURL, mux)
			_, err := srv.Client().Get(shopURL + "/callback?code=x")
			if !errors.Is(err, io.EOF) {
				t.Errorf("got error %v, want %v", err, io.EOF)
			}
			tb.want(t, test.want...)
			if test.want == nil && len(tb.lines) > 0 {
				t.Errorf("got %q, want nothing said", tb.lines)
			}
			tb.try(func() { srv.Authorize(shopURL + "/login") })
			tb.want(t, "testkit: Authorize: ", "/callback?", "EOF")
		})
	}
}

// TestAHandlerThatEndsItsGoroutine, as t.Fatal does, breaks the connection off.
func TestAHandlerThatEndsItsGoroutine(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	srv.ServeApp(shopURL, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { runtime.Goexit() }))
	tb.try(func() { srv.Browser().Get(shopURL) })
	tb.want(t, "testkit: Browser.Get: ", "EOF")
}

// TestAnAuditTellsOfAPanic as of an application whose process has ended.
func TestAnAuditTellsOfAPanic(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory(), newShop(shopURL).world())
	mux := http.NewServeMux()
	mux.Handle("/login", newShop(shopURL))
	mux.HandleFunc("/callback", func(http.ResponseWriter, *http.Request) { panic("no session") })
	srv.ServeApp(shopURL, mux)
	_, err := audit.Run(t.Context(), srv.Levers(), audit.App{Login: audit.Request{Line: shopURL + "/login"}, Double: srv.URL, Transport: srv.Transport()})
	if want := "GET /callback got no answer: the connection broke off: EOF"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
	tb.want(t, "panic serving GET https://shop.example/callback?", "no session")
}

// TestAPanicInAWebhook leaves the double alone, which sees that nobody has
// answered.
func TestAPanicInAWebhook(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	s := start(t, testkit.InMemory()).Tenant(tb)
	s.ServeApp(shopURL, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("no such report") }))
	s.AddAccount(fixtures.Account{Name: s.Account(), Hooks: []fixtures.Hook{{URL: shopURL + "/hook", Event: "sms_mo"}}})
	s.Receive(control.Inbound{From: "49170123456789", Text: "STOP"})
	if got := s.RequireRequest(control.RequestFilter{Endpoint: "webhook"}); !strings.Contains(got.Reason, "EOF") {
		t.Errorf("reason: got %q, want EOF", got.Reason)
	}
	tb.want(t, "testkit: panic serving POST https://shop.example/hook: no such report")
}
