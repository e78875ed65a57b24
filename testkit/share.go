package testkit

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// For returns the same double for another test, such as a subtest: what fails
// through it fails tb, requests and messages are those that come from now on, and
// tb is told of orders through it that nothing has met, which are taken back when
// tb ends. Tests that run at the same time see each other's: see [Server.Tenant].
func (s *Server) For(tb TB) *Server {
	tb.Helper()
	if s.double.closed.Load() {
		tb.Fatalf("testkit: For: %v", errClosed)
	}
	shared := newServer(s.double, tb)
	shared.tenant, shared.shared, shared.parent = s.tenant, true, s
	shared.begin()
	tb.Cleanup(func() { tb.Helper(); shared.finish() })
	return shared
}

// Tenant returns the same double for another test, with a client and an account
// of its own, made after the first client and the account that is logged in.
// Everything through it is limited to these: orders are for their requests only,
// filters, journal and assertions see nothing of others, and a reset takes what
// is theirs. So parallel tests share a double without ever meeting. [Server.ClientID],
// [Server.ClientSecret] and [Server.Account] name the two; they are gone when tb
// ends.
//
// The client has the redirect URIs of the first one. To give it those of an
// application that listens elsewhere, such as on a free port, use
// [Server.AddClient] with [Server.ClientID] as ID and [Server.ClientSecret] among
// the Secrets.
//
// What cannot be limited fails the test: the clock, and loading another world.
func (s *Server) Tenant(tb TB) *Server {
	tb.Helper()
	t := newServer(s.double, tb)
	t.shared, t.parent = true, s
	if s.double.closed.Load() {
		tb.Fatalf("testkit: Tenant: %v", errClosed)
	}
	world, err := s.double.levers.World()
	t.check("Tenant", err)
	if err := t.settleIn(world); err != nil {
		tb.Fatalf("testkit: Tenant: %v", err)
		return t
	}
	t.begin()
	tb.Cleanup(func() {
		tb.Helper()
		t.finish()
		t.moveOut()
	})
	return t
}

// tenant is to whom a server is limited.
type tenant struct {
	clientID, secret, account string

	mu     sync.Mutex // guards owners
	owners []control.Owner
}

// settleIn registers the client and the account of a tenant.
func (s *Server) settleIn(world fixtures.World) error {
	world = world.Complete()
	if len(world.Clients) == 0 || len(world.Accounts) == 0 {
		return errors.New("the world has no client and account to make the tenant's after")
	}
	name := "tenant-" + strings.ToLower(rand.Text()[:10])
	account := tenantAccount(name, *world.LoggedIn())
	client := world.Clients[0]
	client.ID, client.Name = name, cmp.Or(client.Name, client.ID)+" ("+name+")"
	client.Authorize.Account = account.Name
	if !client.Public {
		client.Secrets = []string{strings.ToLower(rand.Text())}
	}
	if _, err := s.double.levers.AddAccount(account); err != nil {
		return err
	}
	if _, err := s.double.levers.AddClient(client); err != nil {
		return err
	}
	s.tenant = &tenant{clientID: name, secret: firstOf(client.Secrets), account: name,
		owners: []control.Owner{control.OfClient(name), control.OfAccount(name)}}
	return nil
}

