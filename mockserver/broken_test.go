package mockserver_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// inject puts a fault in force.
func inject(t *testing.T, server *mockserver.Server, f control.Fault) {
	t.Helper()
	if _, err := server.Inject(f); err != nil {
		t.Fatal(err)
	}
}

// TestFaultsOnTheWire breaks connections of a real listener.
func TestFaultsOnTheWire(t *testing.T) {
	t.Parallel()
	for connection, want := range map[fixtures.Connection]string{
		fixtures.ConnectionReset:    "reset",
		fixtures.ConnectionEmpty:    "EOF",
		fixtures.ConnectionTruncate: "unexpected EOF",
	} {
		t.Run(string(connection), func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			listener := httptest.NewServer(server)
			t.Cleanup(listener.Close)
			inject(t, server, control.Fault{Endpoint: "revoke", Connection: connection})
			// A POST is not tried again by net/http when its connection breaks.
			response, err := http.Post(listener.URL+"/revoke", "application/x-www-form-urlencoded", strings.NewReader("token=x"))
			if err == nil {
				_, err = io.ReadAll(response.Body)
				response.Body.Close()
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got error %v, want one with %q", err, want)
			}
		})
	}
}

// TestHeadersTakenAway takes away what net/http would add by itself.
func TestHeadersTakenAway(t *testing.T) {
	t.Parallel()
	page, letter := "<html>", "a"
	for _, test := range []struct {
		name, header string
		fault        control.Fault
	}{
		{"of the proper answer", "Content-Type", control.Fault{}},
		{"of a body of its own", "Content-Type", control.Fault{Body: &page}},
		{"of a status", "Date", control.Fault{Status: 503}},
		{"in lower case", "content-type", control.Fault{Error: "server_error"}},
		{"length", "Content-Length", control.Fault{Body: &letter}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			listener := httptest.NewServer(server)
			t.Cleanup(listener.Close)
			test.fault.Endpoint, test.fault.Headers = "revoke", map[string]string{test.header: ""}
			inject(t, server, test.fault)
			response, err := http.Post(listener.URL+"/revoke", "application/x-www-form-urlencoded", strings.NewReader("token=x"))
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if got, there := response.Header[http.CanonicalHeaderKey(test.header)]; there {
				t.Errorf("got %s %q, want none", test.header, got)
			}
		})
	}
}

// TestDelay holds an answer back until the time is over, the server is reset or
// the client goes, whatever comes first.
func TestDelay(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meanwhile func(s *mockserver.Server)
		want      time.Duration
	}{
		"to its end":                 {func(*mockserver.Server) {}, 3 * time.Second},
		"until a reset":              {func(s *mockserver.Server) { s.Reset(control.Everything()) }, time.Second},
		"until its client is reset":  {func(s *mockserver.Server) { s.Reset(control.OfClient("testclient")) }, time.Second},
		"another client being reset": {func(s *mockserver.Server) { s.Reset(control.OfClient("joomla")) }, 3 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				server := newServer(t, nil)
				inject(t, server, control.Fault{Endpoint: "token", Delay: 3 * time.Second})
				begin := time.Now()
				go func() {
					time.Sleep(time.Second)
					test.meanwhile(server)
				}()
				token(t, server, codeForm("x"))
				if got := time.Since(begin); got != test.want {
					t.Errorf("answered after %s, want %s", got, test.want)
				}
			})
		})
	}
}

// TestNobodyIsAnswered holds a request until the server is closed or its client
// goes.
func TestNobodyIsAnswered(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]control.Fault{
		"hang": {Connection: fixtures.ConnectionHang}, "hold": {Connection: fixtures.ConnectionHold}, "delay": {Delay: time.Hour},
	} {
		for _, goes := range []bool{false, true} {
			synctest.Test(t, func(t *testing.T) {
				server := newServer(t, nil)
				fault.Endpoint = "me"
				inject(t, server, fault)
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				ended := make(chan any)
				go func() {
					defer func() { ended <- recover() }()
					asked{get(server, "/me").WithContext(ctx), server}.answer()
				}()
				synctest.Wait()
				if goes {
					leave()
				} else {
					server.Close()
				}
				if got := <-ended; got != http.ErrAbortHandler {
					t.Errorf("%s, the client goes: %t: got %v, want the connection aborted", name, goes, got)
				}
			})
		}
	}
}

