package gateway_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
)

// A page in an order has the same contacts, however few of many it shows.
func TestPageOfManyContacts(t *testing.T) {
	t.Parallel()
	account := fixtures.Account{Name: "john"}
	for i := range 1000 {
		account.Contacts = append(account.Contacts, fixtures.Contact{LastName: fmt.Sprintf("Doe%d", i*7919%100)})
	}
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{account}})
	data := func(query string) string {
		body := w.get("/api/contacts?" + query).body
		return body[strings.Index(body, "[")+1 : strings.LastIndex(body, "]")]
	}
	for _, order := range []string{"", "order_by=lastname", "order_direction=desc", "order_by=lastname&order_direction=desc"} {
		all := data(order + "&limit=1000")
		for _, offset := range []int{0, 1, 30} {
			page := data(fmt.Sprintf("%s&limit=5&offset=%d", order, offset))
			first := data(fmt.Sprintf("%s&limit=%d", order, offset+5))
			if page == "" || !strings.HasPrefix(all, first) || !strings.HasSuffix(first, page) {
				t.Errorf("%s: the page at %d is not that of the whole list: %s", order, offset, page)
			}
		}
	}
}

// Names that nobody has cost no look through the contacts.
func TestUnknownNames(t *testing.T) {
	allocations := func(contacts int) float64 {
		account := fixtures.Account{Name: "john"}
		for i := range contacts {
			account.Contacts = append(account.Contacts, fixtures.Contact{LastName: fmt.Sprint("Doe", i), Number: fmt.Sprintf("49171%05d", i)})
		}
		w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{account}})
		form := url.Values{"to": {strings.Repeat("nobody,", 100)}, "text": {"Hi"}}.Encode()
		return testing.AllocsPerRun(5, func() { w.post("/api/sms", form) })
	}
	if few, many := allocations(10), allocations(10_000); many > few+20 {
		t.Errorf("%v allocations beside 10,000 contacts, %v beside ten", many, few)
	}
}

// A contact is found by the name that it has, and not by one that it had.
func TestNamesOfContacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{Accounts: []fixtures.Account{{Name: "john", Contacts: []fixtures.Contact{{ID: 5, LastName: "Doe", Number: "491716992343"}}}}})
	send := func(want string, name string) {
		t.Helper()
		if got := w.post("/api/sms", "text=Hi&debug=1&to="+name).body; got != want {
			t.Errorf("to %s: got %s, want %s", name, got, want)
		}
	}
	send("100", "Doe")
	w.post("/api/contacts?action=write", "id=5&nick=Roe")
	send("202", "Doe")
	send("100", "Roe")
	w.post("/api/contacts?action=del", "id=5")
	send("202", "Roe")
}
