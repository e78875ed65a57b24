package mockserver_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// lived is a server on which something of every kind has happened.
func lived(t *testing.T) *mockserver.Server {
	t.Helper()
	server := newServer(t, nil)
	must(server.FreezeClock())
	must(server.SetClock(time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)))
	must(server.AddClient(fixtures.Client{ID: "shop", Secrets: []string{"s"}, RedirectURIs: []string{"https://shop.example/"}}))
	must(server.AddAccount(fixtures.Account{Name: "jane", Balance: "10"}))
	must(server.IssueToken(control.TokenRequest{ClientID: "shop", Account: "jane", AccessToken: "a", RefreshToken: "r", Scope: "sms contacts hooks balance journal status"}))
	for _, order := range []struct {
		path string
		form url.Values
	}{
		{"/api/sms", url.Values{"to": {"01716992343"}, "text": {"Hello ${HOME} \U0001F600\n"}, "label": {"a"}, "foreign_id": {"b"}}},
		{"/api/sms", url.Values{"to": {"01716992343"}, "text": {"Later"}, "delay": {"2026-02-01 12:00"}}},
		{"/api/contacts", url.Values{"lastname": {"Doe"}, "mobile_number": {"0171999"}, "city": {"Kiel"}}},
		{"/api/hooks", url.Values{"target_url": {"http://localhost/hook"}, "event_type": {"dlr"}, "headers": {"A: b"}}},
	} {
		if w := post(server, order.path, order.form).bearer("a").answer(); w.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", order.path, w.Code, w.Body)
		}
	}
	authorize(t, server, authorizePath+"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256")
	login(t, server)
	must(server.Decide(control.Decision{Decision: fixtures.Deny, ClientID: "shop", Times: 3}))
	must(server.Inject(control.Fault{Endpoint: "me", Status: 503, Times: 2, After: 1}))
	get(server, "/me").bearer("a").answer() // is let pass
	get(server, "/me").bearer("a").answer()
	must(server.Revoke(control.TokenFilter{Token: "r"}))
	return server
}

// inAnyOrder compares states: what was issued at one moment has no order.
var inAnyOrder = cmp.Options{
	cmpopts.SortSlices(func(a, b fixtures.Code) bool { return a.Code < b.Code }),
	cmpopts.SortSlices(func(a, b fixtures.Token) bool { return a.AccessToken+a.RefreshToken < b.AccessToken+b.RefreshToken }),
}

