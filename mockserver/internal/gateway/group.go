package gateway

import (
	"slices"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/gateway/ids"
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
		a.groups.Add(&group{id: g.ID, name: g.Name, client: g.Client, created: st.moment(g.Created)}, maxEntries)
		ids.Raise(&st.ids.Group, g.ID+1)
	}
}

func (g *group) write(p page) {
	has := p.has()
	*has.Groups = append(*has.Groups, fixtures.Group{ID: g.id, Name: g.name, Client: g.client, Created: fixtures.WriteMoment(g.created)})
}

func (g *group) Key() int { return g.id }

// Weight is about how many bytes it takes.
func (g *group) Weight() int { return 200 + len(g.name) }

// group returns the group with an id as a client writes it, or nil.
func (a *account) group(id string) *group { return a.groups.Find(ids.Number(id)) }

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
	a.groups.Remove(func(g *group) bool { return g == gone })
	a.leave(gone)
}

// leave has the members of a group be in it no more.
func (a *account) leave(gone *group) {
	for _, c := range a.members(gone) {
		c.groups = slices.DeleteFunc(c.groups, func(id int) bool { return id == gone.id })
		a.contacts.Changed(c)
	}
}
