package addressbook_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/kept"
)

var start = time.Date(2023, 8, 23, 14, 13, 8, 0, time.UTC)

// contact returns a contact by a last name, with a number and in groups.
func contact(id int, name, number string, groups ...int) *addressbook.Contact {
	c := addressbook.NewContact(id, "app", start)
	c.Set(addressbook.LastName, name)
	c.Set(addressbook.Mobile, number)
	c.Groups = groups
	return c
}

// newBook returns a book of Doe, in group 7, and Roe, with group 7 by the name of team.
func newBook() (b *addressbook.Book, doe, roe *addressbook.Contact, team *addressbook.Group) {
	b = &addressbook.Book{}
	b.Begin((*kept.Total)(nil).Room(1<<20), 3)
	doe, roe, team = contact(1, "Doe", "0171 6992343", 7, 8), contact(2, "Roe", "0171 6992344"), &addressbook.Group{ID: 7, Name: "team"}
	b.AddContact(doe)
	b.AddContact(roe)
	b.AddGroup(team)
	return b, doe, roe, team
}

// meant returns the names of whom an item of a request's list means; one that is not
// valid has a question mark.
func meant(b *addressbook.Book, items ...string) []string {
	search := b.Search()
	var to []addressbook.Recipient
	for _, item := range items {
		to = search.Add(to, addressbook.Read(item))
	}
	var names []string
	for _, r := range to {
		if !r.Valid {
			r.Name += "?"
		}
		names = append(names, r.Name)
	}
	return names
}

// A number means itself, a name whoever is called so or is in a group that is, once
// each.
func TestSearch(t *testing.T) {
	t.Parallel()
	b, _, _, _ := newBook()
	b.AddContact(contact(3, "team", "0171 6992345", 7))
	b.AddGroup(&addressbook.Group{ID: 8, Name: "team"})
	b.AddGroup(&addressbook.Group{ID: 9, Name: "empty"})
	const first, second, third = "491716992343", "491716992344", "491716992345"
	for _, test := range []struct{ items, want []string }{
		{[]string{"+49 171 6992343"}, []string{first}},
		{[]string{"Roe"}, []string{second}},
		{[]string{"team", "Roe", "team"}, []string{first, third, second, first, third}},
		{[]string{"roe", "empty", ""}, []string{"roe?", "empty?", "?"}},
	} {
		if got := meant(b, test.items...); !slices.Equal(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.items, got, test.want)
		}
	}
}

// A contact is found by the name that it has; what is taken out is found no more, and has
// no members.
func TestChanges(t *testing.T) {
	t.Parallel()
	b, doe, roe, team := newBook()
	doe.Set(addressbook.FirstName, "John")
	b.ChangedContact(doe)
	if got, want := meant(b, "Doe", "John Doe"), []string{"Doe?", "491716992343"}; !slices.Equal(got, want) {
		t.Errorf("with another name: got %q, want %q", got, want)
	}
	b.RemoveGroup(team)
	if got := meant(b, "team"); got[0] != "team?" || !slices.Equal(doe.Groups, []int{8}) || b.Group(7) != nil {
		t.Errorf("without the group: got %q, and the contact is in %v", got, doe.Groups)
	}
	b.RemoveContact(roe)
	if got := meant(b, "Roe"); got[0] != "Roe?" || b.Contact(2) != nil || b.Contact(1) != doe {
		t.Errorf("without the contact: got %q", got)
	}
	b.Forget(func(client string) bool { return client == "app" })
	if got := meant(b, "John Doe"); got[0] != "John Doe?" || len(slices.Collect(b.Contacts())) != 0 {
		t.Errorf("without the client: got %q", got)
	}
}

// The oldest give way, with their names and to their members; whoever keeps the lists
// elsewhere is told.
func TestLists(t *testing.T) {
	t.Parallel()
	b, doe, _, _ := newBook()
	there := map[any]bool{}
	note := func(_ uint64, x any, is bool) {
		if there[x] = true; !is {
			delete(there, x)
		}
	}
	contacts, groups := addressbook.ContactList{Book: b}, addressbook.GroupList{Book: b}
	contacts.Watch(note)
	groups.Watch(note)
	for i := range 3 {
		b.AddGroup(&addressbook.Group{ID: 100 + i, Name: fmt.Sprint("group ", i)})
	}
	if b.Group(7) != nil || !slices.Equal(doe.Groups, []int{8}) || !there[doe] {
		t.Errorf("the group has not given way: its member is in %v, and is told of: %t", doe.Groups, there[doe])
	}
	for i := range 3 {
		b.AddContact(contact(100+i, "Poe", fmt.Sprint("017169923", 50+i)))
	}
	if got := meant(b, "Doe"); got[0] != "Doe?" || len(there) != 6 {
		t.Errorf("the contact has not given way: got %q, and told of %d things, want 6", got, len(there))
	}
	all := map[any]bool{}
	enter := func(_ uint64, x any) { all[x] = true }
	contacts.Each(enter)
	groups.Each(enter)
	if !reflect.DeepEqual(there, all) {
		t.Errorf("told of %v, want %v", there, all)
	}
	contacts.Clear()
	groups.Clear()
	if got := meant(b, "Poe", "group 1"); !slices.Equal(got, []string{"Poe?", "group 1?"}) || len(there) != 0 {
		t.Errorf("cleared: got %q, and %v are there still", got, there)
	}
}

// What a world says of a contact is written again; what it is called is made from that.
func TestContact(t *testing.T) {
	t.Parallel()
	b, _, _, _ := newBook()
	w := fixtures.Contact{
		FirstName: "ähm", LastName: "Doe", Number: "491716992343", Email: "a@b.c", HomeNumber: "4930123456", Address: "d", PostalCode: "e", City: "f",
		Birthday: "g", Notes: "h", Avatar: "http://i/", ID: 5, Client: "app", Groups: []int{7, 9}, MissingGroups: []int{9},
		Created: "2023-08-23T14:13:08Z", Properties: map[string]string{"own": "j"},
	}
	c := addressbook.Configured(5, w, start)
	if got := b.Written(c, []string{"own", "none"}); !reflect.DeepEqual(got, w) {
		t.Errorf("got\n%+v, want\n%+v", got, w)
	}
	if c.Name() != "ähm Doe" || c.Initials() != "ÄD" || c.Get("own") != "j" || c.Get("none") != "" {
		t.Errorf("got the name %q and the initials %q", c.Name(), c.Initials())
	}
	c.Set(addressbook.Mobile, "0171 / 6992343")
	c.Set(addressbook.FirstName, "")
	if c.Get(addressbook.Mobile) != "491716992343" || c.Name() != "Doe" || c.Initials() != "D" {
		t.Errorf("got the number %q of %q (%s)", c.Get(addressbook.Mobile), c.Name(), c.Initials())
	}
}
