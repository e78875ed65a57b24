package gateway_test

import (
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// TestInboundToOwnNumber holds that an SMS comes in at the account that has
// ordered the number, as long as it has it.
func TestInboundToOwnNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{
		{Name: "john"},
		{Name: "jim", APIKeys: []string{"jim"}, Numbers: []fixtures.OwnNumber{{Number: "4915228895456"}}},
	}})
	receive := func(to, account string) {
		t.Helper()
		m, err := w.Receive(control.Inbound{From: "491716992343", To: to, Text: "Hi"})
		if err != nil {
			t.Fatal(err)
		}
		if m.Account != account {
			t.Errorf("an SMS to %s came in at %s, want %s", to, m.Account, account)
		}
	}
	receive("+49 1522 8895456", "jim")
	receive("4915228817386", "john") // nobody's: the first account's

	r := requestTo("DELETE /api/numbers/active/4915228895456?delete_immediately=1")
	r.Header.Set("X-Api-Key", "jim")
	if got := w.do(r); got.body != `{"success":true}` {
		t.Fatalf("giving it back: got %s", got.body)
	}
	receive("4915228895456", "john")
	w.Amend("jim")
	receive("4915228895456", "jim") // as the world has it
}

// TestResetGivesBack holds that a client's reset undoes its orders and its groups,
// and an account's all of them.
func TestResetGivesBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	order := func() {
		t.Helper()
		w.post("/api/groups", "name=Friends")
		if got := w.post("/api/numbers/order", "number=4571234567").body; got != `{"success":true,"error":null}` {
			t.Errorf("order: got %s", got)
		}
	}
	for _, whose := range []control.Owner{control.OfClient("testclient"), control.OfAccount("john")} {
		order()
		w.Reset(whose)
		for path, want := range map[string]string{
			"/api/numbers/active": `{"activeNumbers":[]}`,
			"/api/groups":         `{"pagingMetadata":{"offset":0,"count":0,"total":0,"limit":10,"has_more":false},"data":[]}`,
			"/api/balance":        "627.3615",
		} {
			if got := w.get(path).body; got != want {
				t.Errorf("%+v, %s: got %s, want %s", whose, path, got, want)
			}
		}
	}
	order() // is offered again
}
