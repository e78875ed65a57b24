package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
)

// What an account has added to its contacts is in the state that is handed on.
func TestSnapshotOfOwnProperties(t *testing.T) {
	t.Parallel()
	john := fixtures.Account{Name: "john", ContactProperties: []string{"size", "colour"}}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{john}})
	w.post("/api/contacts", "lastname=Doe&size=42")
	accounts := w.state().Accounts
	want := []fixtures.Contact{{ID: 12297236, LastName: "Doe", Client: "testclient", Created: "2023-08-23T14:13:08.802Z", Properties: map[string]string{"size": "42"}}}
	if diff := cmp.Diff(want, accounts[0].Contacts); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	again := newWorld(t, fixtures.World{Accounts: accounts})
	if got, want := again.get("/api/contacts").body, w.get("/api/contacts").body; got != want {
		t.Errorf("in another double: got %s, want %s", got, want)
	}
}
