package gateway

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
)

// fillAddressBook gives an account the contacts that the world has for it.
func (st *state) fillAddressBook(a *account, contacts []fixtures.Contact) {
	for _, w := range contacts {
		a.addressBook.AddContact(addressbook.Configured(ids.Named(&st.ids.Contact, w.ID), w, st.moment(w.Created)))
	}
}

// fillGroups gives an account the groups that the world has for it.
func (st *state) fillGroups(a *account, groups []fixtures.Group) {
	for _, g := range groups {
		a.addressBook.AddGroup(&addressbook.Group{ID: g.ID, Name: g.Name, Client: g.Client, Created: st.moment(g.Created)})
		ids.Raise(&st.ids.Group, g.ID+1)
	}
}

// addContact puts an empty contact of a request into the account's address book.
func (st *state) addContact(q *request) *addressbook.Contact {
	c := addressbook.NewContact(ids.Take(&st.ids.Contact), q.call.ClientID, q.now)
	q.account.addressBook.AddContact(c)
	return c
}

// contact returns the contact with an id as a client writes it, or nil.
func (a *account) contact(id string) *addressbook.Contact {
	return a.addressBook.Contact(ids.Number(id))
}

// group returns the group with an id as a client writes it, or nil.
func (a *account) group(id string) *addressbook.Group { return a.addressBook.Group(ids.Number(id)) }

// contact is a contact of an account's, as a thing.
type contact struct{ *addressbook.Contact }

func (c contact) write(p page) {
	has := p.has()
	*has.Contacts = append(*has.Contacts, p.of.addressBook.Written(c.Contact, p.of.ContactProperties))
}

// group is the same for a group.
type group struct{ *addressbook.Group }

func (g group) write(p page) {
	has := p.has()
	*has.Groups = append(*has.Groups, g.Written())
}
