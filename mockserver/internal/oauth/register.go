package oauth

import (
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/control"
)

// Clients returns the clients that are registered, in the order of their
// registration.
func (s *Server) Clients() []fixtures.Client { return s.World().Clients }

// Accounts returns the accounts that exist, in the order of their creation.
func (s *Server) Accounts() []fixtures.Account { return s.World().Accounts }

// Account returns the account with the given name or email address, and whether
// there is one.
func (s *Server) Account(hint string) (fixtures.Account, bool) {
	return found(s.directory.Load().account(hint))
}

// AccountByKey returns the account that has an API key, and whether there is
// one.
func (s *Server) AccountByKey(key string) (fixtures.Account, bool) {
	return found(s.directory.Load().accountByKey(key))
}

func found(a *fixtures.Account) (fixtures.Account, bool) {
	if a == nil {
		return fixtures.Account{}, false
	}
	return *a, true
}

// World returns the world in force: the one that was loaded, completed, with
// the clients and accounts that were added since.
func (s *Server) World() fixtures.World { return s.directory.Load().complete() }

// AddClient registers a client until the next [Server.Resume]. One with the same
// id is replaced.
func (s *Server) AddClient(c fixtures.Client) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	d := s.directory.Load()
	err := d.check([]fixtures.Client{c}, nil, func(w *fixtures.World) (place string) {
		i := putInto(&w.Clients, c, func(x fixtures.Client) bool { return x.ID == c.ID })
		return fmt.Sprintf("clients[%d]", i)
	})
	if err == nil {
		err = s.additions.add(control.OfClient(c.ID), c)
	}
	if err == nil {
		d.putClient(c, s.newManager)
	}
	return err
}

// AddAccount creates an account until the next [Server.Resume], and returns it
// complete. One with the same name is replaced.
func (s *Server) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	s.changing.Lock()
	defer s.changing.Unlock()
	d := s.directory.Load()
	a = a.Complete(func(id int) int {
		for d.rivals(fixtures.Account{Name: a.Name, UserID: id}) != nil {
			id++
		}
		return id
	})
	err := d.check(nil, append(d.rivals(a), a), func(w *fixtures.World) (place string) {
		i := putInto(&w.Accounts, a, func(x fixtures.Account) bool { return x.Name == a.Name })
		return fmt.Sprintf("accounts[%d]", i)
	})
	if err == nil {
		err = s.additions.add(control.OfAccount(a.Name), a)
	}
	if err == nil {
		d.putAccount(a)
	}
	return a, err
}

// check examines what is about to be added in a world of nothing else, so that
// it costs the same however large the world is. Only where that finds a mistake
// is the whole world examined, as edited, for the mistake's words: its fields are called
// as in what is added, which edit has put into the place that it returns.
func (d *directory) check(clients []fixtures.Client, accounts []fixtures.Account, edit func(*fixtures.World) (place string)) error {
	small := fixtures.World{Scopes: d.world.Scopes, Clients: []fixtures.Client{}, Accounts: accounts}
	for _, c := range clients {
		small.Clients = append(small.Clients, c)
		if a := d.account(c.Authorize.Account); a != nil {
			small.Accounts = append(small.Accounts, fixtures.Account{Name: a.Name})
		}
	}
	if small.Accounts == nil {
		small.Accounts = []fixtures.Account{}
	}
	small.Gateway.Numbers = d.world.Gateway.Numbers
	if small.Check() == nil {
		return nil
	}
	whole := d.complete()
	place := edit(&whole)
	return strict.Inside(whole.Complete().Check(), place)
}

// rivals returns one other account with something of a's that no two accounts may
// share; none if there is no such account.
func (d *directory) rivals(a fixtures.Account) []fixtures.Account {
	for trait := range a.Unique() {
		if other := d.having(trait); other != nil && other.Name != a.Name {
			return []fixtures.Account{*other}
		}
	}
	return nil
}

// Remove takes a client or an account away. An account that the world or a client
// logs in is refused.
func (s *Server) Remove(whose control.Owner) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	d := s.directory.Load()
	if err := d.missing(whose.Account()); err != nil {
		return err
	}
	d.remove(whose)
	s.additions.remove(whose)
	return nil
}

// putInto puts x into a list, in the place of the entry that is the same, or at the
// end, and returns where it is.
func putInto[T any](list *[]T, x T, same func(T) bool) int {
	i := slices.IndexFunc(*list, same)
	if i < 0 {
		*list = append(*list, x)
		return len(*list) - 1
	}
	(*list)[i] = x
	return i
}