// Who starts from the state of a server goes on where that one stands.
func TestStateGoesOn(t *testing.T) {
	t.Parallel()
	for name, move := range map[string]func(from, to *mockserver.Server) error{
		"in process": func(from, to *mockserver.Server) error { return to.Load(must(from.State())) },
		"as YAML": func(from, to *mockserver.Server) error {
			r := lever(from, "GET world?state=now", "")
			r.Header.Set("Accept", "application/yaml")
			w := lever(to, "PUT world", r.answer().Body.String()).answer()
			if w.Code != http.StatusOK {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			return nil
		},
		"as JSON": func(from, to *mockserver.Server) error {
			w := lever(to, "PUT world", lever(from, "GET world?state=now", "").answer().Body.String()).answer()
			if w.Code != http.StatusOK {
				t.Errorf("got %d %s", w.Code, w.Body)
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, to := lived(t), newServer(t, nil)
			if err := move(from, to); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(must(from.State()), must(to.State()), inAnyOrder); diff != "" {
				t.Errorf("the state differs (-from +to):\n%s", diff)
			}
			if diff := cmp.Diff(must(from.Clock()).Now, must(to.Clock()).Now); diff != "" {
				t.Errorf("the clock differs (-from +to):\n%s", diff)
			}
			for _, path := range []string{"/api/balance", "/api/contacts", "/api/hooks", "/api/journal/outbound", "/me"} {
				if path == "/me" {
					to.ClearFaults(control.Everything())
					from.ClearFaults(control.Everything())
				}
				want, got := get(from, path).bearer("a").answer(), get(to, path).bearer("a").answer()
				if got.Code != want.Code || got.Body.String() != want.Body.String() {
					t.Errorf("%s: got %d %s, want %d %s", path, got.Code, got.Body, want.Code, want.Body)
				}
			}
			for _, message := range must(to.Messages(control.MessageFilter{})) {
				if message.Text == "Later" && message.ScheduledFor.IsZero() {
					t.Errorf("got %+v, want it to be due later", message)
				}
			}
		})
	}
}

// A restored state is the one that was kept, as often as it is restored; a reset
// returns to the world.
func TestSnapshot(t *testing.T) {
	t.Parallel()
	server := lived(t)
	want := must(server.State())
	if of := want.Tokens[0]; of.AccessToken != fixtures.Default().Tokens[0].AccessToken || of.ExpiresIn != 0 {
		t.Errorf("got %+v, want a token of the world, without an end", of)
	}
	if about := must(server.Snapshot("here")); about.Accounts != 2 || about.Messages != 2 || about.Tokens < 8 {
		t.Errorf("got %+v", about)
	}
	for range 2 {
		must(server.Revoke(control.TokenFilter{}))
		must(server.AdvanceClock(time.Hour))
		if err := server.RemoveAccount("jane"); err != nil {
			t.Fatal(err)
		}
		must(server.Restore("here"))
		if diff := cmp.Diff(want, must(server.State()), inAnyOrder); diff != "" {
			t.Errorf("the state differs (-kept +restored):\n%s", diff)
		}
	}
	must(server.Reset(control.Everything()))
	if diff := cmp.Diff(fixtures.Default().Complete(), must(server.World())); diff != "" {
		t.Errorf("after a reset (-want +got):\n%s", diff)
	}
	if got := must(server.Snapshots()); len(got) != 1 || got[0].Name != "here" {
		t.Errorf("got %v, want the one snapshot", got)
	}
}

// There is room for so many snapshots; one in the place of another needs none.
func TestSnapshotsAreBounded(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for i := range 100 {
		must(server.Snapshot(fmt.Sprint("s", i)))
	}
	if _, err := server.Snapshot("more"); err == nil || !strings.Contains(err.Error(), "no room beside the 100") {
		t.Errorf("got %v, want that there is no room", err)
	}
	must(server.Snapshot("s7"))
	if err := server.RemoveSnapshot("s8"); err != nil {
		t.Error(err)
	}
	must(server.Snapshot("more"))
}

// A merge changes what it names, and nothing of what has happened.
func TestMerge(t *testing.T) {
	t.Parallel()
	server := lived(t)
	want := must(server.State())
	w := lever(server, "PATCH world", "gateway:\n  sender: Acme\nclients:\n  - {id: shop, public: true}\n  - {id: other, public: true}\n").answer()
	if w.Code != http.StatusOK {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	want.Gateway.Sender = "Acme"
	want.Clients[len(want.Clients)-1] = fixtures.Client{ID: "shop", Public: true}
	want.Clients = append(want.Clients, fixtures.Client{ID: "other", Public: true})
	got := must(server.State())
	if diff := cmp.Diff(want, got, inAnyOrder); diff != "" {
		t.Errorf("the state differs (-want +got):\n%s", diff)
	}
	if got := must(server.Requests(control.RequestFilter{})); len(got) == 0 {
		t.Error("the journal is empty")
	}
	must(server.Reset(control.Everything()))
	if got := must(server.World()); got.Gateway.Sender != "Acme" || len(got.Clients) != 5 {
		t.Errorf("after a reset, the world has the sender %q and %d clients, want Acme and 5", got.Gateway.Sender, len(got.Clients))
	}
}

// What is wrong with a world is told by its lines, and changes nothing.
func TestWorldRefused(t *testing.T) {
	t.Parallel()
	server := lived(t)
	before := must(server.State())
	for _, test := range []struct{ route, body, want string }{
		{"PUT world", "pkce: verify\nclients:\n  - {id: a}\n", `world.yaml:3: clients[0]: \"a\": needs secrets, or public: true`},
		{"PUT world", `{"pkce":"some"}`, `pkce: \"some\": want one of ignore, verify, require`},
		{"PUT world", `{"pkce":"some","authorize":{"account":"nobody"}}`, `want one of ignore, verify, require\nauthorize.account: \"nobody\": no such account`},
		{"PUT world", " \n", "the body is empty: want a world in YAML or JSON"},
		{"PUT world", "gateway: {sender: \"${HOME}\"}", "HOME"},
		{"PUT world", "clock: {at: 9999-01-01T00:00:00Z}", "want a moment from 1970-01-01T00:00:00Z to before 2200-01-01T00:00:00Z"},
		{"PATCH world", "gateway:\n  sendr: A", `world.yaml:2: gateway.sendr: unknown field`},
		{"PATCH world", "tokens: [{access_token: x, client: nobody}]", `no such client`},
		{"PATCH world", "", "the change is empty: want what is to change, in YAML or JSON"},
		{"GET world?state=then", "", `state: \"then\": want one of now`},
	} {
		w := lever(server, test.route, test.body).answer()
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), test.want) {
			t.Errorf("%s %q: got %d %s, want 400 %s", test.route, test.body, w.Code, w.Body, test.want)
		}
		if diff := cmp.Diff(before, must(server.State()), inAnyOrder); diff != "" {
			t.Fatalf("%s %q has changed something:\n%s", test.route, test.body, diff)
		}
	}
}

