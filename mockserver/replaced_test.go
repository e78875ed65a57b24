package mockserver_test

import (
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// An account that is replaced is as it was posted, whoever has asked for the old
// one, and even if it is posted as before.
func TestReplacedAccountIsAsPosted(t *testing.T) {
	t.Parallel()
	for _, asked := range []bool{false, true} {
		server := newServer(t, nil)
		account := fixtures.Account{Name: "jane", Balance: "5", APIKeys: []string{"key"}, Contacts: []fixtures.Contact{{LastName: "Doe"}}}
		place := func() {
			t.Helper()
			if _, err := server.AddAccount(account); err != nil {
				t.Fatal(err)
			}
		}
		api := func(path string, form url.Values) string {
			form.Set("p", "key")
			return post(server, path, form).answer().Body.String()
		}
		place()
		if asked {
			api("/api/sms", url.Values{"to": {"491716992343"}, "text": {"Hi"}})
			api("/api/contacts", url.Values{"lastname": {"Roe"}})
		}
		place()
		if got := api("/api/balance", url.Values{}); got != "5" {
			t.Errorf("asked before %t: posted again, got the balance %s, want 5", asked, got)
		}
		account.Balance, account.Contacts = "7", []fixtures.Contact{{LastName: "Poe"}}
		place()
		if got := api("/api/balance", url.Values{}); got != "7" {
			t.Errorf("asked before %t: got the balance %s, want 7", asked, got)
		}
		if got := api("/api/contacts", url.Values{"action": {"read"}}); strings.Count(got, "\n") != 1 || !strings.Contains(got, "Poe") {
			t.Errorf("asked before %t: got the contacts %s, want Poe", asked, got)
		}
		if _, err := server.Reset(control.OfAccount("jane")); err != nil {
			t.Fatal(err)
		}
	}
}
