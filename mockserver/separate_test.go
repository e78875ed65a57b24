package mockserver_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// Who gave a server its world may go on with that: the server does not notice.
func TestWorldIsItsOwn(t *testing.T) {
	t.Parallel()
	w := fixtures.Default()
	server, err := mockserver.New(w)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	unchanged := func(what string) {
		t.Helper()
		w.Accounts[0].Name, w.Clients[0].ID = "jane", "otherclient"
		got, err := server.World()
		if err != nil {
			t.Fatal(err)
		}
		if got.Accounts[0].Name != "john" || got.Clients[0].ID != "testclient" {
			t.Errorf("%s: got %s and %s, want john and testclient", what, got.Accounts[0].Name, got.Clients[0].ID)
		}
	}
	unchanged("new")
	w = fixtures.Default()
	if err := server.Load(w); err != nil {
		t.Fatal(err)
	}
	unchanged("loaded")
}
