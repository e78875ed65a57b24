package gateway

import (
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/gateway/world"
)

// maxRecipients bounds what a request can make the double do and answer. The
// vendor's own limit is not known.
const maxRecipients = 10000

// readRecipients reads the items of `to`, without the lock; those that are numbers
// are valid. Of too many, it reads just one more than are allowed.
func readRecipients(to endpoint.List) []addressbook.Recipient {
	items := to.Items[:min(len(to.Items), maxRecipients+1)]
	read := make([]addressbook.Recipient, len(items))
	for i, item := range items {
		read[i] = addressbook.Read(item)
	}
	return read
}

// recipients returns whom a message is for, as the items of its `to` say. Too many are
// refused as soon as they are.
func (a *account) recipients(q *request, to []addressbook.Recipient) ([]addressbook.Recipient, error) {
	if len(to) == 0 {
		return nil, refuse(codes.NoRecipient, "%s", q.missing("to"))
	}
	recipients := make([]addressbook.Recipient, 0, len(to))
	search := a.addressBook.Search()
	for _, r := range to {
		recipients = search.Add(recipients, r)
		if len(recipients) > maxRecipients {
			return nil, refuse(codes.Unknown, "`to` has more than %d recipients, which is all that the double takes", maxRecipients)
		}
	}
	return recipients, nil
}

// reaches reports whether an item is a number, or the name of somebody with one.
func (a *account) reaches(item string) bool {
	search := a.addressBook.Search()
	return search.Add(nil, addressbook.Read(item))[0].Valid
}

// checkMagic refuses a request for a magic number whose code concerns whole
// requests: nobody gets the message then.
func checkMagic(w *world.World, recipients []addressbook.Recipient) error {
	for _, r := range recipients {
		code := w.Magic(r.Name).Code
		if code != 0 && !codes.OfRecipient(code) {
			return refuse(code, "%s is a magic number", r.Given)
		}
	}
	return nil
}
