package gateway_test

import (
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// An account that is registered again, as it is but for its credit, has what it
// sent and received, and so have its subaccounts; what is due still comes.
func TestAmendedAccountKeepsItsMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{
		Name: "john", Balance: "5",
		Keys:        []fixtures.Key{{Key: "main", Subaccounts: true}},
		Subaccounts: []fixtures.Subaccount{{Name: "Sub", Email: "sub@acme.inc", ID: 7, Balance: "3"}, {Name: "Old", Email: "old@acme.inc", ID: 8}},
	}}})
	hook := newReceiver(t, 200)
	subscribe(t, w, hook.URL, "dlr", "JSON")
	w.post("/api/sms", "to=491716992343&text=Hi")
	w.post("/api/voice", "to=491716992343&text=Hi")
	r := requestTo("POST /api/sms?to=491716992344&text=Hi")
	r.Header.Set("X-Api-Key", "main")
	r.Header.Set("X-Account-Id", "7")
	if got := w.do(r); got.body != "100" {
		t.Fatalf("for the subaccount: got %s (%s)", got.body, got.call.Reason)
	}
	if _, err := w.Receive(control.Inbound{From: "491716992343", Text: "Yes"}); err != nil {
		t.Fatal(err)
	}
	before := w.state()
	john := w.Accounts(w.oauth.Accounts())[0]
	john.Balance = "10"
	john.Subaccounts = john.Subaccounts[:1]
	if _, err := w.oauth.AddAccount(john); err != nil {
		t.Fatal(err)
	}
	w.Amend("john")
	after := w.state()
	if diff := cmp.Diff(before.Messages, after.Messages); diff != "" || len(after.Messages) != 3 {
		t.Errorf("sent: want -, got +:\n%s", diff)
	}
	if diff := cmp.Diff(before.Received, after.Received); diff != "" || len(after.Received) != 1 {
		t.Errorf("received: want -, got +:\n%s", diff)
	}
	if got := w.Messages(control.MessageFilter{Direction: control.Incoming}); len(got) != 1 {
		t.Errorf("the tester sees %d messages that came in, want 1", len(got))
	}
	john = w.Accounts(w.oauth.Accounts())[0]
	if john.Balance != "10.0000" || len(john.Subaccounts) != 1 || len(john.Hooks) != 1 {
		t.Errorf("got %+v, want another credit, one subaccount and the webhook", john)
	}
	w.clock.Advance(time.Minute)
	if got := hook.got(); len(got) != 1 {
		t.Errorf("%d reports came, want 1", len(got))
	}
	if got := w.post("/api/sms", "to=491716992343&text=Hi").body; got != "100" {
		t.Errorf("sent again: got %s, want 100", got)
	}
}

// What an account does not have any more when it is registered again, it has no more in
// any way; its subaccounts are as they are given.
func TestAmendedAccountHasWhatIsGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{
		{
			Name: "john", Balance: "5", Numbers: []fixtures.OwnNumber{{Number: "4571234567"}},
			Contacts:    []fixtures.Contact{{LastName: "Doe", Number: "491716992343"}},
			Subaccounts: []fixtures.Subaccount{{Name: "Sub", Email: "sub@acme.inc", ID: 7, Balance: "3"}},
		},
		{Name: "jim", Balance: "500", APIKeys: []string{"jim"}},
	}})
	if got := w.post("/api/sms", "to=Doe&text=Hi"); got.body != "100" {
		t.Fatalf("to a contact: got %s (%s)", got.body, got.call.Reason)
	}
	w.oauth.AddAccount(fixtures.Account{
		Name: "john", Balance: "12", Subaccounts: []fixtures.Subaccount{{Name: "New", Email: "new@acme.inc", Company: "Acme", ID: 7, Balance: "4"}},
	})
	w.Amend("john")
	if got := w.Balance("john"); got != "12.0000" {
		t.Errorf("/me shows %s, want 12.0000", got)
	}
	if got := w.post("/api/sms", "to=Doe&text=Hi").body; got == "100" {
		t.Errorf("to a contact that is gone: got 100")
	}
	john := w.Accounts(w.oauth.Accounts())[0]
	if len(john.Subaccounts) != 1 || john.Subaccounts[0].Name != "New" || john.Subaccounts[0].Company != "Acme" || john.Subaccounts[0].Balance != "4.0000" {
		t.Errorf("got %+v, want the subaccount as it is given", john.Subaccounts)
	}
	r := requestTo("POST /api/numbers/order?number=4571234567")
	r.Header.Set("X-Api-Key", "jim")
	if got := w.do(r); got.body != `{"success":true,"error":null}` {
		t.Errorf("another account orders the number: got %s (%s)", got.body, got.call.Reason)
	}
}

// Of registrations at once the last one counts, for the gateway too.
func TestAmendedAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Balance: "5"}}})
	w.post("/api/sms", "to=491716992343&text=Hi")
	for round := range 200 {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				w.oauth.AddAccount(fixtures.Account{Name: "john", Balance: strconv.Itoa(round) + "." + strconv.Itoa(i) + "000"})
				w.Amend("john")
			})
		}
		all.Wait()
		registered := w.oauth.Accounts()
		if want, got := registered[0].Balance, w.Accounts(registered)[0].Balance; got != want {
			t.Fatalf("round %d: the gateway has %s, want %s", round, got, want)
		}
	}
}
