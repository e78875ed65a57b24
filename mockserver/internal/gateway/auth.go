package gateway

import (
	"errors"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/gateway/codes"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// principal is whose request it is.
type principal struct {
	account fixtures.Account
	key     fixtures.Key // the zero one if it is a token
}

// admit authenticates a request, which has to be done again once clients, accounts or
// tokens have been taken away.
func (g *Gateway) admit(q *request) (err error) {
	g.config.OAuth.Hold(func() {
		q.admitted = g.config.OAuth.Revision()
		q.who, err = g.authenticate(q)
	})
	q.sandbox = q.who.key.Sandbox
	return err
}

// authenticate finds out whose request it is, and whether it may be made. Of
// several credentials a bearer token counts first, then X-Api-Key, then
// Authorization: basic, then p; which one the vendor prefers is not known. A
// request without any is answered like one without a token.
func (g *Gateway) authenticate(q *request) (principal, error) {
	key, isKey := apiKey(q)
	var who principal
	var err error
	if isKey {
		who, err = g.byKey(key)
	} else {
		who, err = g.byToken(q)
	}
	if err != nil {
		return principal{}, err
	}
	q.call.Account = who.account.Name
	if err := q.checkAddress(who.key); err != nil {
		return principal{}, err
	}
	if err := g.checkSignature(q, who); err != nil {
		return principal{}, err
	}
	return who, q.checkScope(who.key)
}

// Identify notes whose API key a request is made with, before it is answered.
func (g *Gateway) Identify(r *http.Request, c *call.Call) {
	if key, ok := apiKey(newRequest(r, c)); ok {
		a, _ := g.config.OAuth.AccountByKey(key)
		c.Account = a.Name
	}
}

// byToken takes the account from the request's bearer token.
func (g *Gateway) byToken(q *request) (principal, error) {
	grant, err := g.config.OAuth.Bearer(q.http, q.scope)
	if err != nil {
		return principal{}, g.worded(err)
	}
	q.call.ClientID = grant.ClientID
	account, ok := g.findAccount(grant.Account)
	if !ok {
		return principal{}, refuse(codes.Unauthenticated, "the token belongs to the account %q, which does not exist", grant.Account)
	}
	return principal{account: account}, nil
}

// worded returns the refusal of a bearer token in the words that the world
// has chosen: those of RFC 6750, or the codes that API keys are refused with.
func (g *Gateway) worded(err error) error {
	var e *oauth.Error
	if g.settings().AuthErrors != fixtures.Numeric || !errors.As(err, &e) {
		return err
	}
	if e.Status == http.StatusForbidden {
		return refuse(codes.NoAccess, "%s", e.Reason())
	}
	return refuse(codes.Unauthenticated, "%s", e.Reason())
}

// apiKey returns the API key of a request and whether it is made with one.
func apiKey(q *request) (key string, ok bool) {
	authorization := oauth.Authorization(q.http)
	if strings.Contains(strings.ToLower(authorization), "bearer") || q.get("access_token") != "" {
		return "", false
	}
	if key = strings.Join(q.http.Header.Values("X-Api-Key"), ", "); key != "" {
		return key, true
	}
	// The word is basic, but what follows is the key as it is, not base64.
	scheme, key, _ := strings.Cut(authorization, " ")
	if strings.EqualFold(scheme, "basic") {
		return strings.TrimSpace(key), true
	}
	if authorization != "" {
		return "", false
	}
	return q.Lookup("p")
}

// byKey finds the account with an API key.
func (g *Gateway) byKey(key string) (principal, error) {
	a, _ := g.config.OAuth.AccountByKey(key)
	for _, k := range a.AllKeys() {
		if k.Key == key {
			return principal{account: a, key: k}, nil
		}
	}
	if g.config.OAuth.IsToken(key) {
		return principal{}, refuse(codes.Unauthenticated, "this is a code or token, not an API key: an access token goes into the header Authorization: Bearer TOKEN")
	}
	decoded, _, _ := strings.Cut(phpwire.DecodeBase64(key), ":")
	if _, known := g.config.OAuth.AccountByKey(decoded); known {
		return principal{}, refuse(codes.Unauthenticated, "the API key came in base64; want it as it is: Authorization: basic KEY, or X-Api-Key")
	}
	return principal{}, refuse(codes.Unauthenticated, "no account has this API key; see api_keys, sandbox_api_keys and keys of the accounts")
}

// checkAddress refuses a request from an address that its key is not for.
func (q *request) checkAddress(key fixtures.Key) error {
	from, _ := netip.ParseAddrPort(q.http.RemoteAddr)
	if key.MayComeFrom(from.Addr()) {
		return nil
	}
	return refuse(codes.Address, "the request comes from %s; this API key is for %s", q.http.RemoteAddr, strings.Join(key.Addresses, ", "))
}

// checkScope refuses a request for what its key has no scope for.
func (q *request) checkScope(key fixtures.Key) error {
	if len(key.Scopes) == 0 || slices.Contains(key.Scopes, q.scope) {
		return nil
	}
	return refuse(codes.NoAccess, "%s needs the scope %s; this API key has %s", q.http.URL.Path, q.scope, strings.Join(key.Scopes, " "))
}

// findAccount returns the account with the given name.
func (g *Gateway) findAccount(name string) (fixtures.Account, bool) {
	return g.config.OAuth.Account(name)
}
