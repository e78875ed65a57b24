package gateway_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// agency is a world with a key that acts for the subaccount 17.
func agency() fixtures.World {
	return fixtures.World{Accounts: []fixtures.Account{{
		Name: "john", Balance: "9", Keys: []fixtures.Key{{Key: "agency", Subaccounts: true}},
		Subaccounts: []fixtures.Subaccount{{ID: 17, Name: "Jane", Email: "jane@acme.inc", Balance: "500"}},
	}}}
}

// inSubaccount makes a request in the name of the subaccount 17.
func (w *world) inSubaccount(method, path string) string {
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("X-Api-Key", "agency")
	r.Header.Set("X-Account-Id", "17")
	return w.do(r).body
}

// What a subaccount subscribes tells of its messages, not of the account's.
func TestWebhooksOfSubaccount(t *testing.T) {
	t.Parallel()
	r := newReceiver(t, 200)
	w := newWorld(t, agency())
	w.inSubaccount("POST", "/api/hooks?action=subscribe&event_type=dlr&request_method=JSON&target_url="+r.URL)
	w.post("/api/sms", "to=491716992343&text=main")
	w.clock.Advance(time.Second)
	if got := r.got(); got != nil {
		t.Fatalf("after a message of the account: got %v", got)
	}
	w.inSubaccount("POST", "/api/sms?to=491716992343&text=sub")
	w.clock.Advance(time.Second)
	messages := w.Messages(control.MessageFilter{Account: "john", Text: "sub"})
	if len(messages) != 1 {
		t.Fatalf("got the messages %v, want one", messages)
	}
	if _, err := w.SetStatus(messages[0].ID, fixtures.NotDelivered); err != nil {
		t.Fatal(err)
	}
	got := r.got()
	if len(got) != 2 || !strings.Contains(got[0].body, `"DELIVERED"`) || !strings.Contains(got[1].body, `"NOTDELIVERED"`) {
		t.Errorf("got %v, want that the message was delivered, then that it was not", got)
	}
}

// A message to a number that the subaccount has ordered is in its journal only.
func TestNumberOfSubaccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, agency())
	number := fixtures.World{}.Complete().Gateway.Numbers[0].Number
	if got := w.inSubaccount("POST", "/api/numbers/order?number="+number); got != `{"success":true,"error":null}` {
		t.Fatal(got)
	}
	if _, err := w.Receive(control.Inbound{From: "491716992343", To: number, Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	if got := w.get("/api/journal/inbound").body; got != "[]" {
		t.Errorf("the account's journal: got %s", got)
	}
	if got := w.inSubaccount("GET", "/api/journal/inbound"); !strings.Contains(got, `"text":"Hi"`) {
		t.Errorf("the subaccount's journal: got %s", got)
	}
	if got := w.Messages(control.MessageFilter{Direction: control.Incoming}); len(got) != 1 || got[0].Account != "john" {
		t.Errorf("the tester sees %v", got)
	}
	w.post("/api/subaccounts/delete", "id=17")
	if got := w.post("/api/numbers/order", "number="+number).body; got != `{"success":true,"error":null}` {
		t.Errorf("ordering the number of a deleted subaccount: got %s", got)
	}
}

// A subaccount comes back with its number and its credit.
func TestSnapshotOfSubaccount(t *testing.T) {
	t.Parallel()
	w := newWorld(t, agency())
	w.inSubaccount("POST", "/api/sms?to=491716992343&text=Hi")
	if got := w.state().Accounts[0]; got.Balance != "9.0000" || got.Subaccounts[0].Balance != "499.9250" || got.Subaccounts[0].ID != 17 {
		t.Errorf("got the balance %s and the subaccounts %+v", got.Balance, got.Subaccounts)
	}
	if got := w.Balance("john"); got != "9.0000" {
		t.Errorf("/me would show %s", got)
	}
	w.Reset(control.OfAccount("john"))
	if got := w.inSubaccount("GET", "/api/balance"); got != "500" {
		t.Errorf("after a reset: got %s", got)
	}
}
