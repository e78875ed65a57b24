package gateway

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// contact is an entry in an account's address book.
type contact struct {
	id         int
	serial     int    // in the order in which they came
	indexed    string // name under which it is found
	client     string // whose token made it; "" if it was an API key
	avatar     string
	groups     []int
	properties map[string]string // by the name of today's API; what is not there is null
	mobile     recipient         // the mobile number as one that is sent to
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

// addContact puts an empty contact into the address book.
func (st *state) addContact(a *account, client string, now time.Time) *contact {
	c := &contact{id: ids.Take(&st.ids.Contact), client: client, properties: map[string]string{}, created: now}
	st.keepContact(a, c)
	return c
}

func (st *state) keepContact(a *account, c *contact) {
	c.serial = ids.Take(&st.serial)
	a.contacts.Add(c, maxEntries)
	a.index(c)
}

func (c *contact) Key() int { return c.id }

// What a contact takes besides what it says, about, in bytes.
const contactOverhead = 600

// Weight is about how many bytes it takes.
func (c *contact) Weight() int {
	bytes := contactOverhead + len(c.avatar) + 8*len(c.groups)
	for _, value := range c.properties {
		bytes += 100 + 2*len(value) // it may be part of the name
	}
	return bytes
}

// wrote notes that a contact has been changed.
func (a *account) wrote(c *contact) {
	a.unindex(c)
	a.contacts.Changed(c)
	a.index(c)
}

func (a *account) index(c *contact) {
	c.indexed = c.name()
	a.names[c.indexed] = append(a.names[c.indexed], c)
}

func (a *account) unindex(c *contact) {
	a.names[c.indexed] = slices.DeleteFunc(a.names[c.indexed], func(other *contact) bool { return other == c })
	if len(a.names[c.indexed]) == 0 {
		delete(a.names, c.indexed)
	}
}

// fillAddressBook gives an account the contacts that the world has for it.
func (st *state) fillAddressBook(a *account, contacts []fixtures.Contact) {
	for _, configured := range contacts {
		c := &contact{client: configured.Client, properties: map[string]string{}, created: st.moment(configured.Created)}
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
		c.id = ids.Named(&st.ids.Contact, configured.ID)
		st.keepContact(a, c)
	}
}

func (c *contact) write(p page) {
	has := p.has()
	*has.Contacts = append(*has.Contacts, p.of.asWritten(c))
}

// asWritten returns one of the account's contacts as a world has it.
func (a *account) asWritten(c *contact) fixtures.Contact {
	property := func(name string) string { return c.properties[name] }
	return fixtures.Contact{
		FirstName: property(propertyFirstName), LastName: property(propertyLastName), Number: property(propertyMobile), Email: property(propertyEmail),
		HomeNumber: property(propertyHome), Address: property("address"), PostalCode: property("postal_code"), City: property("city"),
		Birthday: property("birthday"), Notes: property("notes"), Avatar: c.avatar, ID: c.id, Client: c.client, Groups: slices.Clone(c.groups),
		Created: fixtures.WriteMoment(c.created), Properties: c.own(a.ContactProperties), MissingGroups: a.missing(c.groups),
	}
}

// missing returns the ids of groups that the account does not have.
func (a *account) missing(groups []int) (missing []int) {
	for _, id := range groups {
		if a.groups.Find(id) == nil {
			missing = append(missing, id)
		}
	}
	return missing
}

// own returns what the contact has of the properties that its account has added,
// nil if that is nothing.
func (c *contact) own(added []string) (own map[string]string) {
	for _, name := range added {
		if value := c.properties[name]; value != "" {
			if own == nil {
				own = map[string]string{}
			}
			own[name] = value
		}
	}
	return own
}

// contact returns the contact with an id as a client writes it, or nil.
func (a *account) contact(id string) *contact { return a.contacts.Find(ids.Number(id)) }

// deleteContact takes a contact out of the address book.
func (a *account) deleteContact(c *contact) {
	a.unindex(c)
	a.contacts.Remove(func(other *contact) bool { return other == c })
}

// set writes a property; an empty one is null. Numbers are kept in international
// form.
func (c *contact) set(property, value string) {
	if property == propertyHome || property == propertyMobile {
		value = number.Normalised(value)
	}
	value = strings.Clone(value) // and not what it was sent in
	if property == propertyMobile {
		c.mobile = readRecipient(value)
	}
	if value == "" {
		delete(c.properties, property)
		return
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
