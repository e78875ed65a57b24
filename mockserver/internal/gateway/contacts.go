package gateway

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

func contactsEndpoints() []served {
	missing := endpoint.Answer{Status: "404", Description: "There is no such contact.", Content: endpoint.JSON(outcomeAnswer{})}
	return []served{
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "contacts", Name: "contacts",
			Summary: "The address book; with an action, the API until about 2023.",
			Answers: answers(contactList{}, []oldContact{}, oldContactAnswer{}),
		}, (*state).serveContacts),
		serve(endpoint.Endpoint{
			Methods: "POST", Path: "contacts", Name: "addContact",
			Summary: "Add a contact; with an action, the API until about 2023.",
			Answers: answers(contactAnswer{}, []oldContact{}, oldContactAnswer{}),
		}, (*state).serveNewContact),
		serve(endpoint.Endpoint{
			Methods: "GET", Path: "contacts/{id}", Name: "contact",
			Summary: "One contact.", Answers: append(answers(contactAnswer{}), missing),
		}, (*state).serveContact),
		serve(endpoint.Endpoint{
			Methods: "PATCH", Path: "contacts/{id}", Name: "changeContact",
			Summary: "Change what is given of a contact.", Answers: append(answers(contactAnswer{}), missing),
		}, (*state).serveContactChange),
		serve(endpoint.Endpoint{
			Methods: "DELETE", Path: "contacts/{id}", Name: "deleteContact",
			Summary: "Delete a contact.", Answers: answers(outcomeAnswer{}),
		}, (*state).serveContactDeletion),
	}
}

type contactsQuery struct {
	GroupID    string           `yaml:"group_id" doc:"Only those in this group."`
	Search     string           `yaml:"search" doc:"Only those with this text somewhere."`
	OrderBy    string           `yaml:"order_by" doc:"A property such as lastname."`
	Direction  string           `yaml:"order_direction" doc:"asc or desc; asc unless given."`
	Limit      endpoint.Natural `yaml:"limit" doc:"At most so many; 10 unless given."`
	Offset     endpoint.Natural `yaml:"offset" doc:"Leave out so many of the first."`
	oldAction  `yaml:",inline"`
	answerForm `yaml:",inline"`
}

// contactFields is what can be said of a contact. What is not sent stays as it
// is.
type contactFields struct {
	Avatar       *string       `yaml:"avatar" doc:"URL of a picture."`
	Groups       endpoint.List `yaml:"groups" doc:"Ids of the groups that it is in, between commas; groups[] may be repeated instead."`
	FirstName    *string       `yaml:"firstname" doc:"First name."`
	LastName     *string       `yaml:"lastname" doc:"Last name."`
	HomeNumber   *string       `yaml:"home_number" doc:"Other number, in any form."`
	MobileNumber *string       `yaml:"mobile_number" doc:"Mobile number, in any form."`
	Email        *string       `yaml:"email" doc:"E-mail address."`
	Address      *string       `yaml:"address" doc:"Street and house number."`
	PostalCode   *string       `yaml:"postal_code" doc:"Postal code."`
	City         *string       `yaml:"city" doc:"City."`
	Birthday     *string       `yaml:"birthday" doc:"Birthday."`
	Notes        *string       `yaml:"notes" doc:"Anything."`
}

type newContact struct {
	contactFields `yaml:",inline"`
	oldAction     `yaml:",inline"`
	answerForm    `yaml:",inline"`
}

type contactPath struct {
	ID string `yaml:"id" in:"path"`
}

type contactChange struct {
	contactPath   `yaml:",inline"`
	contactFields `yaml:",inline"`
}

// contactAnswer is a contact in today's API.
type contactAnswer struct {
	ID         int    `json:"id"`
	Avatar     string `json:"avatar"`
	Validation struct {
		State     *string `json:"state"`
		Timestamp *string `json:"timestamp"`
	} `json:"validation"` // of the number; nothing is validated here
	Initials   contactInitials     `json:"initials"`
	Properties contactPropertyList `json:"properties"`
	Groups     []int               `json:"groups"`
	Created    string              `json:"created"`
}

type contactInitials struct {
	Initials string `json:"initials"`
	Color    string `json:"color"`
}

// contactPropertyList are the properties of a contact: those of every contact,
// with the full name among them, then those that the account has added.
type contactPropertyList fields

// AppendJSON writes the properties as an object.
func (l contactPropertyList) AppendJSON(dst []byte) ([]byte, error) { return fields(l).AppendJSON(dst) }

// Schema describes the properties. Those that the account has added are strings
// or null as well, but oapi-codegen writes Go that does not compile for a map
// whose values may be null.
func (contactPropertyList) Schema() map[string]any {
	value := map[string]any{"type": []string{"string", "null"}}
	names := append(addressbook.Properties(), addressbook.FullName)
	members := map[string]any{}
	for _, name := range names {
		members[name] = value
	}
	return map[string]any{"type": "object", "properties": members, "required": names, "additionalProperties": map[string]any{}}
}

// answer returns a contact of the account as it stands in answers.
func (a *account) answer(c *addressbook.Contact) contactAnswer {
	var properties contactPropertyList
	for _, name := range addressbook.Properties() {
		properties = append(properties, field{name, phpwire.OrNull(c.Get(name))})
		if name == addressbook.LastName {
			properties = append(properties, field{addressbook.FullName, phpwire.OrNull(c.Name())})
		}
	}
	return contactAnswer{
		ID:         c.ID,
		Avatar:     c.Avatar,
		Initials:   contactInitials{Initials: c.Initials(), Color: "EEE0C9"},
		Properties: append(properties, a.own(c)...),
		Groups:     append([]int{}, c.Groups...),
		Created:    c.Created.Format(secondsForm),
	}
}

