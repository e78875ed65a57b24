package oauth

import (
	"context"
	"fmt"
	"slices"

	"github.com/go-oauth2/oauth2/v4"
	"github.com/go-oauth2/oauth2/v4/manage"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// directory is who and what the server knows: a world, completed, with the
// clients and accounts that were added since. It is never changed, only
// replaced.
type directory struct {
	world   fixtures.World
	clients map[string]*client
}

// client is a registered application with the settings in force for it and the
// go-oauth2 manager that keeps its grants.
type client struct {
	fixtures.Client
	lifetimes fixtures.Lifetimes
	pkce      fixtures.PKCE
	manager   *manage.Manager
}

func (s *Server) newDirectory(world fixtures.World) *directory {
	d := &directory{world: world, clients: map[string]*client{}}
	for _, c := range world.Clients {
		d.clients[c.ID] = s.newClient(c, world)
	}
	return d
}

func (s *Server) newClient(c fixtures.Client, world fixtures.World) *client {
	x := &client{Client: c, lifetimes: c.Lifetimes.Or(world.Lifetimes), pkce: c.PKCE}
	if x.pkce == "" {
		x.pkce = world.PKCE
	}
	x.manager = s.newManager(x)
	return x
}

// newManager configures go-oauth2 for one client: what the manager would check
// by rules of its own has been checked before by those of the real server.
func (s *Server) newManager(c *client) *manage.Manager {
	m := manage.NewManager()
	m.SetAuthorizeCodeExp(c.lifetimes.Code)
	m.SetAuthorizeCodeTokenCfg(&manage.Config{
		AccessTokenExp:    c.lifetimes.AccessToken,
		RefreshTokenExp:   c.lifetimes.RefreshToken,
		IsGenerateRefresh: true,
	})
	m.SetRefreshTokenCfg(&manage.RefreshingConfig{
		AccessTokenExp:     c.lifetimes.AccessToken,
		RefreshTokenExp:    c.lifetimes.RefreshToken,
		IsGenerateRefresh:  true,
		IsResetRefreshTime: true,
	})
	m.SetValidateURIHandler(func(string, string) error { return nil })
	m.MapAuthorizeGenerate(codeGenerator{s.mint})
	m.MapAccessGenerate(tokenGenerator{s.mint})
	m.MapClientStorage(clientStore{c})
	m.MapTokenStorage(&store{s.book, s.config.Clock})
	return m
}

// clientStore is a go-oauth2 client store that holds one client.
type clientStore struct{ client *client }

func (s clientStore) GetByID(context.Context, string) (oauth2.ClientInfo, error) {
	return clientInfo{s.client}, nil
}

// clientInfo is what go-oauth2 gets to know of a client, whose secret has been
// checked before.
type clientInfo struct{ client *client }

func (i clientInfo) GetID() string              { return i.client.ID }
func (i clientInfo) GetSecret() string          { return "" }
func (i clientInfo) GetDomain() string          { return "" }
func (i clientInfo) GetUserID() string          { return "" }
func (i clientInfo) IsPublic() bool             { return i.client.Public }
func (i clientInfo) VerifyPassword(string) bool { return true }

// hasSecret reports whether secret is one of the client's. A public client has
// none.
func (c *client) hasSecret(secret string) bool {
	return !c.Public && slices.Contains(c.Secrets, secret)
}

// mayUse reports whether the client may use a grant.
func (c *client) mayUse(grant fixtures.GrantType) bool {
	return len(c.GrantTypes) == 0 || slices.Contains(c.GrantTypes, grant)
}

// account returns the account with the given name or email address.
func (d *directory) account(hint string) (fixtures.Account, bool) {
	for _, a := range d.world.Accounts {
		if hint != "" && (a.Name == hint || a.Email == hint) {
			return a, true
		}
	}
	return fixtures.Account{}, false
}

// Clients returns the clients that are registered, in the order of their
// registration.
func (s *Server) Clients() []fixtures.Client {
	return slices.Clone(s.directory.Load().world.Clients)
}

// Accounts returns the accounts that exist, in the order of their creation.
func (s *Server) Accounts() []fixtures.Account {
	return slices.Clone(s.directory.Load().world.Accounts)
}

// KnowsClient returns an error that lists the registered clients unless id is
// one of them or empty.
func (s *Server) KnowsClient(id string) error {
	if d := s.directory.Load(); id != "" && d.clients[id] == nil {
		return fmt.Errorf("client_id: %q: no such client, %s", id, choice.Want(id, d.clientIDs()))
	}
	return nil
}

// KnowsAccount returns an error that lists the accounts unless name is that of
// one of them or empty.
func (s *Server) KnowsAccount(name string) error {
	d := s.directory.Load()
	if _, ok := d.account(name); name != "" && !ok {
		return fmt.Errorf("account: %q: no such account, %s", name, choice.Want(name, d.accountNames()))
	}
	return nil
}

// World returns the world in force: the one that was loaded, completed, with
// the clients and accounts that were added since.
func (s *Server) World() fixtures.World { return s.directory.Load().world }

// AddClient registers a client until the next [Server.Load]. One with the same
// id is replaced.
func (s *Server) AddClient(c fixtures.Client) error {
	return s.change(func(w *fixtures.World) {
		w.Clients = replaceOrAppend(w.Clients, c, func(x fixtures.Client) bool { return x.ID == c.ID })
	})
}

// AddAccount creates an account until the next [Server.Load]. One with the
// same name is replaced.
func (s *Server) AddAccount(a fixtures.Account) error {
	return s.change(func(w *fixtures.World) {
		w.Accounts = replaceOrAppend(w.Accounts, a, func(x fixtures.Account) bool { return x.Name == a.Name })
	})
}

// RemoveClient takes a client away. One that the world needs, for a code or a
// token, is refused.
func (s *Server) RemoveClient(whose control.Owner) error {
	return s.change(func(w *fixtures.World) {
		w.Clients = slices.DeleteFunc(slices.Clone(w.Clients), func(x fixtures.Client) bool { return x.ID == whose.ClientID() })
	})
}

// RemoveAccount takes an account away. One that the world needs, for a client, a
// code or a token, is refused.
func (s *Server) RemoveAccount(whose control.Owner) error {
	return s.change(func(w *fixtures.World) {
		w.Accounts = slices.DeleteFunc(slices.Clone(w.Accounts), func(x fixtures.Account) bool { return x.Name == whose.Account() })
	})
}

// change replaces the directory by one for a changed world, unless the change
// brings a mistake into it.
func (s *Server) change(edit func(*fixtures.World)) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	old := s.directory.Load()
	world := old.world
	edit(&world)
	world = world.Complete()
	if err := world.Check(); err != nil {
		return err
	}
	s.directory.Store(s.newDirectory(world))
	return nil
}

// replaceOrAppend returns a copy of list with x in the place of the entry that
// is the same, or at the end.
func replaceOrAppend[T any](list []T, x T, same func(T) bool) []T {
	list = slices.Clone(list)
	if i := slices.IndexFunc(list, same); i >= 0 {
		list[i] = x
		return list
	}
	return append(list, x)
}
