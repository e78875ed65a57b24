package testkit

import (
	"cmp"

	"example.com/sms77mock/fixtures"
)

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
