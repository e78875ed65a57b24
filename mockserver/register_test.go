package mockserver_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestReplacedAccount looks for an account by what it had and by what it has.
func TestReplacedAccount(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	jane := func(email, key string, id int) fixtures.Account {
		return fixtures.Account{Name: "jane", Email: email, UserID: id, APIKeys: []string{key}}
	}
	must(server.AddAccount(jane("old@acme.inc", "old", 7)))
	joe := fixtures.Account{Name: "joe", Email: "old@acme.inc", SandboxAPIKeys: []string{"old"}}
	if _, err := server.AddAccount(joe); err == nil {
		t.Error("joe with jane's key: got no error")
	}
	joe.SandboxAPIKeys = nil
	must(server.AddAccount(joe))
	for name, want := range map[string]string{"old@acme.inc": "jane", "jane": "jane", "joe": "joe"} {
		if got := outcome(t, server, authorizePath+"&login_hint="+name); got != want {
			t.Errorf("before, %s: got %s, want %s", name, got, want)
		}
	}
	must(server.AddAccount(jane("new@acme.inc", "new", 8)))
	joe.SandboxAPIKeys = []string{"old"} // which is free now
	must(server.AddAccount(joe))
	must(server.AddAccount(fixtures.Account{Name: "jim", UserID: 7})) // a number that is free now
	for name, want := range map[string]string{"old@acme.inc": "joe", "new@acme.inc": "jane"} {
		if got := outcome(t, server, authorizePath+"&login_hint="+name); got != want {
			t.Errorf("after, %s: got %s, want %s", name, got, want)
		}
	}
	for key, want := range map[string]string{"old": "joe", "new": "jane"} {
		a := get(server, "/api/balance")
		a.Header.Set("X-Api-Key", key)
		a.answer()
		entries := must(server.Requests(control.RequestFilter{}))
		if got := entries[len(entries)-1].Account; got != want {
			t.Errorf("key %s: got the account %q, want %s", key, got, want)
		}
	}
	if err := server.RemoveAccount("jane"); err != nil {
		t.Fatal(err)
	}
	if got := outcome(t, server, authorizePath+"&login_hint=new%40acme.inc"); got != "john" {
		t.Errorf("after the removal: got %s, want john", got)
	}
}

// TestNumbersOfAccounts: an application that keeps its users by the user_id of /me
// tells them apart, although their accounts were added without one.
func TestNumbersOfAccounts(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	jane := must(server.AddAccount(fixtures.Account{Name: "jane"}))
	if err := server.RemoveAccount("jane"); err != nil {
		t.Fatal(err)
	}
	must(server.AddAccount(fixtures.Account{Name: "rival", UserID: jane.UserID}))
	must(server.AddAccount(fixtures.Account{Name: "jane"}))
	seen := map[string]string{}
	for _, name := range []string{"john", "jane", "rival"} {
		me := get(server, "/me").bearer(mint(server, name).AccessToken).answer().Body.String()
		_, rest, _ := strings.Cut(me, `"user_id":`)
		number, _, _ := strings.Cut(rest, ",")
		if other, twice := seen[number]; twice || number == "0" {
			t.Errorf("%s: got the number %s, which is nobody's or that of %q", name, number, other)
		}
		seen[number] = name
	}
	first := must(server.AddAccount(fixtures.Account{Name: "mary"}))
	for _, again := range []fixtures.Account{first, {Name: "mary"}} { // in its own place
		if got := must(server.AddAccount(again)).UserID; got != first.UserID {
			t.Errorf("added again: got the number %d, want %d", got, first.UserID)
		}
	}
}

