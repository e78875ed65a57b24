package gateway

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// principal is whose request it is.
type principal struct {
	account fixtures.Account
	sandbox bool // known by a sandbox key
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
	return who, g.checkSignature(q, who.account.SigningKey)
}

// byToken takes the account from the request's bearer token.
func (g *Gateway) byToken(q *request) (principal, error) {
	grant, err := g.config.Bearer(q.http, q.scope)
	if err != nil {
		return principal{}, g.worded(err)
	}
	q.call.ClientID = grant.ClientID
	account, ok := g.findAccount(grant.Account)
	if !ok {
		return principal{}, refuse(codeUnauthenticated, "the token belongs to the account %q, which does not exist", grant.Account)
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
		return refuse(codeNoAccess, "%s", e.Reason())
	}
	return refuse(codeUnauthenticated, "%s", e.Reason())
}

// apiKey returns the API key of a request and whether it is made with one.
func apiKey(q *request) (key string, ok bool) {
	authorization := q.http.Header.Get("Authorization")
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

// byKey finds the account with an API key. A key may do everything.
func (g *Gateway) byKey(key string) (principal, error) {
	a, ok := g.config.AccountByKey(key)
	if !ok {
		return principal{}, refuse(codeUnauthenticated, "no account has this API key; see api_keys and sandbox_api_keys of the accounts")
	}
	return principal{account: a, sandbox: !slices.Contains(a.APIKeys, key)}, nil
}

// findAccount returns the account with the given name.
func (g *Gateway) findAccount(name string) (fixtures.Account, bool) {
	return g.config.Account(name)
}
