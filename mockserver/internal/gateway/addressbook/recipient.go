package addressbook

import (
	"slices"

	"example.com/sms77mock/mockserver/internal/gateway/number"
)

// Recipient is somebody whom something is sent to.
type Recipient struct {
	Given  string // as it was sent
	Name   string // as answers have it: normalised, if it is a number
	Number number.Number
	Valid  bool // whether there is a number
}

// Read returns the recipient that an item of a request's list is by itself: a number, or
// a name, which is not valid.
func Read(item string) Recipient {
	n, valid := number.Parse(item)
	if !valid {
		return Recipient{Given: item, Name: item}
	}
	return Recipient{item, n.E164(), n, true}
}

// Search finds out, for one request, who is meant by names. [Book.Search] makes one.
type Search struct {
	book    *Book
	groups  map[string][]*Group    // by name; nil until there is a name
	members map[string][]Recipient // of groups, by name, that have been looked for
}

// Search begins a search, during which the book must not change.
func (b *Book) Search() Search { return Search{book: b} }

// Add appends who is meant by a recipient: itself if it is a number, else the contacts
// with its name, and those in groups with it, that have a number. If there are none, it is
// itself, and not valid.
func (s *Search) Add(to []Recipient, item Recipient) []Recipient {
	if !item.Valid {
		if list := s.named(item.Given); list != nil {
			return append(to, list...)
		}
	}
	return append(to, item)
}

// named returns the contacts with a name and those in groups with it, oldest
// first.
func (s *Search) named(name string) []Recipient {
	s.fill()
	if s.groups[name] == nil {
		return reached(s.book.names[name])
	}
	list, known := s.members[name]
	if !known {
		found := slices.Clone(s.book.names[name])
		for _, g := range s.groups[name] {
			found = append(found, s.book.Members(g)...)
		}
		list = reached(found)
		s.members[name] = list
	}
	return list
}

// reached returns contacts that have a number, once each, oldest first.
func reached(contacts []*Contact) (list []Recipient) {
	contacts = slices.Clone(contacts)
	slices.SortFunc(contacts, func(x, y *Contact) int { return x.serial - y.serial })
	for _, c := range slices.Compact(contacts) {
		if c.mobile.Given != "" {
			list = append(list, c.mobile)
		}
	}
	return list
}

func (s *Search) fill() {
	if s.groups != nil {
		return
	}
	s.groups, s.members = map[string][]*Group{}, map[string][]Recipient{}
	for g := range s.book.groups.All() {
		s.groups[g.Name] = append(s.groups[g.Name], g)
	}
}
