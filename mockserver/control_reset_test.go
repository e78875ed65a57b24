package mockserver_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// twoClients is a server on which two clients have left the same traces: two
// requests, a fault, a decision, an outcome, a message, a code and the tokens for it.
func twoClients(tb testing.TB) *mockserver.Server {
	tb.Helper()
	server := newServer(tb, func(w *fixtures.World) {
		w.Clients = []fixtures.Client{{ID: "a", Secrets: []string{"s"}, RedirectURIs: []string{"https://a.example/"}}, {ID: "b", Secrets: []string{"s"}, RedirectURIs: []string{"https://b.example/"}}}
		w.Codes, w.Tokens = nil, []fixtures.Token{{Client: "a", AccessToken: "token-of-a"}, {Client: "b", AccessToken: "token-of-b"}}
		w.Faults = []fixtures.Fault{{ClientID: "a", Endpoint: "hooks", Preset: "hang"}}
	})
	for _, client := range []string{"a", "b"} {
		authorize(tb, server, "/authorize?response_type=code&state=xyz&client_id="+client)
		sent := post(server, "/api/sms", url.Values{"to": {"491716992343"}, "text": {client}}).bearer("token-of-" + client).answer()
		if got, want := sent.Body.String(), "100"; got != want {
			tb.Fatalf("sms: got %s, want %s", got, want)
		}
		if _, err := server.Decide(control.Decision{Decision: fixtures.Deny, ClientID: client}); err != nil {
			tb.Fatal(err)
		}
		if _, err := server.Inject(control.Fault{Endpoint: "voice", Preset: "server-error", ClientID: client}); err != nil {
			tb.Fatal(err)
		}
		if _, err := server.Script(control.Script{ClientID: client, Code: 500}); err != nil {
			tb.Fatal(err)
		}
	}
	return server
}

// traces counts what there is of each client: its requests, faults, decisions,
// messages and tokens.
func traces(server *mockserver.Server) map[string][5]int {
	count := map[string][5]int{}
	add := func(client string, kind int) {
		of := count[client]
		of[kind]++
		count[client] = of
	}
	for _, x := range must(server.Requests(control.RequestFilter{})) {
		add(x.ClientID, 0)
	}
	for _, x := range must(server.Faults()) {
		add(x.Fault.ClientID, 1)
	}
	for _, x := range must(server.Decisions()) {
		add(x.Decision.ClientID, 2)
	}
	for _, x := range must(server.Messages(control.MessageFilter{})) {
		add(x.ClientID, 3)
	}
	for _, x := range must(server.Tokens(control.TokenFilter{})) {
		add(x.ClientID, 4)
	}
	return count
}

func TestControlReset(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		body    string
		removed control.Removed
		left    map[string][5]int
	}{
		// The world's token and fault come back.
		{`{"client_id":"a"}`, control.Removed{Tokens: 2, Decisions: 1, Faults: 2, Outcomes: 1, Requests: 2, Messages: 1}, map[string][5]int{"a": {0, 1, 0, 0, 1}, "b": {2, 1, 1, 1, 2}}},
		{`{"client_id":"b"}`, control.Removed{Tokens: 2, Decisions: 1, Faults: 1, Outcomes: 1, Requests: 2, Messages: 1}, map[string][5]int{"a": {2, 2, 1, 1, 2}, "b": {0, 0, 0, 0, 1}}},
		{`{}`, control.Removed{Tokens: 4, Decisions: 2, Faults: 3, Outcomes: 2, Requests: 4, Messages: 2}, map[string][5]int{"a": {0, 1, 0, 0, 1}, "b": {0, 0, 0, 0, 1}}},
		{``, control.Removed{Tokens: 4, Decisions: 2, Faults: 3, Outcomes: 2, Requests: 4, Messages: 2}, map[string][5]int{"a": {0, 1, 0, 0, 1}, "b": {0, 0, 0, 0, 1}}},
	} {
		server := twoClients(t)
		removed := read[control.Removed](t, server, "POST reset", test.body)
		if diff := cmp.Diff(test.removed, removed); diff != "" {
			t.Errorf("reset %s: (-want +got):\n%s", test.body, diff)
		}
		if diff := cmp.Diff(test.left, traces(server)); diff != "" {
			t.Errorf("reset %s leaves (-want +got):\n%s", test.body, diff)
		}
	}
}

