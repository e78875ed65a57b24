package testkit_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestAFailedTestReadsWell has a program ask and ask again before its test fails.
func TestAFailedTestReadsWell(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	redeem(t, srv.Client(), url.Values{"grant_type": {"authorization_code"}, "code": {"x"}})
	for range 20 {
		me(t, srv.Client(), "x")
	}
	for i := range 20 {
		token := srv.Token()
		me(t, srv.Client(), token.AccessToken)
		redeem(t, srv.Client(), url.Values{"grant_type": {"refresh_token"}, "refresh_token": {fmt.Sprint("y", i)}})
	}
	tb.Errorf("it does not work")
	tb.end()
	if len(tb.lines) != 2 {
		t.Fatalf("got %d blocks, want one: %q", len(tb.lines)-1, tb.lines)
	}
	block := tb.lines[1]
	tb.want(t, "the double was asked 61 times:",
		"request 1: POST /token: 400 refused, client: testclient, grant: authorization_code, reason: ",
		`{"error":"invalid_grant","error_description":`,
		"… and that again, 19 times, up to request 21",
		"… and these 2 requests again, 19 times, up to request 61")
	if lines := strings.Count(block, "\n") + 1; lines > 12 {
		t.Errorf("got %d lines, want what repeats told once:\n%s", lines, block)
	}
}

// TestALongReportIsCut has a program ask a hundred different things.
func TestALongReportIsCut(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	for i := range 200 {
		name := fmt.Sprintf("/nowhere/%c%c", 'a'+i/26, 'a'+i%26)
		response, err := srv.Client().Get(srv.URL + name)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	tb.Errorf("it does not work")
	tb.end()
	if lines := strings.Count(tb.lines[1], "\n") + 1; lines != 50 {
		t.Errorf("got %d lines, want 50", lines)
	}
	tb.want(t, "/nowhere/aa", "/nowhere/hr", "lines left out; Dump has them all")
}

// TestARequestIsToldOnce has a subtest and a tenant fail, and with them the test
// that they are part of.
func TestARequestIsToldOnce(t *testing.T) {
	t.Parallel()
	tb, sub, tenant := new(recordingT), new(recordingT), new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	me(t, srv.For(sub).Client(), "x")
	s := srv.Tenant(tenant)
	me(t, s.Client(), s.Token().AccessToken)
	for _, part := range []*recordingT{sub, tenant} {
		part.Errorf("it does not work")
		part.end()
		part.want(t, "the double was asked")
	}
	tb.Errorf("a part failed")
	tb.end()
	if len(tb.lines) != 1 {
		t.Errorf("got %q, want nothing of what the parts have told", tb.lines)
	}
}

// TestATestThatAsksNothingSaysSo when it fails.
func TestATestThatAsksNothingSaysSo(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	testkit.New(tb, testkit.InMemory())
	tb.Errorf("it does not work")
	tb.end()
	tb.want(t, "the double was not asked: nothing came through Client or to URL")
}

// TestAPassedTestSaysNothing has no reason to.
func TestAPassedTestSaysNothing(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory())
	me(t, srv.Client(), "x")
	tb.end()
	if len(tb.lines) > 0 {
		t.Errorf("got %q, want nothing", tb.lines)
	}
}

// TestRequireTellsWhatThereWas instead of what was wanted.
func TestRequireTellsWhatThereWas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		require func(*testkit.Server)
		want    []string
	}{
		"RequireRequests": {func(s *testkit.Server) { s.RequireRequests(1, control.RequestFilter{Endpoint: "me"}) }, []string{"got 2 requests endpoint=me, want 1", "request 1: GET /me", "up to request 2"}},
		"RequireNoRequest": {func(s *testkit.Server) {
			s.RequireNoRequest(control.RequestFilter{Outcome: control.Refused})
		}, []string{"got 2 requests outcome=refused, want none", "request 1: GET /me"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb := new(recordingT)
			srv := testkit.New(tb, testkit.InMemory())
			me(t, srv.Client(), "x")
			me(t, srv.Client(), "x")
			tb.try(func() { test.require(srv) })
			tb.end()
			tb.want(t, append(test.want, "testkit: "+name+": ")...)
			if len(tb.lines) != 1 {
				t.Errorf("got %d blocks, want one: %q", len(tb.lines), tb.lines)
			}
		})
	}
}

// TestAWebhookThatIsMissing has the test told where webhooks would have gone.
func TestAWebhookThatIsMissing(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for change, want := range map[string]string{
		`{}`: "no webhook is subscribed",
		`accounts: [{name: jane, hooks: [{target_url: "http://localhost/hook", event_type: dlr}]}]`: "subscribed are:\n    dlr to http://localhost/hook, account: jane",
	} {
		tb := new(recordingT)
		srv := testkit.New(tb, testkit.InMemory())
		srv.Merge(change)
		tb.try(func() { srv.WaitForRequest(ended, control.RequestFilter{Endpoint: "webhook"}) })
		tb.end()
		tb.want(t, "got 0 requests endpoint=webhook, want 1", want)
	}
}

