package gateway

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

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

type contactPropertyList struct {
	FirstName    *string `json:"firstname"`
	LastName     *string `json:"lastname"`
	FullName     *string `json:"fullname"`
	HomeNumber   *string `json:"home_number"`
	MobileNumber *string `json:"mobile_number"`
	Email        *string `json:"email"`
	Address      *string `json:"address"`
	PostalCode   *string `json:"postal_code"`
	City         *string `json:"city"`
	Birthday     *string `json:"birthday"`
	Notes        *string `json:"notes"`
}

func (c *contact) answer() contactAnswer {
	property := func(name string) *string { return orNull(c.properties[name]) }
	return contactAnswer{
		ID:       c.id,
		Avatar:   c.avatar,
		Initials: contactInitials{Initials: c.initials(), Color: "EEE0C9"},
		Properties: contactPropertyList{
			FirstName: property(propertyFirstName), LastName: property(propertyLastName), FullName: orNull(c.name()),
			HomeNumber: property("home_number"), MobileNumber: property(propertyMobile), Email: property(propertyEmail),
			Address: property("address"), PostalCode: property("postal_code"), City: property("city"),
			Birthday: property("birthday"), Notes: property("notes"),
		},
		Groups:  append([]int{}, c.groups...),
		Created: c.created.UTC().Format(secondsForm),
	}
}

// contactList is a page of the address book.
type contactList struct {
	Data   []contactAnswer `json:"data"`
	Paging struct {
		Offset  int  `json:"offset"`
		Count   int  `json:"count"`
		Total   int  `json:"total"`
		Limit   int  `json:"limit"`
		HasMore bool `json:"has_more"`
	} `json:"pagingMetadata"`
}

// serveContacts lists or adds contacts in today's API. The API that it has
// replaced lives at the same path; its requests have an action.
func (g *Gateway) serveContacts(q *request) (reply, error) {
	if action, ok := q.lookup("action"); ok {
		return g.serveOldContacts(q, action)
	}
	if q.http.Method != http.MethodPost {
		return reply{json: q.contactList()}, nil
	}
	c := g.addContact(q.account, q.now)
	q.writeContact(c)
	return reply{json: c.answer()}, nil
}

// contactList returns the page of the address book that a request is for.
func (q *request) contactList() contactList {
	group, search := q.get("group_id"), strings.ToLower(q.get("search"))
	var found []*contact
	for _, c := range q.account.contacts {
		inGroup := slices.ContainsFunc(c.groups, func(id int) bool { return strconv.Itoa(id) == group })
		if (group == "" || inGroup) && strings.Contains(strings.ToLower(c.text()), search) {
			found = append(found, c)
		}
	}
	q.sortContacts(found)

	list := contactList{Data: []contactAnswer{}}
	p := &list.Paging
	p.Total = len(found)
	p.Offset = min(q.natural("offset", 0), p.Total)
	p.Limit = q.natural("limit", defaultContactLimit)
	page := found[p.Offset:min(p.Offset+min(p.Limit, p.Total), p.Total)]
	for _, c := range page {
		list.Data = append(list.Data, c.answer())
	}
	p.Count = len(page)
	p.HasMore = p.Offset+p.Count < p.Total
	return list
}

// defaultContactLimit is how many contacts a page has unless limit says
// otherwise: that of the documentation's sample.
const defaultContactLimit = 77

// sortContacts puts contacts into the order that a request wants: by a property,
// or by age.
func (q *request) sortContacts(list []*contact) {
	by := q.get("order_by")
	slices.SortStableFunc(list, func(a, b *contact) int {
		return cmp.Or(strings.Compare(a.properties[by], b.properties[by]), cmp.Compare(a.id, b.id))
	})
	if strings.EqualFold(q.get("order_direction"), "desc") {
		slices.Reverse(list)
	}
}

// text returns everything in a contact that a search looks through.
func (c *contact) text() string {
	text := c.name()
	for _, name := range contactProperties() {
		text += "\n" + c.properties[name]
	}
	return text
}

// writeContact changes what a request says of a contact; the rest stays.
func (q *request) writeContact(c *contact) {
	if avatar, ok := q.lookup("avatar"); ok {
		c.avatar = avatar
	}
	for _, name := range contactProperties() {
		if value, ok := q.lookup(name); ok {
			c.set(name, value)
		}
	}
	if _, ok := q.lookup("groups"); !ok && q.list("groups") == nil {
		return
	}
	c.groups = nil
	for _, group := range q.list("groups") {
		if id, err := strconv.Atoi(group); err == nil {
			c.groups = append(c.groups, id)
		}
	}
}

// serveContact shows a contact.
func (g *Gateway) serveContact(q *request) (reply, error) {
	c := q.account.contact(q.arg)
	if c == nil {
		return reply{}, q.noContact(http.StatusNotFound)
	}
	return reply{json: c.answer()}, nil
}

// serveContactChange changes a contact.
func (g *Gateway) serveContactChange(q *request) (reply, error) {
	c := q.account.contact(q.arg)
	if c == nil {
		return reply{}, q.noContact(http.StatusNotFound)
	}
	q.writeContact(c)
	return reply{json: c.answer()}, nil
}

// serveContactDeletion deletes a contact.
func (g *Gateway) serveContactDeletion(q *request) (reply, error) {
	c := q.account.contact(q.arg)
	if c == nil {
		return reply{}, q.noContact(http.StatusOK)
	}
	q.account.deleteContact(c)
	return reply{json: contactResult{Success: true}}, nil
}

// contactResult says whether a contact was deleted.
type contactResult struct {
	Success bool   `json:"success"`
	Error   string `json:"error,omitempty"`
}

// noContact refuses a request about a contact that does not exist. That its
// deletion is answered with 200, as anything that can fail was, and the rest with
// 404 is a guess.
func (q *request) noContact(status int) error {
	return &refusal{
		status: status,
		body:   contactResult{Error: "Contact not found"},
		reason: fmt.Sprintf("the account %s has no contact %q", q.account.Name, q.arg),
	}
}