// TestStateOfLongDurations loads what follows from the end of the range of moments
// by the longest durations there are.
func TestStateOfLongDurations(t *testing.T) {
	t.Parallel()
	const longest = 2562047 * time.Hour
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].APIKeys = []string{"key"}
		w.Gateway.Delivery, w.Gateway.Voice = longest, fixtures.Voice{Ringing: longest, Talking: longest}
		w.Gateway.Webhooks.Delay = longest
	})
	must(server.SetClock(fixtures.Latest.Add(-time.Hour)))
	must(server.FreezeClock())
	for path, form := range map[string]url.Values{
		"/api/hooks": {"action": {"subscribe"}, "target_url": {"http://localhost/"}, "event_type": {"all"}},
		"/api/voice": {"to": {"491716992343"}, "text": {"x"}},
		"/api/sms":   {"to": {"491716992343"}, "text": {"x"}, "delay": {strconv.FormatInt(fixtures.Latest.Unix()-1, 10)}},
	} {
		r := post(server, path, form)
		r.Header.Set("X-Api-Key", "key")
		if w := r.answer(); w.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", path, w.Code, w.Body)
		}
	}
	if err := server.Load(must(server.State())); err != nil {
		t.Error(err)
	}
}

// Close ends waits of Go, as it does those over HTTP.
func TestCloseEndsWaits(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	ended := make(chan error, 2)
	go func() { _, err := server.WaitForRequest(t.Context(), control.RequestFilter{}); ended <- err }()
	go func() { _, err := server.WaitForMessage(t.Context(), control.MessageFilter{}); ended <- err }()
	server.Close()
	for range 2 {
		if err := <-ended; err == nil || !strings.HasSuffix(err.Error(), "the server is closing") {
			t.Errorf("got %v, want that the server is closing", err)
		}
	}
}

// A world does not grow without end by changes: one that would make it weigh too
// much is refused and changes nothing.
func TestMergeIsBounded(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithMemory(2<<20))
	client := func(i int) string {
		return fmt.Sprintf(`{"clients":[{"id":"c%d","secrets":["%s"],"redirect_uris":["https://app.test/"]}]}`, i, strings.Repeat("x", 240<<10))
	}
	for i := range 4 {
		if _, err := server.Merge(client(i)); err != nil {
			t.Fatalf("change %d: %v", i, err)
		}
	}
	before := len(must(server.Clients()))
	if _, err := server.Merge(client(4)); err == nil || !strings.Contains(err.Error(), "at most 1 MiB") {
		t.Errorf("got %v, want that there is no room", err)
	}
	if got := len(must(server.Clients())); got != before {
		t.Errorf("got %d clients, want %d as before", got, before)
	}
	if _, err := server.Merge(client(3)); err != nil {
		t.Errorf("one in the place of another: %v", err)
	}
	large := newServer(t, func(w *fixtures.World) { w.Clients[0].Secrets = []string{strings.Repeat("x", 2<<20)} }, mockserver.WithMemory(2<<20))
	if _, err := large.Merge(`{"clients":[{"id":"testclient","secrets":["` + strings.Repeat("x", 3<<19) + `"]}]}`); err != nil {
		t.Errorf("one that makes a large world smaller: %v", err)
	}
}

