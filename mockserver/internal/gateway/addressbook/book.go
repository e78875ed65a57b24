// Package addressbook keeps the contacts and groups of an account, and finds who is
// meant by a name.
package addressbook

import (
	"iter"
	"slices"

	"example.com/sms77mock/mockserver/internal/kept"
)

// Book is an address book. It belongs to a state and is guarded by its lock.
// [Book.Begin] comes first; then it must not be copied.
type Book struct {
	contacts kept.List[int, *Contact]
	groups   kept.List[int, *Group]
	names    map[string][]*Contact // the contacts by their whole names
	most     int                   // of each
	last     int                   // serial of the last contact
}

// Begin begins the book, in a room. Of contacts, and of groups, the oldest beyond most
// give way.
func (b *Book) Begin(room *kept.Room, most int) {
	b.most, b.names = most, map[string][]*Contact{}
	b.contacts = kept.In[int](room, b.unindex)
	b.groups = kept.In[int](room, b.leave)
}

// Contact returns the contact with an id, or nil.
func (b *Book) Contact(id int) *Contact { return b.contacts.Find(id) }

// Contacts returns the contacts, oldest first.
func (b *Book) Contacts() iter.Seq[*Contact] { return b.contacts.All() }

// AddContact puts a contact into the book.
func (b *Book) AddContact(c *Contact) {
	b.last++
	c.serial = b.last
	b.contacts.Add(c, b.most)
	b.index(c)
}

// ChangedContact notes that a contact has been changed.
func (b *Book) ChangedContact(c *Contact) {
	b.unindex(c)
	b.contacts.Changed(c)
	b.index(c)
}

// RemoveContact takes a contact out.
func (b *Book) RemoveContact(c *Contact) {
	b.unindex(c)
	b.contacts.Remove(func(other *Contact) bool { return other == c })
}

func (b *Book) index(c *Contact) {
	c.indexed = c.Name()
	b.names[c.indexed] = append(b.names[c.indexed], c)
}

func (b *Book) unindex(c *Contact) {
	b.names[c.indexed] = slices.DeleteFunc(b.names[c.indexed], func(other *Contact) bool { return other == c })
	if len(b.names[c.indexed]) == 0 {
		delete(b.names, c.indexed)
	}
}

// Group returns the group with an id, or nil.
func (b *Book) Group(id int) *Group { return b.groups.Find(id) }

// Groups returns the groups, oldest first.
func (b *Book) Groups() iter.Seq[*Group] { return b.groups.All() }

// AddGroup puts a group into the book.
func (b *Book) AddGroup(g *Group) { b.groups.Add(g, b.most) }

// ChangedGroup notes that a group has been changed.
func (b *Book) ChangedGroup(g *Group) { b.groups.Changed(g) }

// RemoveGroup takes a group out, and its members out of it.
func (b *Book) RemoveGroup(g *Group) {
	b.groups.Remove(func(other *Group) bool { return other == g })
	b.leave(g)
}

// Members returns the contacts in a group, oldest first.
func (b *Book) Members(g *Group) []*Contact {
	var members []*Contact
	for c := range b.contacts.All() {
		if slices.Contains(c.Groups, g.ID) {
			members = append(members, c)
		}
	}
	return members
}

// leave has the members of a group be in it no more.
func (b *Book) leave(gone *Group) {
	for _, c := range b.Members(gone) {
		c.Groups = slices.DeleteFunc(c.Groups, func(id int) bool { return id == gone.ID })
		b.contacts.Changed(c)
	}
}

// missing returns the ids of groups that are not in the book.
func (b *Book) missing(groups []int) (missing []int) {
	for _, id := range groups {
		if b.groups.Find(id) == nil {
			missing = append(missing, id)
		}
	}
	return missing
}

// Forget takes out what has been made with the tokens of clients.
func (b *Book) Forget(which func(client string) bool) {
	b.contacts.Remove(func(c *Contact) bool {
		gone := which(c.Client)
		if gone {
			b.unindex(c)
		}
		return gone
	})
	b.groups.Remove(func(g *Group) bool {
		gone := which(g.Client)
		if gone {
			b.leave(g)
		}
		return gone
	})
}

// ContactList is the contacts of a book for whoever keeps them elsewhere, as a
// [kept.List] is.
type ContactList struct{ *Book }

// Each calls f with the contacts, oldest first, and their serials.
func (l ContactList) Each(f func(serial uint64, x any)) { l.contacts.Each(f) }

// Watch has note told of every contact that comes, changes or goes.
func (l ContactList) Watch(note kept.Note) { l.contacts.Watch(note) }

// Clear takes every contact out.
func (l ContactList) Clear() {
	l.contacts.Clear()
	clear(l.names)
}

// GroupList is the same for the groups.
type GroupList struct{ *Book }

// Each calls f with the groups, oldest first, and their serials.
func (l GroupList) Each(f func(serial uint64, x any)) { l.groups.Each(f) }

// Watch has note told of every group that comes, changes or goes.
func (l GroupList) Watch(note kept.Note) { l.groups.Watch(note) }

// Clear takes every group out; contacts stay as they are.
func (l GroupList) Clear() { l.groups.Clear() }
