package oauth

import (
	"slices"

	"github.com/go-oauth2/oauth2/v4/manage"

	"example.com/sms77mock/fixtures"
)

// client is a registered application with the settings in force for it and the
// go-oauth2 manager that keeps its grants. It is never changed, only replaced.
type client struct {
	*fixtures.Client
	lifetimes fixtures.Lifetimes
	pkce      fixtures.PKCE
	manager   *manage.Manager
}

// hasSecret reports whether secret is one of the client's. A public client has
// none.
func (c *client) hasSecret(secret string) bool {
	return !c.Public && slices.Contains(c.Secrets, secret)
}

// mayUse reports whether the client may use a grant.
func (c *client) mayUse(grant fixtures.GrantType) bool {
	return len(c.GrantTypes) == 0 || slices.Contains(c.GrantTypes, grant)
}