// A change that does not go together with what was added is refused, too, and changes
// nothing.
func TestMergeAgainstTheState(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	must(server.AddAccount(fixtures.Account{Name: "added", APIKeys: []string{"key"}}))
	before := must(server.State())
	if _, err := server.Merge("accounts: [{name: new, api_keys: [key]}]"); err == nil || !strings.Contains(err.Error(), "is a key of accounts[1] already") {
		t.Errorf("got %v, want that the key is that of another one", err)
	}
	if diff := cmp.Diff(before, must(server.State()), inAnyOrder); diff != "" {
		t.Errorf("the state differs (-before +after):\n%s", diff)
	}
}

// A reset of an owner brings back what the world has for it, and leaves others
// alone.
func TestResetBringsBack(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts = append(w.Accounts, fixtures.Account{Name: "jane", Numbers: []fixtures.OwnNumber{{Number: "4915228817386"}}})
		w.Messages = []fixtures.SentMessage{
			{ID: "1", To: "491716992343", Text: "john's"}, {ID: "2", To: "491716992343", Text: "hers", Account: "jane", Client: "testclient"},
			{ID: "3", To: "491716992343", Text: "said", Channel: control.ChannelVoice, Account: "jane"},
		}
		w.Received = []fixtures.ReceivedMessage{{ID: "4", From: "491716992343", To: "491771783130", Text: "Yes", Account: "jane"}}
		w.Outcomes = []fixtures.Script{{Code: 500, Account: "jane"}, {Code: 500, Account: "john"}}
	})
	has := func() string {
		var texts []string
		for _, m := range append(must(server.Messages(control.MessageFilter{})), must(server.Messages(control.MessageFilter{Direction: control.Incoming}))...) {
			texts = append(texts, m.Text)
		}
		for _, o := range must(server.Outcomes()) {
			texts = append(texts, o.Script.Account)
		}
		return strings.Join(texts, " ")
	}
	before := has()
	if want := "john's hers said Yes jane john"; before != want {
		t.Errorf("got %s, want %s", before, want)
	}
	must(server.ClearOutcomes(control.OfAccount("john")))
	for range 2 {
		must(server.Reset(control.OfAccount("jane")))
		if got, want := has(), "john's hers said Yes jane"; got != want {
			t.Errorf("after a reset of jane: got %s, want %s", got, want)
		}
	}
	if err := server.RemoveClient("testclient"); err == nil {
		if got, want := has(), "john's said Yes jane"; got != want {
			t.Errorf("without the client: got %s, want %s", got, want)
		}
	} else {
		t.Error(err)
	}
}

// A merge leaves what was ordered in force: numbers, counts and what is held back.
func TestMergeKeepsOrders(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	must(server.Inject(control.Fault{Status: 500})) // so that the next one is number 2
	if err := server.RemoveFault(1); err != nil {
		t.Fatal(err)
	}
	held := must(server.Inject(control.Fault{Endpoint: "me", Connection: "hold", Times: -1}))
	must(server.Decide(control.Decision{Decision: fixtures.Deny, Times: 2}))
	authorize(t, server, authorizePath)
	must(server.Script(control.Script{Code: 403, Times: 3}))
	answered := make(chan int)
	go func() { answered <- get(server, "/me").answer().Code }()
	must(server.WaitForRequest(t.Context(), control.RequestFilter{Endpoint: "me"}))

	orders := func() []any {
		return []any{must(server.Faults()), must(server.Decisions()), must(server.Outcomes())}
	}
	before := orders()
	if _, err := server.Merge("pkce: require"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, orders()); diff != "" {
		t.Errorf("the orders differ (-before +after):\n%s", diff)
	}
	select {
	case code := <-answered:
		t.Errorf("what is held back was answered %d", code)
	default:
	}
	if _, err := server.Merge("faults: [{endpoint: sms, status: 500}]"); err != nil {
		t.Fatal(err)
	}
	if got := must(server.Faults()); len(got) != 1 || got[0].Fault.Endpoint != "sms" || got[0].ID <= held.ID {
		t.Errorf("got %+v, want the fault that the change names", got)
	}
	if got := <-answered; got != http.StatusUnauthorized {
		t.Errorf("what was held back: got %d, want 401", got)
	}
	if diff := cmp.Diff(before[1:], orders()[1:]); diff != "" {
		t.Errorf("the decisions and outcomes differ (-before +after):\n%s", diff)
	}
}

