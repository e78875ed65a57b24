package gateway

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// contact is an entry in an account's address book.
type contact struct {
	id         int
	client     string // whose token made it; "" if it was an API key
	avatar     string
	groups     []int
	properties map[string]string // by the name of today's API; what is not there is null
	created    time.Time
}

// Properties of a contact, in the names of today's API. All but the full name can
// be written.
const (
	propertyFirstName = "firstname"
	propertyLastName  = "lastname"
	propertyMobile    = "mobile_number"
	propertyEmail     = "email"
	propertyFullName  = "fullname" // made from first and last name
	propertyHome      = "home_number"
)

// contactProperties returns the names of the properties that can be written of
// every contact, in the order of answers; what an account has added follows.
func contactProperties() []string {
	return []string{propertyFirstName, propertyLastName, propertyHome, propertyMobile, propertyEmail, "address", "postal_code", "city", "birthday", "notes"}
}

// maxEntries is how many contacts an account may have, and how many subaccounts;
// the oldest give way.
const maxEntries = 10000

// addContact puts an empty contact into the address book.
func (st *state) addContact(a *account, client string, now time.Time) *contact {
	c := &contact{id: take(&st.ids.contact), client: client, properties: map[string]string{}, created: now}
	a.contacts = remember(a.contacts, c, maxEntries)
	return c
}

// fillAddressBook gives an account the contacts that the world has for it.
func (st *state) fillAddressBook(a *account, contacts []fixtures.Contact) {
	for _, configured := range contacts {
		c := st.addContact(a, configured.Client, st.now())
		c.groups = slices.Clone(configured.Groups)
		c.set(propertyFirstName, configured.FirstName)
		c.set(propertyLastName, configured.LastName)
		c.set(propertyMobile, configured.Number)
		c.set(propertyEmail, configured.Email)
		c.set(propertyHome, configured.HomeNumber)
		c.set("address", configured.Address)
		c.set("postal_code", configured.PostalCode)
		c.set("city", configured.City)
		c.set("birthday", configured.Birthday)
		c.set("notes", configured.Notes)
		for name, value := range configured.Properties {
			c.set(name, value)
		}
		c.avatar = configured.Avatar
		if configured.ID != 0 {
			c.id = configured.ID
			st.ids.contact = max(st.ids.contact, c.id+1)
		}
	}
}

// contact returns the contact with an id as a client writes it, or nil.
func (a *account) contact(id string) *contact {
	id = idOf(id)
	for _, c := range a.contacts {
		if id == strconv.Itoa(c.id) {
			return c
		}
	}
	return nil
}

// deleteContact takes a contact out of the address book.
func (a *account) deleteContact(c *contact) {
	a.contacts = slices.DeleteFunc(a.contacts, func(other *contact) bool { return other == c })
}

// set writes a property; an empty one is null. Numbers are kept in international
// form.
func (c *contact) set(property, value string) {
	if value == "" {
		delete(c.properties, property)
		return
	}
	if n, ok := number.Parse(value); ok && (property == propertyHome || property == propertyMobile) {
		value = n.E164()
	}
	c.properties[property] = value
}

// name returns first and last name.
func (c *contact) name() string {
	return strings.TrimSpace(c.properties[propertyFirstName] + " " + c.properties[propertyLastName])
}

// initials returns the first letters of first and last name.
func (c *contact) initials() string {
	var initials strings.Builder
	for _, property := range []string{propertyFirstName, propertyLastName} {
		if r, size := utf8.DecodeRuneInString(c.properties[property]); size > 0 {
			initials.WriteString(strings.ToUpper(string(r)))
		}
	}
	return initials.String()
}