// TestNobodyCanTellWhatWasForgotten overflows the journal.
func TestNobodyCanTellWhatWasForgotten(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	srv := testkit.New(tb, testkit.InMemory(), testkit.WithServer(mockserver.WithJournalSize(3)))
	for range 3 {
		me(t, srv.Client(), "x")
	}
	srv.RequireNoRequest(control.RequestFilter{Endpoint: "token"})
	me(t, srv.Client(), "x")
	tb.try(func() { srv.RequireNoRequest(control.RequestFilter{Endpoint: "token"}) })
	tb.want(t, "forgotten requests 1 to 1", "WithJournalSize")
	last := srv.Requests(control.RequestFilter{})[2].ID
	srv.RequireNoRequest(control.RequestFilter{After: last})
	srv.Reset()
	me(t, srv.Client(), "x")
	srv.RequireNoRequest(control.RequestFilter{Endpoint: "token"})
}

// TestATenantForgetsNothingOfOthers overflows the journal with others' requests.
func TestATenantForgetsNothingOfOthers(t *testing.T) {
	t.Parallel()
	srv := start(t, testkit.InMemory(), testkit.WithServer(mockserver.WithJournalSize(3)))
	for range 9 {
		me(t, srv.Client(), "x")
	}
	tb := new(recordingT)
	s := srv.Tenant(tb)
	me(t, srv.Client(), "x")
	s.RequireNoRequest(control.RequestFilter{})
	me(t, s.Client(), s.Token().AccessToken)
	for range 3 {
		me(t, srv.Client(), "x")
	}
	tb.try(func() { s.RequireNoRequest(control.RequestFilter{}) })
	tb.want(t, "nobody can tell")
	s.Reset()
	s.RequireNoRequest(control.RequestFilter{})
}

// TestHAR reads the archive as a browser would.
func TestHAR(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	redeem(t, srv.Client(), url.Values{"grant_type": {"authorization_code"}, "code": {"x"}})
	var archive struct {
		Log struct {
			Version string
			Entries []struct {
				StartedDateTime string
				Request         struct {
					Method, URL string
					PostData    struct{ Text string }
				}
				Response struct {
					Status  int
					Content struct{ Text, MimeType string }
				}
				Comment string
			}
		}
	}
	if err := json.Unmarshal(srv.HAR(), &archive); err != nil {
		t.Fatal(err)
	}
	if archive.Log.Version != "1.2" || len(archive.Log.Entries) != 1 {
		t.Fatalf("got %+v, want one entry of HAR 1.2", archive)
	}
	e := archive.Log.Entries[0]
	if e.Request.Method != "POST" || !strings.HasSuffix(e.Request.URL, "://oauth.sms77.io/token") || e.Request.PostData.Text != "code=x&grant_type=authorization_code" {
		t.Errorf("request: got %+v", e.Request)
	}
	if e.Response.Status != http.StatusBadRequest || !strings.Contains(e.Response.Content.Text, "invalid_grant") || e.Comment == "" || e.StartedDateTime == "" {
		t.Errorf("response: got %+v, %q", e.Response, e.Comment)
	}
}

// TestHARWithoutBodies has what HAR 1.2 demands of every entry, one without a body or
// an answer, too.
func TestHARWithoutBodies(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory())
	srv.Inject(control.Fault{Endpoint: "me", Connection: fixtures.ConnectionReset})
	if response, err := srv.Client().Get(srv.MeURL()); err == nil {
		t.Errorf("got %s, want a broken connection", response.Status)
	}
	srv.Authorize(srv.AuthURL() + "?response_type=code&client_id=testclient&state=8f14e45fceea167a")
	var archive struct {
		Log struct {
			Entries []struct {
				Response struct{ Content map[string]any }
			}
		}
	}
	if err := json.Unmarshal(srv.HAR(), &archive); err != nil {
		t.Fatal(err)
	}
	for i, e := range archive.Log.Entries {
		if size, ok := e.Response.Content["size"].(float64); !ok || size != 0 {
			t.Errorf("entry %d: content is %v, want the size 0", i, e.Response.Content)
		}
		if _, ok := e.Response.Content["mimeType"]; !ok {
			t.Errorf("entry %d: content is %v, want a mimeType", i, e.Response.Content)
		}
	}
	if got, want := len(archive.Log.Entries), 2; got != want {
		t.Errorf("got %d entries, want %d", got, want)
	}
}

// TestDumpHasEverything that the double knows.
func TestDumpHasEverything(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.InMemory(), testkit.AllowUnused())
	srv.Inject(control.Fault{Preset: "slow", Endpoint: "token"})
	srv.Deny()
	srv.Script(control.Script{Code: 500, To: "4917*"})
	send(srv, "49160123456789", "Hello")
	srv.Receive(control.Inbound{From: "49170123456789", Text: "Thanks"})
	token := srv.Token()
	dump := srv.Dump()
	for _, want := range []string{
		"faults: 1", "slow, at token", "decisions: 1", "deny", "requests: 1", "> POST http://", "> text=Hello&to=49160123456789",
		"< Content-Type: ", "outcomes: 1", "code 500, to 4917*", "messages: 2", `: "Hello"`, `"Thanks"`, token.AccessToken, "\n    > text=Hello", // below its request
	} {
		if !strings.Contains(dump, want) {
			t.Errorf("no %q in:\n%s", want, dump)
		}
	}
}