// A reset of an account or a client that goes on from a state brings back what the
// world says it has. As whom it is registered by now stays.
func TestResetOfWhatGoesOn(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].Balance, w.Accounts[0].APIKeys = "10", []string{"first"}
		w.Accounts[0].Contacts = []fixtures.Contact{{Number: "491716992343"}}
		w.Accounts = append(w.Accounts, fixtures.Account{Name: "jane"})
	})
	orders := func() int {
		return len(must(server.Tokens(control.TokenFilter{ClientID: "testclient"}))) + len(must(server.Decisions())) + len(must(server.Faults())) + len(must(server.Outcomes()))
	}
	want := orders()
	login(t, server)
	must(server.Decide(control.Decision{Decision: fixtures.Deny, ClientID: "testclient"}))
	must(server.Script(control.Script{Code: 500, ClientID: "testclient"}))
	inject(t, server, control.Fault{Status: 503, ClientID: "testclient"})
	must(server.AddAccount(fixtures.Account{Name: "john", Balance: "20", APIKeys: []string{"second"}}))
	must(server.AddAccount(fixtures.Account{Name: "mary", APIKeys: []string{"first"}}))
	must(server.Merge("pkce: require"))
	must(server.Reset(control.OfAccount("john")))
	got := must(server.State()).Accounts[0]
	if got.Balance != "10.0000" || len(got.Contacts) != 1 || len(got.APIKeys) != 1 || got.APIKeys[0] != "second" {
		t.Errorf("got the credit %s, %d contacts and the keys %v, want those of the world, and the key second", got.Balance, len(got.Contacts), got.APIKeys)
	}
	must(server.Reset(control.OfClient("testclient")))
	if got := orders(); got != want {
		t.Errorf("the client has %d tokens and orders after a reset, want the %d of the world", got, want)
	}
	if err := server.RemoveAccount("jane"); err != nil || server.RemoveAccount("jane") == nil {
		t.Errorf("removed: got %v, and it is still there", err)
	}
}

// What a restored state has in force is what its world says, and what it shows.
func TestRestoreReturnsToItsWorld(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	if _, err := server.Merge("pkce: require\nlifetimes: {access_token: 5s}"); err != nil {
		t.Fatal(err)
	}
	want := must(server.World())
	must(server.Snapshot("here"))
	other := fixtures.World{Accounts: []fixtures.Account{{Name: "other"}}}
	other.Scopes.Known = []string{"balance"}
	if err := server.Load(other); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		must(server.Restore("here"))
		if diff := cmp.Diff(want, must(server.World())); diff != "" {
			t.Errorf("the world differs (-kept +restored):\n%s", diff)
		}
		if got := must(server.State()); got.PKCE != fixtures.PKCERequire || got.Lifetimes.AccessToken != 5*time.Second || got.Check() != nil {
			t.Errorf("the state has pkce %s and lifetimes %+v, mistakes: %v", got.PKCE, got.Lifetimes, got.Check())
		}
		if w := get(server, authorizePath).answer(); w.Code != http.StatusBadRequest {
			t.Errorf("without a challenge: got %d %s, want 400", w.Code, w.Header().Get("Location"))
		}
		kept := shelf{}
		kept.put(server.Changes(true))
		server = must(mockserver.Resume(kept.parts()))
		t.Cleanup(server.Close)
	}
}

// TestWorldAsTheClientPrefersIt asks for the world by Accept.
func TestWorldAsTheClientPrefersIt(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	for accept, want := range map[string]string{
		"":                 "application/json",
		"*/*":              "application/json",
		"application/json": "application/json",
		"text/html":        "application/json",
		"application/yaml": "application/yaml",
		"text/yaml":        "application/yaml",
		"application/json, application/yaml;q=0.1": "application/json",
		"application/yaml;q=0.1, */*":              "application/json",
		"application/yaml;q=0":                     "application/json",
		"application/json, application/yaml":       "application/json",
		"application/json;q=0.5, application/yaml": "application/yaml",
		"application/yaml, */*":                    "application/yaml",
		"text/plain, application/x-yaml;q=0.2":     "application/yaml",
	} {
		r := get(server, "/_mock/world")
		if accept != "" {
			r.Header.Set("Accept", accept)
		}
		if got := r.answer().Header().Get("Content-Type"); got != want {
			t.Errorf("%q: got %s, want %s", accept, got, want)
		}
	}
}
