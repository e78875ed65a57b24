package fault_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

// The answers that faults are tried on, as the server gives them.

func goodToken() fault.Answer {
	return answer(http.StatusOK, `{"access_token":"b1a9391d0469cafe30258893ab6025d4ad94ecec","expires_in":3600,"token_type":"Bearer","scope":"sms analytics","refresh_token":"ffd8e622aa5dccc2905f2ac6a0999c785a803157"}`,
		"Content-Type", "application/json", "Cache-Control", "no-store", "Pragma", "no-cache")
}

func refusedToken() fault.Answer {
	return answer(http.StatusBadRequest, `{"error":"invalid_grant","error_description":"Invalid refresh token"}`,
		"Content-Type", "application/json", "Cache-Control", "no-store")
}

func redirect(location string) fault.Answer {
	return answer(http.StatusFound, "", "Location", location)
}

func answer(status int, body string, header ...string) fault.Answer {
	a := fault.Answer{Status: status, Header: http.Header{}, Body: []byte(body)}
	for i := 0; i < len(header); i += 2 {
		a.Header.Set(header[i], header[i+1])
	}
	return a
}

// take returns the effect of the only fault of a new set.
func take(t *testing.T, f control.Fault) (*fault.Set, *fault.Effect) {
	t.Helper()
	s := fault.New(nil)
	inject(t, s, f)
	injected := s.List()[0].Fault
	e := s.Take(fault.Request{Endpoint: injected.Endpoint, GrantType: string(injected.GrantType)})
	if e == nil {
		t.Fatalf("%+v does not strike", f)
	}
	return s, e
}

func TestApply(t *testing.T) {
	t.Parallel()
	const good = "{good}"
	for _, test := range []struct {
		name    string
		fault   control.Fault
		runs    bool   // whether the request is carried out
		want    string // status, headers, body
		connect fixtures.Connection
	}{
		{"status", control.Fault{Status: 503}, false, "503 Content-Type=application/json ", ""},
		{"body", control.Fault{Body: new(string)}, false, "200 Content-Type=application/json ", ""},
		{
			"body with type", control.Fault{Body: ptr("a"), Headers: map[string]string{"content-type": "text/plain"}}, false,
			"200 Content-Type=text/plain a", "",
		},
		{"body without type", control.Fault{Body: ptr("a"), Headers: map[string]string{"Content-Type": ""}}, false, "200 a", ""},
		{
			"status, header and body", control.Fault{Status: 429, Body: ptr("a"), Headers: map[string]string{"Retry-After": "1"}}, false,
			"429 Content-Type=application/json Retry-After=1 a", "",
		},
		{
			"error", control.Fault{Error: "invalid_grant"}, false,
			`400 Cache-Control=no-store Content-Type=application/json {"error":"invalid_grant"}`, "",
		},
		{
			"error with status and description", control.Fault{Error: "a/b", ErrorDescription: "c/é", Status: 401}, false,
			`401 Cache-Control=no-store Content-Type=application/json {"error":"a\/b","error_description":"c\/\u00e9"}`, "",
		},
		{
			"headers alone", control.Fault{Headers: map[string]string{"X": "x", "Pragma": ""}}, true,
			"201 Content-Type=text/plain X=x " + good, "",
		},
		{"delay alone", control.Fault{Delay: time.Second}, true, "201 Content-Type=text/plain Pragma=no-cache " + good, ""},
		{"reset", control.Fault{Connection: fixtures.ConnectionReset}, false, "0 ", fixtures.ConnectionReset},
		{"empty", control.Fault{Connection: fixtures.ConnectionEmpty}, false, "0 ", fixtures.ConnectionEmpty},
		{"hang", control.Fault{Connection: fixtures.ConnectionHang}, false, "0 ", fixtures.ConnectionHang},
		{
			"truncate", control.Fault{Connection: fixtures.ConnectionTruncate}, true,
			"201 Content-Type=text/plain Pragma=no-cache " + good, fixtures.ConnectionTruncate,
		},
		{
			"truncate a body of its own", control.Fault{Connection: fixtures.ConnectionTruncate, Body: ptr("a")}, false,
			"200 Content-Type=application/json a", fixtures.ConnectionTruncate,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, e := take(t, test.fault)
			if e.RunsHandler != test.runs || e.Connection != test.connect || e.Delay != test.fault.Delay {
				t.Errorf("got runs handler %t, connection %q, delay %s, want %t, %q, %s",
					e.RunsHandler, e.Connection, e.Delay, test.runs, test.connect, test.fault.Delay)
			}
			var proper fault.Answer
			if e.RunsHandler {
				proper = answer(http.StatusCreated, good, "Content-Type", "text/plain", "Pragma", "no-cache")
			}
			got, ok := e.Apply(proper)
			if !ok || line(got) != test.want {
				t.Errorf("got %q, %t, want %q", line(got), ok, test.want)
			}
		})
	}
}

func ptr(s string) *string { return &s }

// Of the faults with an error, /authorize redirects with those that name no
// status.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault control.Fault
		want  bool
	}{
		{control.Fault{Error: "server_error", ErrorDescription: "why"}, true},
		{control.Fault{Error: "server_error", Status: 500}, false},
		{control.Fault{Status: 500}, false},
		{control.Fault{Delay: time.Second}, false},
		{control.Fault{Preset: "temporarily-unavailable"}, true},
		{control.Fault{Preset: "server-error"}, false},
		{control.Fault{Preset: "access-token-revoked"}, false},
		{control.Fault{Preset: "missing-code"}, false},
	} {
		_, e := take(t, test.fault)
		if got := e.Redirects(); got != test.want {
			t.Errorf("%s redirects: %t, want %t", test.fault, got, test.want)
		}
		if test.fault.Preset == "" && (e.Error != test.fault.Error || e.ErrorDescription != test.fault.ErrorDescription) {
			t.Errorf("%s: got error %q, %q", test.fault, e.Error, e.ErrorDescription)
		}
	}
}

func TestPresetWithDelay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault control.Fault
		want  time.Duration
	}{
		{control.Fault{Preset: "slow"}, 10 * time.Second},
		{control.Fault{Preset: "slow", Delay: time.Second}, time.Second},
		{control.Fault{Preset: "no-expires-in", Delay: time.Second}, time.Second},
	} {
		if _, e := take(t, test.fault); e.Delay != test.want {
			t.Errorf("%s: got delay %s, want %s", test.fault, e.Delay, test.want)
		}
	}
}

func TestReason(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault control.Fault
		want  []string
	}{
		{control.Fault{Preset: "slow"}, []string{"fault slow (number 1), hit 1 of 1"}},
		{control.Fault{Status: 503, Times: 2}, []string{"fault status 503 (number 1), hit 1 of 2", "fault status 503 (number 1), hit 2 of 2"}},
		{control.Fault{Error: "x", Times: -1}, []string{"fault error x (number 1), hit 1", "fault error x (number 1), hit 2"}},
	} {
		s := fault.New(nil)
		inject(t, s, test.fault)
		for _, want := range test.want {
			if got := s.Take(fault.Request{Endpoint: "token"}).Reason(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

// line is an answer in one line.
func line(a fault.Answer) string {
	return strings.ReplaceAll(strings.Join(head(a), " "), ": ", "=") + " " + string(a.Body)
}
