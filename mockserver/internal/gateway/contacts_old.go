package gateway

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// oldContactType is the content type of the old API's answers to changes of contacts,
// and of its refusals, even in JSON.
const oldContactType = "text/plain;charset=UTF-8"

// codeContactDone is the code for a contact that has been written or deleted.
const codeContactDone = 152

// oldAction is what the API until about 2023 was told to do.
type oldAction struct {
	Action *string `yaml:"action" doc:"Until about 2023: read, write or del."`
	ID     string  `yaml:"id" doc:"With an action: the contact."`
	Name   *string `yaml:"nick" doc:"With write: the name."`
	Number *string `yaml:"empfaenger" doc:"With write: the number."`
	Email  *string `yaml:"email" doc:"With write: the e-mail address."`
}

// serveOldContacts is the API of contacts until about 2023.
func (st *state) serveOldContacts(q *request, in *oldAction) (reply, error) {
	c := q.account.contact(in.ID)
	if ids.Read(in.ID) != "" && c == nil {
		return reply{}, st.refuseContact(q, in, "the account %s has no contact %q", q.account, in.ID)
	}
	switch *in.Action {
	case "read":
		list := slices.Collect(q.account.addressBook.Contacts())
		if c != nil {
			list = []*addressbook.Contact{c}
		}
		return q.oldContacts(list), nil
	case "write":
		return st.writeOldContact(q, in, c)
	case "del":
		if c == nil {
			return reply{}, st.refuseContact(q, in, "%s", q.missing("id"))
		}
		q.account.addressBook.RemoveContact(c)
		return q.oldContactResult(codeContactDone, 0), nil
	}
	return reply{}, st.refuseContact(q, in, "`action` is %q; want read, write or del", *in.Action)
}

// oldFields is everything of a contact that the old API can write.
type oldFields struct{ id, name, number, email string }

func oldOf(c *addressbook.Contact) oldFields {
	old := oldFields{strconv.Itoa(c.ID), c.Name(), c.Get(addressbook.Mobile), c.Get(addressbook.Email)}
	if _, ok := number.Parse(old.number); ok {
		old.number = "00" + old.number
	}
	return old
}

// oldContact is a contact as the old API lists it in JSON. What the account has
// added to its contacts comes last, but for what has a name that is taken.
type oldContact struct {
	oldFields
	own fields
}

// AppendJSON writes the contact as an object.
func (c oldContact) AppendJSON(dst []byte) ([]byte, error) {
	all := fields{{"ID", c.id}, {"Name", c.name}, {"Number", c.number}}
	for _, own := range c.own {
		if !slices.ContainsFunc(all[:3], func(f field) bool { return f.name == own.name }) {
			all = append(all, own)
		}
	}
	return all.AppendJSON(dst)
}

// Schema describes the contact; for what the account has added, see
// [contactPropertyList.Schema].
func (oldContact) Schema() map[string]any {
	text := map[string]any{"type": "string"}
	return map[string]any{
		"type": "object", "required": []string{"ID", "Name", "Number"}, "additionalProperties": map[string]any{},
		"properties": map[string]any{"ID": text, "Name": text, "Number": text},
	}
}

// oldContacts lists contacts: as JSON, or as quoted values between semicolons, a
// line for each.
func (q *request) oldContacts(list []*addressbook.Contact) reply {
	answer := []oldContact{}
	var text strings.Builder
	for _, c := range list {
		old := oldOf(c)
		answer = append(answer, oldContact{old, q.account.own(c)})
		fmt.Fprintf(&text, "%s;%s;%s\n", quoted(old.id), quoted(old.name), quoted(old.number))
	}
	if q.wantsJSON() {
		return reply{json: answer}
	}
	return reply{text: text.String()}
}

// writeOldContact adds a contact, or changes the given one. What changes nothing
// is refused.
func (st *state) writeOldContact(q *request, in *oldAction, c *addressbook.Contact) (reply, error) {
	newID := 0
	if c == nil {
		c = st.addContact(q)
		newID = c.ID
	}
	before := oldOf(c)
	if in.Name != nil {
		c.Set(addressbook.FirstName, "")
		c.Set(addressbook.LastName, *in.Name)
	}
	if in.Number != nil {
		c.Set(addressbook.Mobile, *in.Number)
	}
	if in.Email != nil {
		c.Set(addressbook.Email, *in.Email)
	}
	q.account.addressBook.ChangedContact(c)
	if newID == 0 && oldOf(c) == before {
		return reply{}, st.refuseContact(q, in, "the contact %d is so already", c.ID)
	}
	return q.oldContactResult(codeContactDone, newID), nil
}

// oldContactAnswer is the outcome of a change.
type oldContactAnswer struct {
	Return string `json:"return"`
	ID     int    `json:"id,omitempty"` // of a contact that is new
}

// oldContactResult answers with the outcome of a change.
func (q *request) oldContactResult(code, newID int) reply {
	p := reply{text: strconv.Itoa(code), contentType: oldContactType}
	if newID != 0 {
		p.text += "\n" + strconv.Itoa(newID)
	}
	if q.wantsJSON() {
		p.json = oldContactAnswer{Return: strconv.Itoa(code), ID: newID}
	}
	return p
}

// refuseContact refuses a request of the old API with the code that the world
// has for it.
func (st *state) refuseContact(q *request, in *oldAction, format string, args ...any) error {
	e := &refusal{code: st.world.ContactsFailure, reason: fmt.Sprintf(format, args...)}
	if q.wantsJSON() {
		e.body = oldContactAnswer{Return: strconv.Itoa(e.code)}
	}
	if *in.Action == "write" || *in.Action == "del" {
		e.contentType = oldContactType
	}
	return e
}

// quoted returns s as a value of a CSV file.
func quoted(s string) string {
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
