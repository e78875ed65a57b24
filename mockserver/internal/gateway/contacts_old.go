package gateway

import (
	"fmt"
	"strconv"
	"strings"

	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// The content type of what changes contacts in the old API, of JSON too.
const oldContactType = "text/plain;charset=UTF-8"

// codeContactDone is the code for a contact that has been written or deleted.
const codeContactDone = 152

// serveOldContacts is the API of contacts until about 2023.
func (g *Gateway) serveOldContacts(q *request, action string) (reply, error) {
	c := q.account.contact(q.get("id"))
	if id := q.get("id"); id != "" && c == nil {
		return reply{}, g.refuseContact(q, "the account %s has no contact %q", q.account.Name, id)
	}
	switch action {
	case "read":
		list := q.account.contacts
		if c != nil {
			list = []*contact{c}
		}
		return q.oldContacts(list), nil
	case "write":
		return g.writeOldContact(q, c), nil
	case "del":
		if c == nil {
			return reply{}, g.refuseContact(q, "%s", q.missing("id"))
		}
		q.account.deleteContact(c)
		return q.oldContactResult(codeContactDone, 0), nil
	}
	return reply{}, g.refuseContact(q, "`action` is %q; want read, write or del", action)
}

// oldContact is a contact in the old API.
type oldContact struct {
	ID     string `json:"ID"`
	Name   string `json:"Name"`
	Number string `json:"Number"`
}

// oldContacts lists contacts: as JSON, or as quoted values between semicolons, a
// line for each.
func (q *request) oldContacts(list []*contact) reply {
	answer := []oldContact{}
	var text strings.Builder
	for _, c := range list {
		old := oldContact{ID: strconv.Itoa(c.id), Name: c.name(), Number: c.properties[propertyMobile]}
		if _, ok := number.Parse(old.Number); ok {
			old.Number = "00" + old.Number
		}
		answer = append(answer, old)
		fmt.Fprintf(&text, "%s;%s;%s\n", quoted(old.ID), quoted(old.Name), quoted(old.Number))
	}
	if q.wantsJSON() {
		return reply{json: answer}
	}
	return reply{text: text.String()}
}

// writeOldContact adds a contact, or changes the given one.
func (g *Gateway) writeOldContact(q *request, c *contact) reply {
	newID := 0
	if c == nil {
		c = g.addContact(q.account, q.now)
		newID = c.id
	}
	if nick, ok := q.lookup("nick"); ok {
		c.set(propertyFirstName, "")
		c.set(propertyLastName, nick)
	}
	if recipient, ok := q.lookup("empfaenger"); ok {
		c.set(propertyMobile, recipient)
	}
	if address, ok := q.lookup(propertyEmail); ok {
		c.set(propertyEmail, address)
	}
	return q.oldContactResult(codeContactDone, newID)
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
func (g *Gateway) refuseContact(q *request, format string, args ...any) error {
	if q.wantsJSON() {
		return refuseWith(oldContactAnswer{Return: strconv.Itoa(g.world.ContactsFailure)}, format, args...)
	}
	return refuse(g.world.ContactsFailure, format, args...)
}

// quoted returns s as a value of a CSV file.
func quoted(s string) string {
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
