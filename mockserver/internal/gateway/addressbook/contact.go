package addressbook

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// Contact is an entry in an address book. After a change, [Book.ChangedContact] is to
// be called. [NewContact] makes one.
type Contact struct {
	ID      int
	Client  string // whose token made it; "" if it was an API key
	Avatar  string // URL of a picture
	Groups  []int  // ids of the groups that it is in
	Created time.Time

	serial     int               // in the order in which they came
	indexed    string            // name under which it is found
	properties map[string]string // by the name of today's API; what is not there is null
	mobile     Recipient         // the mobile number as one that is sent to
}

// Properties of a contact, in the names of today's API. All but the full name can
// be written.
const (
	FirstName = "firstname"
	LastName  = "lastname"
	Mobile    = "mobile_number"
	Email     = "email"
	FullName  = "fullname" // made from first and last name
	Home      = "home_number"
)

// Properties returns the names of the properties that can be written of every contact,
// in the order of answers; what an account has added follows.
func Properties() []string {
	return []string{FirstName, LastName, Home, Mobile, Email, "address", "postal_code", "city", "birthday", "notes"}
}

// NewContact returns an empty contact.
func NewContact(id int, client string, created time.Time) *Contact {
	return &Contact{ID: id, Client: client, Created: created, properties: map[string]string{}}
}

// Key is the contact's id.
func (c *Contact) Key() int { return c.ID }

// What a contact takes besides what it says, about, in bytes.
const overhead = 600

// Weight is about how many bytes it takes.
func (c *Contact) Weight() int {
	bytes := overhead + len(c.Avatar) + 8*len(c.Groups)
	for _, value := range c.properties {
		bytes += 100 + 2*len(value) // it may be part of the name
	}
	return bytes
}

// Get returns a property, "" if it is null.
func (c *Contact) Get(property string) string { return c.properties[property] }

// Set writes a property; an empty one is null. Numbers are kept in international
// form.
func (c *Contact) Set(property, value string) {
	if property == Home || property == Mobile {
		value = number.Normalised(value)
	}
	value = strings.Clone(value) // and not what it was sent in
	if property == Mobile {
		c.mobile = Read(value)
	}
	if value == "" {
		delete(c.properties, property)
		return
	}
	c.properties[property] = value
}

// Name returns first and last name.
func (c *Contact) Name() string {
	return strings.TrimSpace(c.properties[FirstName] + " " + c.properties[LastName])
}

// Initials returns the first letters of first and last name.
func (c *Contact) Initials() string {
	var initials strings.Builder
	for _, property := range []string{FirstName, LastName} {
		if r, size := utf8.DecodeRuneInString(c.properties[property]); size > 0 {
			initials.WriteString(strings.ToUpper(string(r)))
		}
	}
	return initials.String()
}

// Text returns everything in the contact that a search looks through.
func (c *Contact) Text() string {
	text := c.Name()
	for _, value := range c.properties {
		text += "\n" + value
	}
	return text
}

// Configured returns a contact of a world.
func Configured(id int, w fixtures.Contact, created time.Time) *Contact {
	c := NewContact(id, w.Client, created)
	c.Groups, c.Avatar = slices.Clone(w.Groups), w.Avatar
	c.Set(FirstName, w.FirstName)
	c.Set(LastName, w.LastName)
	c.Set(Mobile, w.Number)
	c.Set(Email, w.Email)
	c.Set(Home, w.HomeNumber)
	c.Set("address", w.Address)
	c.Set("postal_code", w.PostalCode)
	c.Set("city", w.City)
	c.Set("birthday", w.Birthday)
	c.Set("notes", w.Notes)
	for name, value := range w.Properties {
		c.Set(name, value)
	}
	return c
}

// Written returns a contact of the book as a world has it whose account has added
// properties of its own.
func (b *Book) Written(c *Contact, added []string) fixtures.Contact {
	return fixtures.Contact{
		FirstName: c.Get(FirstName), LastName: c.Get(LastName), Number: c.Get(Mobile), Email: c.Get(Email),
		HomeNumber: c.Get(Home), Address: c.Get("address"), PostalCode: c.Get("postal_code"), City: c.Get("city"),
		Birthday: c.Get("birthday"), Notes: c.Get("notes"), Avatar: c.Avatar, ID: c.ID, Client: c.Client, Groups: slices.Clone(c.Groups),
		Created: fixtures.WriteMoment(c.Created), Properties: c.own(added), MissingGroups: b.missing(c.Groups),
	}
}

// own returns what the contact has of the properties that its account has added,
// nil if that is nothing.
func (c *Contact) own(added []string) (own map[string]string) {
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
