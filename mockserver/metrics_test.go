package mockserver_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestMetrics asks for what the server counts, in the text format of Prometheus.
func TestMetrics(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithDroppedLines(func() int { return 7 }), mockserver.WithJournalSize(3))
	login(t, server)
	inject(t, server, control.Fault{Endpoint: "me", Status: 503})
	get(server, "/me").answer()
	get(server, "/me").answer()
	get(server, "/nowhere").answer()
	w := lever(server, "GET metrics", "").answer()
	if got, want := w.Header().Get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8"; got != want {
		t.Errorf("Content-Type: got %q, want %q", got, want)
	}
	text := w.Body.String()
	for _, want := range []string{
		`sms77mock_requests_total{endpoint="authorize",outcome="ok"} 1`,
		`sms77mock_requests_total{endpoint="token",outcome="ok"} 1`,
		`sms77mock_requests_total{endpoint="me",outcome="faulted"} 1`,
		`sms77mock_requests_total{endpoint="me",outcome="refused"} 1`,
		`sms77mock_requests_total{endpoint="none",outcome="refused"} 1`,
		`sms77mock_requests_duration_seconds_bucket{endpoint="token",outcome="ok",le="+Inf"} 1`,
		`sms77mock_requests_duration_seconds_count{endpoint="token",outcome="ok"} 1`,
		"# TYPE sms77mock_requests_duration_seconds histogram",
		"# TYPE sms77mock_webhooks_total counter",
		"sms77mock_journal_forgotten_total 2",
		"sms77mock_log_lines_dropped_total 7",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("there is no line %s", want)
		}
	}
	if !regexp.MustCompile(`(?m)^sms77mock_kept_bytes\{kind="journal"\} [1-9]\d+$`).MatchString(text) {
		t.Error("it does not tell what the journal weighs")
	}
	line := regexp.MustCompile(`^(# (HELP|TYPE) [a-z0-9_]+ .+|[a-z0-9_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+)$`)
	for _, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if !line.MatchString(l) {
			t.Errorf("not in the format: %s", l)
		}
	}
}

// TestRequestsAreNumbered finds a request by the number that its answer names,
// in the journal and in the log, which notes the trace too.
func TestRequestsAreNumbered(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, nil, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	get(server, "/authorize").answer()
	const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	a := get(server, "/me")
	a.Header.Set("Traceparent", trace)
	w := a.answer()
	if got, want := w.Header().Get("Mock-Request"), "2"; got != want {
		t.Errorf("Mock-Request: got %q, want %q", got, want)
	}
	entry := must(server.Request(2))
	if entry.Path != "/me" || entry.Header.Get("Traceparent") != trace || entry.ResponseHeader["Mock-Request"] != nil {
		t.Errorf("the journal has %v, want the request, and the answer as it is without the double's own header", entry)
	}
	if !strings.Contains(log.String(), "path=/me endpoint=me status=401 outcome=refused id=2 ") || !strings.Contains(log.String(), "traceparent="+trace) {
		t.Errorf("the log has %s, want the number and the trace", &log)
	}
	w = get(newServer(t, nil, mockserver.WithoutReason()), "/me").answer()
	if got := w.Header()["Mock-Request"]; got != nil || w.Code != http.StatusUnauthorized {
		t.Errorf("without reasons: got Mock-Request %q, want none", got)
	}
}

// The log has a line for each webhook, and for each lever where it is to be that
// long.
func TestLogOfWebhooksAndLevers(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].APIKeys = []string{"k3yk3y"}
		w.Accounts = append(w.Accounts, fixtures.Account{Name: "s3cr3t", APIKeys: []string{"s3cr3t"}})
		w.Gateway.Webhooks = fixtures.Webhooks{Hosts: []string{"receiver.test"}, Delay: time.Minute}
	}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
		mockserver.WithTransport(roundTrip(func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 503, Body: http.NoBody, Header: http.Header{}}, nil
		})))
	hook := post(server, "/api/hooks", url.Values{"action": {"subscribe"}, "target_url": {"http://receiver.test/k3yk3y"}, "event_type": {"sms_mo"}})
	hook.Header.Set("X-Api-Key", "k3yk3y")
	hook.answer()
	lever(server, "POST messages", `{"from":"491716992343","text":"yes"}`).answer()
	lever(server, "POST faults", `{"preset":"no-such"}`).answer()
	lever(server, "POST snapshots/k3yk3y", "").answer()
	lever(server, "DELETE accounts/s3cr3t", "").answer() // after which nobody has it
	lever(server, "GET messages", "").answer()
	lever(server, "HEAD health", "").answer()
	server.AdvanceClock(time.Minute) // returns when the webhook has been sent
	for _, want := range []string{
		`level=DEBUG msg=lever method=POST path=/_mock/messages from=192.0.2.1:1234 status=200`,
		`level=DEBUG msg=lever method=POST path=/_mock/faults from=192.0.2.1:1234 status=400`,
		`level=DEBUG msg=lever method=POST path=/_mock/snapshots/*** from=192.0.2.1:1234 status=200`,
		`level=DEBUG msg=lever method=DELETE path=/_mock/accounts/*** from=192.0.2.1:1234 status=200`,
		`level=WARN msg=webhook id=2 method=POST host=receiver.test path=/*** account=john status=503`,
	} {
		if got := strings.Count(log.String(), want); got != 1 {
			t.Errorf("the log has %d lines with %q, want 1: %s", got, want, &log)
		}
	}
	if got := strings.Count(log.String(), "msg=lever"); got != 4 {
		t.Errorf("the log has %d lines of levers, want 4: %s", got, &log)
	}
}

// A misspelt lever is seen in the log, too, at any level that has warnings.
func TestLogOfLeversThatThereAreNot(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, nil, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	for _, pulled := range []string{"POST fault", "GET request", "GET faults/x", "GET assets/none", "POST requests", "DELETE faults/1", "GET health"} {
		lever(server, pulled, "").answer()
	}
	var got []string
	for line := range strings.Lines(log.String()) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), "level=")
		got = append(got, line)
	}
	want := []string{
		"WARN msg=lever method=POST path=/_mock/fault from=192.0.2.1:1234 status=404",
		"WARN msg=lever method=GET path=/_mock/request from=192.0.2.1:1234 status=404",
		"WARN msg=lever method=GET path=/_mock/faults/x from=192.0.2.1:1234 status=404",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if entries, err := server.Requests(control.RequestFilter{}); err != nil || len(entries) != 0 {
		t.Errorf("the journal has %d entries, %v, want none", len(entries), err)
	}
}

type roundTrip func(r *http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
