package mockserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// shared is a server on which two clients and an API key have worked in one
// account, in which the world has a contact.
func shared(t *testing.T) *mockserver.Server {
	t.Helper()
	server := newServer(t, func(w *fixtures.World) {
		w.Clients = append(w.Clients, fixtures.Client{ID: "shop", Public: true})
		w.Accounts[0].Contacts = []fixtures.Contact{{LastName: "World"}}
		w.Tokens = append(w.Tokens, fixtures.Token{AccessToken: "shops", Client: "shop", Scope: "sms contacts hooks balance"}, fixtures.Token{AccessToken: "tests", Client: "testclient", Scope: "sms contacts hooks balance"})
	})
	for _, by := range []string{"shops", "tests", "sms77-api-key"} {
		for _, order := range []struct {
			path string
			form url.Values
		}{
			{"/api/sms", url.Values{"to": {"491716992343"}, "text": {"by " + by}}},
			{"/api/contacts", url.Values{"lastname": {"by " + by}}},
			{"/api/hooks", url.Values{"target_url": {"http://localhost/" + by}, "event_type": {"all"}}},
		} {
			r := post(server, order.path, order.form)
			if r.Header.Set("X-Api-Key", by); by != "sms77-api-key" {
				r.Header.Del("X-Api-Key")
				r = r.bearer(by)
			}
			if w := r.answer(); w.Code != http.StatusOK {
				t.Fatalf("%s by %s: got %d %s", order.path, by, w.Code, w.Body)
			}
		}
	}
	return server
}

// has tells whose traces an account has, and its credit.
func has(server *mockserver.Server) string {
	ask := func(path string) string {
		r := get(server, path)
		r.Header.Set("X-Api-Key", "sms77-api-key")
		return r.answer().Body.String()
	}
	all := ask("/api/contacts") + ask("/api/hooks")
	for _, m := range must(server.Messages(control.MessageFilter{})) {
		all += m.Text
	}
	var found []string
	for _, by := range []string{"World", "by shops", `\/shops`, "by tests", `\/tests`, "by sms77", `\/sms77`} {
		if strings.Contains(all, by) {
			found = append(found, by)
		}
	}
	return strings.Join(found, " ") + " " + ask("/api/balance")
}

// A reset takes back what its owner has done, and nothing of others.
func TestResetOfAnOwner(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		whose control.Owner
		want  string
	}{
		{control.OfClient("joomla"), `World by shops \/shops by tests \/tests by sms77 \/sms77 627.1365`},
		{control.OfClient("shop"), `World by tests \/tests by sms77 \/sms77 627.2115`},
		{control.OfAccount("john"), `World 627.3615`},
	} {
		server := shared(t)
		must(server.Reset(test.whose))
		if got := has(server); got != test.want {
			t.Errorf("%+v: got %s, want %s", test.whose, got, test.want)
		}
	}
}

// Who is taken away leaves nothing of its own, and a whole reset brings it back.
func TestRemovalTakesWhatBelongs(t *testing.T) {
	t.Parallel()
	server := shared(t)
	must(server.Inject(control.Fault{Preset: "slow", ClientID: "testclient"}))
	if err := server.RemoveClient("testclient"); err != nil {
		t.Fatal(err)
	}
	for _, token := range must(server.Tokens(control.TokenFilter{})) {
		if token.ClientID == "testclient" {
			t.Errorf("%s is still there", token.Token)
		}
	}
	if got := must(server.Faults()); len(got) != 0 {
		t.Errorf("got the faults %v, want none", got)
	}
	world := must(server.World())
	if err := world.Check(); err != nil {
		t.Errorf("the world has mistakes: %v", err)
	}
	must(server.Reset(control.Everything()))
	if got := get(server, "/api/balance").bearer("tests").answer(); got.Code != http.StatusOK {
		t.Errorf("after a reset: got %d %s", got.Code, got.Body)
	}
}

// What came later is chosen by what came before, also by what is there no more.
func TestAfter(t *testing.T) {
	t.Parallel()
	server := shared(t)
	messages := must(server.Messages(control.MessageFilter{}))
	for after, want := range map[string]int{"": 3, messages[0].ID: 2, messages[2].ID: 0} {
		if got := must(server.Messages(control.MessageFilter{After: after})); len(got) != want {
			t.Errorf("after %q: got %d messages, want %d", after, len(got), want)
		}
	}
	if got := must(server.WaitForMessage(t.Context(), control.MessageFilter{After: messages[1].ID})); got.ID != messages[2].ID {
		t.Errorf("got message %s, want %s", got.ID, messages[2].ID)
	}
	if got := read[[]control.Message](t, server, "GET messages?after="+messages[1].ID, ""); len(got) != 1 {
		t.Errorf("over HTTP: got %d messages, want 1", len(got))
	}
	if got := read[[]control.Entry](t, server, "GET requests/wait?after=8", ""); len(got) != 1 || got[0].ID != 9 {
		t.Errorf("over HTTP: got %v, want request 9", got)
	}
}