// A whole reset takes back what was added and moved, too.
func TestControlResetReturnsToTheWorld(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	lever(server, "POST clock", `{"freeze":true}`).answer()
	lever(server, "POST clients", `{"id":"testclient"}`).answer()
	lever(server, "POST accounts", `{"name":"jane"}`).answer()
	lever(server, "POST tokens/revoke", `{}`).answer()
	lever(server, "POST reset", "").answer()
	if clock := read[map[string]any](t, server, "GET clock", ""); clock["frozen"] != false || clock["offset"] != "0s" {
		t.Errorf("got the clock %v", clock)
	}
	if diff := cmp.Diff(fixtures.Default().Complete(), must(server.World())); diff != "" {
		t.Errorf("the world differs (-want +got):\n%s", diff)
	}
	for _, token := range must(server.Tokens(control.TokenFilter{})) {
		if token.State != "valid" {
			t.Errorf("got %v", token)
		}
	}
}

// A reset ends what is delayed or hangs: all of it, or that of one client.
func TestControlResetEndsPauses(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := twoClients(t)
		lever(server, "POST faults", `{"endpoint":"authorize","delay":"1h","times":-1}`).answer()
		begin := func(client string) chan int {
			answered := make(chan int, 1)
			go func() { answered <- get(server, "/authorize?client_id="+client).answer().Code }()
			synctest.Wait()
			return answered
		}
		a, b := begin("a"), begin("b")
		start := time.Now()
		lever(server, "POST reset", `{"client_id":"a"}`).answer()
		if got, want := <-a, http.StatusFound; got != want {
			t.Errorf("a: got %d, want %d", got, want)
		}
		synctest.Wait()
		if len(b) != 0 {
			t.Error("the reset of a has ended the request of b")
		}
		lever(server, "POST reset", "").answer()
		if got, want := <-b, http.StatusFound; got != want {
			t.Errorf("b: got %d, want %d", got, want)
		}
		if got := time.Since(start); got != 0 {
			t.Errorf("it took %s", got)
		}
	})
}

func TestControlClock(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // where the real time stands still
		server := newServer(t, nil)
		start := time.Now()
		type clock struct {
			Now    time.Time
			Offset string
			Frozen bool
		}
		for _, step := range []struct {
			sleep time.Duration
			body  string
			want  clock
		}{
			{0, `{"advance":"1h"}`, clock{start.Add(time.Hour), "1h0m0s", false}},
			{time.Minute, `{"advance":"-30m"}`, clock{start.Add(31 * time.Minute), "30m0s", false}},
			{0, `{"freeze":false}`, clock{start.Add(31 * time.Minute), "30m0s", false}},
			{0, `{"freeze":true}`, clock{start.Add(31 * time.Minute), "30m0s", true}},
			{time.Minute, `{"freeze":true}`, clock{start.Add(31 * time.Minute), "29m0s", true}},
			{0, `{"advance":"1m"}`, clock{start.Add(32 * time.Minute), "30m0s", true}},
			{0, `{"set":"1999-12-31T23:00:00Z"}`, clock{start.Add(-time.Hour), "-1h2m0s", true}},
			{time.Minute, `{"freeze":false}`, clock{start.Add(-time.Hour), "-1h3m0s", false}},
			{time.Minute, `{"set":"2000-01-01T01:00:00+01:00"}`, clock{start, "-4m0s", false}},
		} {
			time.Sleep(step.sleep)
			for _, got := range []clock{read[clock](t, server, "POST clock", step.body), read[clock](t, server, "GET clock", "")} {
				if !got.Now.Equal(step.want.Now) || got.Offset != step.want.Offset || got.Frozen != step.want.Frozen {
					t.Errorf("after %s: got %v, want %v", step.body, got, step.want)
				}
			}
		}
	})
}

// What the clock says counts: tokens expire by it.
func TestControlClockExpiresTokens(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	access, _ := login(t, server)
	for _, step := range []struct {
		body string
		want int
	}{
		{`{"advance":"3599s"}`, http.StatusOK},
		{`{"advance":"2s"}`, http.StatusUnauthorized},
		{`{"advance":"-1h"}`, http.StatusOK},
	} {
		lever(server, "POST clock", step.body).answer()
		if got := get(server, "/me").bearer(access).answer().Code; got != step.want {
			t.Errorf("after %s: got %d, want %d", step.body, got, step.want)
		}
	}
}
