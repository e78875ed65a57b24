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

// tenantAccount makes an account after another one.
func tenantAccount(name string, like fixtures.Account) fixtures.Account {
	var number [3]byte
	rand.Read(number[:])
	like.Name, like.Email, like.Alias = name, name+"@acme.inc", strings.ReplaceAll(name, "-", "_")
	like.UserID = 1_000_000 + int(number[0])<<16 + int(number[1])<<8 + int(number[2])
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
