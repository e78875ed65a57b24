package gateway

import "example.com/sms77mock/mockserver/internal/kept"

// Kind is a kind of what the gateway keeps of accounts.
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

// isHistory reports whether the kind is of what has happened, and not of what
// somebody has.
func (k Kind) isHistory() bool { return k == Messages || k == Received || k == Deliveries }

// list is a list of things of one kind, each of which can be written.
type list struct {
	kind Kind
	things
}

// things are what a [kept.List] of pointers is.
type things interface {
	Each(f func(serial uint64, x any))
	Watch(kept.Note)
	Clear()
}

// lists returns everything that the account has or has done.
func (a *account) lists() [11]list {
	return [...]list{
		{Subaccounts, &a.subaccounts}, {Hooks, &a.hooks}, {Groups, &a.groups}, {Contacts, &a.contacts}, {Numbers, &a.numbers},
		{Callers, &a.callers}, {Validations, &a.validations}, {Usage, &a.usage}, {Messages, &a.sent}, {Messages, &a.calls}, {Received, &a.received},
	}
}
