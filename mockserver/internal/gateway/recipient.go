package gateway

import (
	"slices"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/number"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// maxRecipients bounds what a request can make the double do and answer. The
// vendor's own limit is not known.
const maxRecipients = 10000

// recipient is one item of `to`.
type recipient struct {
	given  string // as it was sent
	name   string // as answers have it: normalised, if it is a number
	number number.Number
	valid  bool
}

// readRecipients reads the items of `to`, without the lock; those that are numbers
// are valid. Of too many, it reads just one more than are allowed.
func readRecipients(to endpoint.List) []recipient {
	items := to.Items[:min(len(to.Items), maxRecipients+1)]
	read := make([]recipient, len(items))
	for i, item := range items {
		read[i] = readRecipient(item)
	}
	return read
}

// recipients returns whom a message is for, as the items of its `to` say. Too many are
// refused as soon as they are.
func (a *account) recipients(q *request, to []recipient) ([]recipient, error) {
	if len(to) == 0 {
		return nil, refuse(codes.NoRecipient, "%s", q.missing("to"))
	}
	recipients := make([]recipient, 0, len(to))
	book := &addressBook{account: a}
	for _, r := range to {
		recipients = book.add(recipients, r)
		if len(recipients) > maxRecipients {
			return nil, refuse(codes.Unknown, "`to` has more than %d recipients, which is all that the double takes", maxRecipients)
		}
	}
	return recipients, nil
}

func readRecipient(item string) recipient {
	n, valid := number.Parse(item)
	if !valid {
		return recipient{given: item, name: item}
	}
	return recipient{item, n.E164(), n, true}
}

// reaches reports whether an item is a number, or the name of somebody with one.
func (a *account) reaches(item string) bool {
	return (&addressBook{account: a}).add(nil, readRecipient(item))[0].valid
}

// addressBook finds out, for one request, who is meant by a name.
type addressBook struct {
	account *account
	groups  map[string][]*group    // by name; nil until there is a name
	members map[string][]recipient // of groups, by name, that have been looked for
}

// add appends who is meant by an item of `to`: a number, or the name of a contact
// or a group of the account.
func (b *addressBook) add(to []recipient, item recipient) []recipient {
	if !item.valid {
		if list := b.named(item.given); list != nil {
			return append(to, list...)
		}
	}
	return append(to, item)
}

// named returns the contacts with a name and those in groups with it, oldest
// first.
func (b *addressBook) named(name string) []recipient {
	b.fill()
	if b.groups[name] == nil {
		return reached(b.account.names[name])
	}
	list, known := b.members[name]
	if !known {
		found := slices.Clone(b.account.names[name])
		for _, g := range b.groups[name] {
			found = append(found, b.account.members(g)...)
		}
		list = reached(found)
		b.members[name] = list
	}
	return list
}

// reached returns contacts that have a number, once each, oldest first.
func reached(contacts []*contact) (list []recipient) {
	contacts = slices.Clone(contacts)
	slices.SortFunc(contacts, func(x, y *contact) int { return x.serial - y.serial })
	for _, c := range slices.Compact(contacts) {
		if c.mobile.given != "" {
			list = append(list, c.mobile)
		}
	}
	return list
}

func (b *addressBook) fill() {
	if b.groups != nil {
		return
	}
	b.groups, b.members = map[string][]*group{}, map[string][]recipient{}
	for g := range b.account.groups.All() {
		b.groups[g.name] = append(b.groups[g.name], g)
	}
}

// checkMagic refuses a request for a magic number whose code concerns whole
// requests: nobody gets the message then.
func checkMagic(w *world.World, recipients []recipient) error {
	for _, r := range recipients {
		code := w.Magic(r.name).Code
		if code != 0 && !codes.OfRecipient(code) {
			return refuse(code, "%s is a magic number", r.given)
		}
	}
	return nil
}