// TestWhatCannotBeRegistered adds and takes away what the world cannot have, or
// cannot do without; nothing changes.
func TestWhatCannotBeRegistered(t *testing.T) {
	t.Parallel()
	for want, change := range map[string]func(*mockserver.Server) error{
		`user_id: "12345": is that of accounts[0] already`: func(s *mockserver.Server) error {
			return second(s.AddAccount(fixtures.Account{Name: "jim", UserID: 12345}))
		},
		`api_keys[0]: "sms77-api-key": is a key of accounts[0] already`: func(s *mockserver.Server) error {
			return second(s.AddAccount(fixtures.Account{Name: "jane", APIKeys: []string{"sms77-api-key"}}))
		},
		`keys[0].key: "sms77-api-key": is a key of accounts[0] already`: func(s *mockserver.Server) error {
			return second(s.AddAccount(fixtures.Account{Name: "suite-7", Keys: []fixtures.Key{{Key: "sms77-api-key"}}}))
		},
		`accounts[2].api_keys[0]: "sms77-api-key": is a key of accounts[0] already`: func(s *mockserver.Server) error {
			return second(s.Merge(`{"accounts":[{"name":"suite-7","api_keys":["sms77-api-key"]}]}`))
		},
		`authorize.account: "jime": no such account`: func(s *mockserver.Server) error {
			return second(s.AddClient(fixtures.Client{ID: "x", Public: true, Authorize: fixtures.Authorize{Account: "jime"}}))
		},
		`scopes[0]: "fax": unknown scope`: func(s *mockserver.Server) error {
			return second(s.AddClient(fixtures.Client{ID: "x", Public: true, Scopes: []string{"fax"}}))
		},
		`"testclient": needs secrets, or public: true`: func(s *mockserver.Server) error { return second(s.AddClient(fixtures.Client{ID: "testclient"})) },
		`account: "john": is logged in by the world: name another one in authorize.account there first`: func(s *mockserver.Server) error {
			return s.RemoveAccount("john")
		},
		`account: "jane": is logged in by the client "janes": name another one in authorize.account there first`: func(s *mockserver.Server) error {
			return s.RemoveAccount("jane")
		},
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, func(w *fixtures.World) {
				withJane(w)
				w.Clients = append(w.Clients, fixtures.Client{ID: "janes", Public: true, Authorize: fixtures.Authorize{Account: "jane"}})
			})
			before := must(server.World())
			if err := change(server); err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("got error %v, want %s", err, want)
			}
			after := must(server.World())
			if got, want := fmt.Sprint(after.Clients, after.Accounts), fmt.Sprint(before.Clients, before.Accounts); got != want {
				t.Errorf("the world has changed: got %s, want %s", got, want)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

// TestNoClientIsLeft takes the last one away: there are none, and not those of a world
// that says nothing of clients.
func TestNoClientIsLeft(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Clients, w.Codes, w.Tokens = []fixtures.Client{{ID: "last", Public: true}}, nil, nil
	})
	if err := server.RemoveClient("last"); err != nil {
		t.Fatal(err)
	}
	if got := must(server.Clients()); len(got) != 0 {
		t.Errorf("got %v, want none", got)
	}
	if w := lever(server, "PUT world", lever(server, "GET world?state=now", "").answer().Body.String()).answer(); w.Code != 200 || len(must(server.Clients())) != 0 {
		t.Errorf("loaded again: got %d and %v, want none", w.Code, must(server.Clients()))
	}
}