// TestReasonOfAFault is what the fault is, and then what the answer's own is.
func TestReasonOfAFault(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	inject(t, server, control.Fault{Endpoint: "me", Status: 503, Times: 2})
	inject(t, server, control.Fault{Endpoint: "me", Headers: map[string]string{"X-Test": "1"}, Times: -1})
	for _, want := range []string{
		"fault status 503 (number 1), hit 1 of 2", "fault status 503 (number 1), hit 2 of 2",
		"fault headers (number 2), hit 1; there is no token; want a header Authorization: Bearer TOKEN",
	} {
		if got := get(server, "/me").answer().Header().Get("Mock-Reason"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestNoFaultForWhatIsRefused leaves a fault to the next request that is read.
func TestNoFaultForWhatIsRefused(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	inject(t, server, control.Fault{Endpoint: "revoke", Status: 503})
	if got := post(server, "/revoke", url.Values{"token": {strings.Repeat("x", 1<<20)}}).answer().Code; got != http.StatusRequestEntityTooLarge {
		t.Errorf("a body that is too large: got %d, want 413", got)
	}
	if got := post(server, "/revoke", url.Values{"token": {"x"}}).answer().Code; got != 503 {
		t.Errorf("the next: got %d, want 503", got)
	}
}

// deadlines notes until when a connection takes an answer.
type deadlines struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (d *deadlines) SetWriteDeadline(until time.Time) error {
	d.until = until
	return nil
}

// TestTimeForWhatWasHeldBack begins anew when a fault has held an answer back.
func TestTimeForWhatWasHeldBack(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	inject(t, server, control.Fault{Endpoint: "me", Delay: time.Nanosecond})
	for _, held := range []bool{true, false} {
		limited := &http.Server{WriteTimeout: time.Minute}
		r := get(server, "/me")
		w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		server.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), http.ServerContextKey, limited)))
		if got := !w.until.IsZero(); got != held {
			t.Errorf("an answer has another deadline: %t, want %t", got, held)
		}
	}
}

// TestResponseLost carries a refresh out whose answer never arrives.
func TestResponseLost(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	_, refresh := login(t, server)
	inject(t, server, control.Fault{Preset: "response-lost"})
	func() {
		defer func() {
			if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
				t.Errorf("got %v, want the connection aborted", err)
			}
		}()
		token(t, server, refreshForm(refresh))
	}()
	if status, members := token(t, server, refreshForm(refresh)); status != http.StatusBadRequest {
		t.Errorf("second try: got %d %v, want 400: the token is spent", status, members)
	}
}

// TestErrorFromAuthorize sends an OAuth error back by redirect, and only where
// the redirect URI can be trusted.
func TestErrorFromAuthorize(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	inject(t, server, control.Fault{Preset: "temporarily-unavailable", Times: 2})
	if got, want := authorize(t, server, authorizePath).Query().Get("error"), "temporarily_unavailable"; got != want {
		t.Errorf("error: got %q, want %q", got, want)
	}
	w := get(server, "/authorize?client_id=nobody").answer()
	if w.Code != http.StatusBadRequest || w.Header().Get("Location") != "" {
		t.Errorf("unknown client: got %d to %q, want 400 and no redirect", w.Code, w.Header().Get("Location"))
	}
}

// TestFaultsBreakNothingElse leaves a code alone that a fault kept from being
// redeemed.
func TestFaultsBreakNothingElse(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	code := authorize(t, server, authorizePath).Query().Get("code")
	inject(t, server, control.Fault{Preset: "server-error", Endpoint: "token"})
	if status, _ := token(t, server, codeForm(code)); status != http.StatusInternalServerError {
		t.Errorf("first try: got %d, want 500", status)
	}
	if status, _ := token(t, server, codeForm(code)); status != http.StatusOK {
		t.Errorf("second try: got %d, want 200", status)
	}
}

// What edits a good answer finds one wherever it may be ordered.
func TestPresetsStrikeWhereTheyMayBeOrdered(t *testing.T) {
	t.Parallel()
	for _, name := range []fixtures.PresetName{"wrong-content-type", "malformed-json", "byte-order-mark"} {
		preset, _ := fixtures.FindPreset(name)
		for _, endpoint := range preset.Endpoints() {
			if endpoint == "*" {
				continue
			}
			t.Run(string(name)+"/"+endpoint, func(t *testing.T) {
				t.Parallel()
				server := newServer(t, nil)
				token := must(server.IssueToken(control.TokenRequest{Scope: strings.Join(fixtures.KnownScopes(), " ")}))
				inject(t, server, control.Fault{Preset: name, Endpoint: fixtures.Endpoint(endpoint)})
				for _, c := range apiCalls {
					method, target, _ := strings.Cut(c.request, " ")
					if strings.HasPrefix(target, "/"+endpoint) || strings.HasPrefix(target, "/api/"+endpoint) {
						serve(server, method, strings.ReplaceAll(target, " ", "%20"), c.body, token.AccessToken)
					}
				}
				if must(server.Faults())[0].Used == 0 {
					t.Error("no answer was broken")
				}
			})
		}
	}
}