// tenantAccount makes an account after another one, but for what no two accounts may
// have: the double chooses its user id, and it has ordered no number.
func tenantAccount(name string, like fixtures.Account) fixtures.Account {
	like.Name, like.Email, like.Alias = name, name+"@acme.inc", strings.ReplaceAll(name, "-", "_")
	like.UserID, like.Numbers = 0, nil
	like.Subaccounts = slices.Clone(like.Subaccounts)
	for i := range like.Subaccounts {
		like.Subaccounts[i].Numbers = nil
	}
	like.APIKeys = []string{name + "-api-key"}
	like.SandboxAPIKeys, like.Keys = nil, nil
	return like
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// moveOut takes away what a tenant has: the clients first, which name accounts.
// What the test has removed itself is gone already.
func (s *Server) moveOut() {
	s.tb.Helper()
	var gone *control.NotFoundError
	leave := func(remove func(string) error, name string) {
		s.tb.Helper()
		if name == "" {
			return
		}
		if err := remove(name); err != nil && !errors.As(err, &gone) {
			s.tb.Errorf("testkit: the end of Tenant: %v", err)
		}
	}
	owners := s.owners()
	for _, owner := range owners {
		leave(s.double.levers.RemoveClient, owner.ClientID())
	}
	for _, owner := range owners {
		leave(s.double.levers.RemoveAccount, owner.Account())
	}
}

// ClientID returns the client_id for the code under test: the tenant's, or that
// of the world's first client.
func (s *Server) ClientID() string {
	s.tb.Helper()
	if s.tenant != nil {
		return s.tenant.clientID
	}
	return s.firstClient().ID
}

// ClientSecret returns the secret that goes with [Server.ClientID]; "" for a
// public client.
func (s *Server) ClientSecret() string {
	s.tb.Helper()
	if s.tenant != nil {
		return s.tenant.secret
	}
	return firstOf(s.firstClient().Secrets)
}

// Account returns the name of the account in whose name [Server.ClientID] is
// authorized: the tenant's, or the one that the world has logged in.
func (s *Server) Account() string {
	s.tb.Helper()
	if s.tenant != nil {
		return s.tenant.account
	}
	account := s.World().Complete().LoggedIn()
	if account == nil {
		s.tb.Fatalf("testkit: Account: the world has no account")
		return ""
	}
	return cmp.Or(s.firstClient().Authorize.Account, account.Name)
}

func (s *Server) firstClient() fixtures.Client {
	s.tb.Helper()
	clients := s.Clients()
	if len(clients) == 0 {
		s.tb.Fatalf("testkit: the world has no client")
		return fixtures.Client{}
	}
	return clients[0]
}

// owners are those whose things the server is about.
func (s *Server) owners() []control.Owner {
	if s.tenant == nil {
		return []control.Owner{control.Everything()}
	}
	s.tenant.mu.Lock()
	defer s.tenant.mu.Unlock()
	return slices.Clone(s.tenant.owners)
}

// has reports whether what concerns a client and an account is the server's.
func (s *Server) has(clientID, account string) bool {
	return slices.ContainsFunc(s.owners(), func(o control.Owner) bool { return o.Has(clientID, account) })
}

// mine refuses a client or an account that is not the tenant's; "" names none.
func (s *Server) mine(clientID, account string) error {
	if clientID != "" && !s.has(clientID, "") {
		return fmt.Errorf("client_id: %q: is not the tenant's, whose client is %q", clientID, s.tenant.clientID)
	}
	if account != "" && !s.has("", account) {
		return fmt.Errorf("account: %q: is not the tenant's, whose account is %q", account, s.tenant.account)
	}
	return nil
}

// adopt makes a client or an account that is to be added the tenant's, unless it
// is somebody else's.
func (s *Server) adopt(owner control.Owner) error {
	if s.tenant == nil || s.has(owner.ClientID(), owner.Account()) {
		return nil
	}
	world, err := s.double.levers.World()
	if err != nil {
		return err
	}
	taken := slices.ContainsFunc(world.Clients, func(c fixtures.Client) bool { return owner.Has(c.ID, "") }) ||
		slices.ContainsFunc(world.Accounts, func(a fixtures.Account) bool { return owner.Has("", a.Name) })
	if taken {
		return fmt.Errorf("%q: is not the tenant's, and is there already", owner.ClientID()+owner.Account())
	}
	s.tenant.mu.Lock()
	defer s.tenant.mu.Unlock()
	s.tenant.owners = append(s.tenant.owners, owner)
	return nil
}

// forget drops a client or an account that was removed from the tenant's.
func (s *Server) forget(owner control.Owner) {
	if s.tenant == nil {
		return
	}
	s.tenant.mu.Lock()
	defer s.tenant.mu.Unlock()
	s.tenant.owners = slices.DeleteFunc(s.tenant.owners, func(o control.Owner) bool { return o == owner })
}
