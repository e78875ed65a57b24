package gateway

import (
	"slices"
	"strconv"
	"time"

	"example.com/sms77mock/fixtures"
)

// group is a group of an account's contacts. Its members are the contacts that
// have its id.
type group struct {
	id      int
	client  string // whose token made it; "" if it was an API key
	name    string
	created time.Time
}

// fillGroups gives an account the groups that the world has for it.
func (st *state) fillGroups(a *account, groups []fixtures.Group) {
	for _, g := range groups {
		a.groups = append(a.groups, &group{id: g.ID, name: g.Name, created: st.now()})
		st.ids.group = max(st.ids.group, g.ID+1)
	}
}

// group returns the group with an id as a client writes it, or nil.
func (a *account) group(id string) *group {
	id = idOf(id)
	for _, g := range a.groups {
		if id == strconv.Itoa(g.id) {
			return g
		}
	}
	return nil
}

// has reports whether a contact is in the group.
func (g *group) has(c *contact) bool { return slices.Contains(c.groups, g.id) }

// members returns the contacts in a group.
func (a *account) members(g *group) []*contact {
	var members []*contact
	for c := range a.contacts.All() {
		if g.has(c) {
			members = append(members, c)
		}
	}
	return members
}

// deleteGroup takes a group away, from its members too.
func (a *account) deleteGroup(gone *group) {
	a.groups = slices.DeleteFunc(a.groups, func(g *group) bool { return g == gone })
	for _, c := range a.members(gone) {
		c.groups = slices.DeleteFunc(c.groups, func(id int) bool { return id == gone.id })
	}
}
