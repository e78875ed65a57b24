package control

import "errors"

// Owner says whose things a lever is about: everybody's, a client's or an
// account's. The zero Owner says nothing and is refused, so that a name that
// was left empty by mistake cannot stand for everything.
type Owner struct {
	clientID, account string
	everything        bool
}

// Everything returns the owner that stands for everybody.
func Everything() Owner { return Owner{everything: true} }

// OfClient returns the owner of what belongs to the client with the given
// client_id.
func OfClient(id string) Owner { return Owner{clientID: id} }

// OfAccount returns the owner of what belongs to the account with the given name.
func OfAccount(name string) Owner { return Owner{account: name} }

// ClientID returns the client that is meant; "" if none is.
func (o Owner) ClientID() string { return o.clientID }

// Account returns the name of the account that is meant; "" if none is.
func (o Owner) Account() string { return o.account }

// All reports whether everybody is meant.
func (o Owner) All() bool { return o.everything }

// Has reports whether what concerns a client and an account, each "" if it
// concerns none, is the owner's.
func (o Owner) Has(clientID, account string) bool {
	switch {
	case o.everything:
		return true
	case o.clientID != "":
		return o.clientID == clientID
	}
	return o.account != "" && o.account == account
}

// Check refuses an owner that names nobody.
func (o Owner) Check() error {
	if o == (Owner{}) {
		return errors.New("owner: names no client and no account, and an empty name is not everything: want control.Everything()")
	}
	return nil
}

// Removed counts what a reset took away.
type Removed struct {
	Tokens    int `json:"tokens" doc:"Codes too."`
	Decisions int `json:"decisions"`
	Faults    int `json:"faults"`
	Outcomes  int `json:"outcomes"`
	Requests  int `json:"requests"`
	Messages  int `json:"messages"`
}
