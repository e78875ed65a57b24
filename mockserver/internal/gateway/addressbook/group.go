package addressbook

import (
	"time"

	"example.com/sms77mock/fixtures"
)

// Group is a group of contacts. Its members are the contacts that have its id.
type Group struct {
	ID      int
	Client  string // whose token made it; "" if it was an API key
	Name    string
	Created time.Time
}

// Key is the group's id.
func (g *Group) Key() int { return g.ID }

// Weight is about how many bytes it takes.
func (g *Group) Weight() int { return 200 + len(g.Name) }

// Written returns the group as worlds have it.
func (g *Group) Written() fixtures.Group {
	return fixtures.Group{ID: g.ID, Name: g.Name, Client: g.Client, Created: fixtures.WriteMoment(g.Created)}
}