// own returns what a contact has of the properties that the account has added.
func (a *account) own(c *addressbook.Contact) (list fields) {
	for _, name := range a.ContactProperties {
		list = append(list, field{name, phpwire.OrNull(c.Get(name))})
	}
	return list
}

// contactList is a page of the address book.
type contactList struct {
	Data   []contactAnswer `json:"data"`
	Paging paging          `json:"pagingMetadata"`
}

// serveContacts lists contacts in today's API. The API that it has replaced
// lives at the same path; its requests have an action.
func (st *state) serveContacts(q *request, in *contactsQuery) (reply, error) {
	if in.Action != nil {
		return st.serveOldContacts(q, &in.oldAction)
	}
	return reply{json: in.page(q.account)}, nil
}

// serveNewContact adds a contact in today's API, or does what the old one is
// told.
func (st *state) serveNewContact(q *request, in *newContact) (reply, error) {
	if in.Action != nil {
		return st.serveOldContacts(q, &in.oldAction)
	}
	if err := q.readable(); err != nil {
		return reply{}, err
	}
	c := st.addContact(q)
	in.write(q, c)
	q.account.addressBook.ChangedContact(c)
	return reply{json: q.account.answer(c)}, nil
}

// page returns the page of an address book that a request is for.
func (in *contactsQuery) page(a *account) contactList {
	search, group := strings.ToLower(in.Search), ids.Read(in.GroupID)
	var found []*addressbook.Contact
	for c := range a.addressBook.Contacts() {
		inGroup := slices.ContainsFunc(c.Groups, func(id int) bool { return strconv.Itoa(id) == group })
		if (group == "" || inGroup) && (search == "" || strings.Contains(strings.ToLower(c.Text()), search)) {
			found = append(found, c)
		}
	}
	in.sort(found)

	page, p := pageOf(found, in.Limit, in.Offset, defaultContactLimit)
	list := contactList{Data: []contactAnswer{}, Paging: p}
	for _, c := range page {
		list.Data = append(list.Data, a.answer(c))
	}
	return list
}

// defaultContactLimit is how many contacts a page has unless limit says
// otherwise: as many as a page of groups has.
const defaultContactLimit = 10

// sort puts contacts into the order that a request wants, by a property or by
// age, as far as its page goes.
func (in *contactsQuery) sort(list []*addressbook.Contact) {
	by, sign := in.OrderBy, 1
	if strings.EqualFold(in.Direction, "desc") {
		sign = -1
	}
	sortFirst(list, in.Offset.N+in.Limit.Or(defaultContactLimit), func(a, b *addressbook.Contact) int {
		if by == "" {
			return sign * cmp.Compare(a.ID, b.ID)
		}
		return sign * cmp.Or(strings.Compare(a.Get(by), b.Get(by)), cmp.Compare(a.ID, b.ID))
	})
}

// write changes what a request says of a contact.
func (in *contactFields) write(q *request, c *addressbook.Contact) {
	if in.Avatar != nil {
		c.Avatar = *in.Avatar
	}
	for name, value := range map[string]*string{
		addressbook.FirstName: in.FirstName, addressbook.LastName: in.LastName, addressbook.Home: in.HomeNumber,
		addressbook.Mobile: in.MobileNumber, addressbook.Email: in.Email, "address": in.Address, "postal_code": in.PostalCode,
		"city": in.City, "birthday": in.Birthday, "notes": in.Notes,
	} {
		if value != nil {
			c.Set(name, *value)
		}
	}
	for _, name := range q.account.ContactProperties {
		if value, sent := q.Lookup(name); sent {
			c.Set(name, value)
		}
	}
	if !in.Groups.Sent {
		return
	}
	c.Groups = nil
	for _, group := range in.Groups.Items {
		if id := ids.Number(group); id > 0 {
			c.Groups = append(c.Groups, id)
		}
	}
}

// serveContact shows a contact.
func (*state) serveContact(q *request, in *contactPath) (reply, error) {
	c := q.account.contact(in.ID)
	if c == nil {
		return reply{}, noContact(http.StatusNotFound, q.account, in.ID)
	}
	return reply{json: q.account.answer(c)}, nil
}

// readable refuses a request whose body could not be read: nobody wants a
// contact without anything. That the answer is a 400 is a guess.
func (q *request) readable() error {
	why := call.WhyUnread(q.http)
	if why == "" {
		return nil
	}
	return &refusal{status: http.StatusBadRequest, body: outcomeAnswer{Error: "Invalid request"}, reason: why}
}

// serveContactChange changes a contact.
func (*state) serveContactChange(q *request, in *contactChange) (reply, error) {
	c := q.account.contact(in.ID)
	if c == nil {
		return reply{}, noContact(http.StatusNotFound, q.account, in.ID)
	}
	if err := q.readable(); err != nil {
		return reply{}, err
	}
	in.write(q, c)
	q.account.addressBook.ChangedContact(c)
	return reply{json: q.account.answer(c)}, nil
}

// serveContactDeletion deletes a contact.
func (*state) serveContactDeletion(q *request, in *contactPath) (reply, error) {
	c := q.account.contact(in.ID)
	if c == nil {
		return reply{}, noContact(http.StatusOK, q.account, in.ID)
	}
	q.account.addressBook.RemoveContact(c)
	return done()
}

// noContact refuses a request about a contact that does not exist. That its
// deletion is answered with 200, as anything that can fail was, and the rest with
// 404 is a guess.
func noContact(status int, a *account, id string) error {
	return noSuch(status, "Contact not found", "the account %s has no contact %q", a, id)
}
