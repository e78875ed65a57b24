package oauth

import (
	"fmt"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
)

// KnowsClient returns an error that lists the registered clients unless id is
// one of them or empty.
func (s *Server) KnowsClient(id string) error {
	if id == "" {
		return nil
	}
	return s.directory.Load().knowsClient(id)
}

// KnowsAccount returns an error that lists the accounts unless name is that of
// one of them or empty.
func (s *Server) KnowsAccount(name string) error {
	if name == "" {
		return nil
	}
	return s.directory.Load().knowsAccount(name)
}

// AccountOrLoggedIn returns the account with the given name, the one that is logged
// in if it is empty. The error lists the accounts.
func (s *Server) AccountOrLoggedIn(name string) (fixtures.Account, error) {
	d := s.directory.Load()
	if name == "" {
		name = d.loggedInUnless("").Name
	}
	if err := d.knowsAccount(name); err != nil {
		return fixtures.Account{}, err
	}
	a, _ := found(d.account(name))
	return a, nil
}

// knowsClient refuses an id that no client has.
func (d *directory) knowsClient(id string) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if _, ok := d.clients.get(id); ok {
		return nil
	}
	return fmt.Errorf("client_id: %q: no such client, %s", id, choice.Want(id, d.clients.names()))
}

// knowsAccount refuses a name that no account has. An email address is none: what
// is ordered for an account goes by its name.
func (d *directory) knowsAccount(name string) error {
	d.mu.RLock()
	defer d.mu.RUnlock()
	if _, ok := d.accounts.get(name); ok {
		return nil
	}
	return fmt.Errorf("account: %q: no such account, %s", name, choice.Want(name, d.accounts.names()))
}

// knowsScope refuses scopes, separated by white space, that do not exist.
func (d *directory) knowsScope(scope string) error {
	unknown := notWithin(strings.Fields(scope), d.world.Scopes.Known)
	if len(unknown) == 0 {
		return nil
	}
	return fmt.Errorf("scope: %q: unknown scope, %s", strings.Join(unknown, " "), choice.WantSome(unknown[0], d.world.Scopes.Known))
}
