package gateway

import (
	"example.com/sms77mock/mockserver/internal/gateway/addressbook"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Kind is a kind of things that the gateway keeps of accounts.
type Kind string

// The kinds.
const (
	Subaccounts Kind = "subaccounts"
	Hooks       Kind = "hooks"
	Groups      Kind = "groups"
	Contacts    Kind = "contacts"
	Numbers     Kind = "numbers"
	Callers     Kind = "callers"
	Validations Kind = "validations"
	Usage       Kind = "usage"
	Messages    Kind = "messages" // and calls that were made
	Received    Kind = "received"
	Deliveries  Kind = "deliveries"
)

// Kinds lists the kinds: first subaccounts, which have some of the others.
func Kinds() []Kind {
	return []Kind{Subaccounts, Hooks, Groups, Contacts, Numbers, Callers, Validations, Usage, Messages, Received, Deliveries}
}

// isHistory reports whether things of the kind are events, rather than something that
// an account has.
func (k Kind) isHistory() bool { return k == Messages || k == Received || k == Deliveries }

// list is a list of things of one kind, each of which can be written.
type list struct {
	kind Kind
	things
}

// things is a [kept.List] of any kind of pointers, or something like it.
type things interface {
	Each(f func(serial uint64, x any))
	Watch(kept.Note)
	Clear()
}

// lists returns everything that the account has or has done.
func (a *account) lists() [11]list {
	contacts, groups := addressbook.ContactList{Book: &a.addressBook}, addressbook.GroupList{Book: &a.addressBook}
	return [...]list{
		{Subaccounts, &a.subaccounts}, {Hooks, &a.hooks}, {Groups, groups}, {Contacts, contacts}, {Numbers, &a.numbers},
		{Callers, &a.callers}, {Validations, &a.validations}, {Usage, &a.usage}, {Messages, &a.sent}, {Messages, &a.calls}, {Received, &a.received},
	}
}