// TestWorldOfTheOthers takes an account and a client away: the world says nothing of
// them any more, and can be loaded.
func TestWorldOfTheOthers(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		withJane(w)
		w.Clients = append(w.Clients, fixtures.Client{ID: "app", Public: true})
		for i, whose := range []struct{ client, account string }{{"app", "john"}, {"testclient", "jane"}} {
			id := fmt.Sprint(i)
			w.Codes = append(w.Codes, fixtures.Code{Code: "code" + id, Client: whose.client, Account: whose.account})
			w.Tokens = append(w.Tokens, fixtures.Token{AccessToken: "token" + id, Client: whose.client, Account: whose.account})
			w.Faults = append(w.Faults, fixtures.Fault{Status: 503, ClientID: whose.client, Account: whose.account})
			w.Decisions = append(w.Decisions, fixtures.DecisionOrder{Decision: fixtures.Deny, ClientID: whose.client, Account: whose.account})
			w.Outcomes = append(w.Outcomes, fixtures.Script{Code: 500, ClientID: whose.client, Account: whose.account})
			w.Messages = append(w.Messages, fixtures.SentMessage{ID: "1" + id, To: "491716992343", Text: "Hi", Client: whose.client, Account: whose.account})
			w.Received = append(w.Received, fixtures.ReceivedMessage{ID: "2" + id, From: "491716992343", To: "491771783130", Text: "Hi", Account: whose.account})
		}
	})
	if err := errors.Join(server.RemoveClient("app"), server.RemoveAccount("jane")); err != nil {
		t.Fatal(err)
	}
	for name, world := range map[string]fixtures.World{"world": must(server.World()), "state": must(server.State())} {
		if err := world.Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRoomOfWhatIsRemoved is given back, once.
func TestRoomOfWhatIsRemoved(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	taken := func() string {
		_, rest, _ := strings.Cut(lever(server, "GET metrics", "").answer().Body.String(), `sms77mock_kept_bytes{kind="added"} `)
		bytes, _, _ := strings.Cut(rest, "\n")
		return bytes
	}
	for range 2 {
		must(server.AddClient(fixtures.Client{ID: "app", Public: true}))
		must(server.AddAccount(fixtures.Account{Name: "jane"}))
		if got := taken(); got == "0" {
			t.Error("what was added takes nothing")
		}
		if err := errors.Join(server.RemoveClient("app"), server.RemoveAccount("jane")); err != nil {
			t.Fatal(err)
		}
		if got := taken(); got != "0" {
			t.Errorf("%s bytes are taken by nothing", got)
		}
	}
}

// TestSharedAddress finds the account that has had an address for the longest time.
func TestSharedAddress(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	const hint = "&login_hint=shared%40acme.inc"
	for _, name := range []string{"first", "second", "third"} {
		must(server.AddAccount(fixtures.Account{Name: name, Email: "shared@acme.inc"}))
		outcome(t, server, authorizePath+hint) // is looked for from now on
	}
	for _, gone := range []string{"second", "first", "third"} {
		want := map[string]string{"second": "first", "first": "first", "third": "third"}[gone]
		if got := outcome(t, server, authorizePath+hint); got != want {
			t.Errorf("before %s is removed: got %s, want %s", gone, got, want)
		}
		if err := server.RemoveAccount(gone); err != nil {
			t.Fatal(err)
		}
	}
	if got := outcome(t, server, authorizePath+hint); got != "john" {
		t.Errorf("nobody's address: got %s, want john", got)
	}
}

// TestWhoIsNeededNoMore takes away what somebody used to name.
func TestWhoIsNeededNoMore(t *testing.T) {
	t.Parallel()
	server := newServer(t, withJane)
	janes := fixtures.Client{ID: "janes", Public: true, Authorize: fixtures.Authorize{Account: "jane"}}
	must(server.AddClient(janes))
	must(server.AddClient(janes)) // a second time, to be counted once
	other := janes
	other.ID = "other"
	must(server.AddClient(other))
	janes.Authorize.Account = ""
	must(server.AddClient(janes))
	if err := server.RemoveAccount("jane"); err == nil {
		t.Error("jane, whom the other client names: got no error")
	}
	if err := server.RemoveClient("other"); err != nil {
		t.Errorf("the other client: %v", err)
	}
	if err := server.RemoveAccount("jane"); err != nil {
		t.Errorf("jane, whom no client names any more: %v", err)
	}
	if err := server.RemoveClient("janes"); err != nil {
		t.Errorf("janes: %v", err)
	}
	if err := server.RemoveClient("janes"); err == nil {
		t.Error("janes, for the second time: got no error")
	}
}

// TestOrderOfClients adds and removes many clients: the others keep their order.
func TestOrderOfClients(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) { w.Clients, w.Codes, w.Tokens = []fixtures.Client{}, nil, nil })
	var want []string
	for i := range 100 {
		id := fmt.Sprint("client", i)
		must(server.AddClient(fixtures.Client{ID: id, Public: true}))
		if i%10 == 3 {
			want = append(want, id)
		}
	}
	for i := range 100 {
		if i%10 != 3 {
			if err := server.RemoveClient(fmt.Sprint("client", i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	must(server.AddClient(fixtures.Client{ID: "client3", Public: true, Name: "replaced"}))
	must(server.AddClient(fixtures.Client{ID: "client4", Public: true}))
	want = append(want, "client4")
	var got []string
	for _, c := range must(server.Clients()) {
		got = append(got, c.ID)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := must(server.IssueToken(control.TokenRequest{})).ClientID; got != "client3" {
		t.Errorf("the first client: got %s, want client3", got)
	}
	if got := outcome(t, server, "/authorize?response_type=code&state=xyz&client_id=client53&redirect_uri=https%3A%2F%2Fx.example%2F"); got != "john" {
		t.Errorf("a client that stayed: got %s, want john", got)
	}
	if got := get(server, "/authorize?client_id=client5").answer().Code; got != http.StatusBadRequest {
		t.Errorf("a client that went: got %d, want 400", got)
	}
}

// TestFirstAccount creates the first account of a world that has none.
func TestFirstAccount(t *testing.T) {
	t.Parallel()
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts, w.Codes, w.Tokens = []fixtures.Account{}, nil, nil
		w.Authorize.Account = ""
	})
	must(server.AddAccount(fixtures.Account{Name: "jane"}))
	must(server.AddAccount(fixtures.Account{Name: "joe"}))
	if got := outcome(t, server, authorizePath); got != "jane" {
		t.Errorf("got %s, want jane", got)
	}
	if got := must(server.World()).Authorize.Account; got != "jane" {
		t.Errorf("the world's account: got %q, want jane", got)
	}
}

// TestMeShowsWhatIsLeft spends, replaces the account and resets it: /me shows
// the credit that the gateway knows each time.
func TestMeShowsWhatIsLeft(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	access := must(server.IssueToken(control.TokenRequest{})).AccessToken
	left := func() string {
		_, after, _ := strings.Cut(get(server, "/me").bearer(access).answer().Body.String(), `"balance":"`)
		return strings.TrimSuffix(after, `"}`)
	}
	send := func() {
		w := post(server, "/api/sms", url.Values{"to": {"4915126716517"}, "text": {"hello"}, "no_reload": {"1"}}).bearer(access).answer()
		if !strings.HasPrefix(w.Body.String(), "100") {
			t.Fatalf("sms: got %d %s", w.Code, w.Body)
		}
	}
	john := must(server.Accounts())[0]
	if got := left(); got != john.Balance {
		t.Errorf("at first: got %s, want %s", got, john.Balance)
	}
	send()
	if got := left(); got == john.Balance || !strings.HasPrefix(got, "627.") {
		t.Errorf("after an SMS: got %s, want less than %s", got, john.Balance)
	}
	must(server.Reset(control.OfAccount("john")))
	access = must(server.IssueToken(control.TokenRequest{})).AccessToken
	if got := left(); got != john.Balance {
		t.Errorf("after a reset of the account: got %s, want %s", got, john.Balance)
	}
	send()
	john.Balance = "5"
	must(server.AddAccount(john))
	if got := left(); got != "5.0000" {
		t.Errorf("after the account was replaced: got %s, want 5.0000", got)
	}
	send()
	must(server.Reset(control.Everything()))
	access = must(server.IssueToken(control.TokenRequest{})).AccessToken
	if got := left(); got != "627.3615" {
		t.Errorf("after a reset of everything: got %s, want 627.3615", got)
	}
}

// TestAccountsAreAsTheyAre adds an account again as it is listed: it loses nothing
// that it has come to since it was registered.
func TestAccountsAreAsTheyAre(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	access := must(server.IssueToken(control.TokenRequest{})).AccessToken
	for path, form := range map[string]url.Values{
		"/api/sms":                       {"to": {"4915126716517"}, "text": {"hello"}},
		"/api/subaccounts?action=create": {"name": {"Sub"}, "email": {"sub@acme.inc"}},
		"/api/hooks":                     {"action": {"subscribe"}, "event_type": {"sms_mo"}, "target_url": {"https://acme.inc/hook"}},
	} {
		if w := post(server, path, form).bearer(access).answer(); w.Code != http.StatusOK {
			t.Fatalf("%s: got %d %s", path, w.Code, w.Body)
		}
	}
	registered := must(server.World()).Accounts[0]
	john := must(server.Accounts())[0]
	if john.Balance == registered.Balance || len(john.Subaccounts) != len(registered.Subaccounts)+1 || len(john.Hooks) != len(registered.Hooks)+1 {
		t.Errorf("got %+v, want it with another balance, a subaccount and a webhook more than %+v", john, registered)
	}
	must(server.AddAccount(john))
	if again := must(server.Accounts())[0]; !reflect.DeepEqual(again, john) {
		t.Errorf("added again: got %+v, want %+v", again, john)
	}
}
