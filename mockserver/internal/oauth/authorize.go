package oauth

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/go-oauth2/oauth2/v4"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// authorization is an authorization request that has passed every check.
type authorization struct {
	client          *client
	redirectURI     string // as the request gave it; "" if it gave none
	target          string // where the user is sent: redirectURI or the registered one
	state           string
	echo            any    // the state as an error gives it back: typed, as JSON has it
	scope           string // as the request gave it, or the default scope
	challenge       string // "" if there is none or PKCE is ignored
	challengeMethod string
}

// serveAuthorize answers /authorize. It looks at no method, as the reference
// does not.
func (s *Server) serveAuthorize(w http.ResponseWriter, r *http.Request) error {
	c := call.Of(r)
	d := s.directory.Load()
	a, err := d.checkAuthorization(r)
	if err != nil {
		return err
	}
	if e := forced(r.Context()); e != nil {
		return e.to(a.target, a.echo)
	}
	v := s.decide(c, d, a, isPreview(r))
	c.Account = v.account
	switch {
	case v.err != nil:
		return v.err.to(a.target, a.echo)
	case v.decision == fixtures.Prompt:
		return s.showConsent(w, r, d, a, v)
	case v.decision == fixtures.Deny:
		return errDenied.because("denied by %s; to let the user through, say approve there", v.because).to(a.target, a.echo)
	}
	return s.approve(w, r, a, v.account, v.scope, v.because)
}

// approve issues a code and redirects the user with it. The reason says who granted
// another scope than the request has.
func (s *Server) approve(w http.ResponseWriter, r *http.Request, a *authorization, account, scope, by string) error {
	if scope != a.scope {
		call.Of(r).Note(fmt.Sprintf("%s grants %q; asked for was %q", by, scope, a.scope))
	}
	ctx := r.Context()
	if isPreview(r) {
		ctx = withPreview(ctx)
	}
	info, err := a.client.manager.GenerateAuthToken(ctx, oauth2.Code, &oauth2.TokenGenerateRequest{
		ClientID:            a.client.ID,
		UserID:              account,
		RedirectURI:         a.redirectURI,
		Scope:               scope,
		CodeChallenge:       a.challenge,
		CodeChallengeMethod: oauth2.CodeChallengeMethod(a.challengeMethod),
	})
	if err != nil {
		return err
	}
	h := w.Header()
	h["Content-Type"] = jsonContent
	h.Set("Location", successRedirect(a.target, []phpwire.Pair{{Name: "code", Value: info.GetCode()}, {Name: "state", Value: a.state}}))
	w.WriteHeader(http.StatusFound)
	return nil
}

// checkAuthorization reads and checks an authorization request in the order of
// the reference. Until the redirect URI can be trusted an error is a page;
// afterwards it is a redirect.
func (d *directory) checkAuthorization(r *http.Request) (*authorization, error) {
	c := call.Of(r)
	a, err := d.checkRedirect(r)
	if err != nil {
		return nil, err
	}
	a.echo = echo(r, c)
	refuse := func(e *Error) (*authorization, error) { return nil, e.to(a.target, a.echo) }

	responseType, _ := queryFirst(c, "response_type")
	switch normalizeResponseType(responseType) {
	case "code":
		if !a.client.mayUse(fixtures.AuthorizationCode) {
			return refuse(errGrantUnauthorized.because("client %s is limited to grant_types %v", a.client.ID, a.client.GrantTypes))
		}
	case "token":
		return refuse(errImplicit.because("response_type is token; only code is supported"))
	default:
		return refuse(errResponseType.because("response_type is %s; want code", sentOrLacking(r, "response_type", responseType)))
	}

	a.scope = scopeParameter(c)
	if a.scope == "" {
		if len(d.world.Scopes.Default) == 0 {
			return refuse(errNoDefaultScope.because("there is no scope parameter and the world has no default scope (scopes.default is empty)"))
		}
		a.scope = d.defaultScope
	} else if !a.client.allowsScope(a.scope, d.world.Scopes.Known) {
		return refuse(errUnsupportedScope.because("%s", explainScope(a.scope, a.client, d.world.Scopes.Known)))
	}

	state, _ := queryFirst(c, "state")
	if a.state = present(state); a.state == "" {
		return nil, errNoState.because("%s", explainNoState(r, c)).to(a.target, nil)
	}
	return a, a.checkChallenge(c)
}

// echo returns the state of a request as an error gives it back, nil if there is
// none. In JSON, a number or a bool stays what it is.
func echo(r *http.Request, c *call.Call) any {
	state, ok := queryFirst(c, "state")
	if !ok {
		return nil
	}
	if _, inQuery := c.Query.Lookup("state"); !inQuery && strings.HasPrefix(call.ContentType(r), "application/json") {
		if typed, ok := phpwire.Typed(c.Raw, "state"); ok {
			return typed
		}
	}
	return state
}

// checkRedirect finds the client and the redirect URI. Its errors are pages,
// since there is no URI yet that could be trusted.
func (d *directory) checkRedirect(r *http.Request) (*authorization, error) {
	c := call.Of(r)
	id, _ := queryFirst(c, "client_id")
	if c.ClientID = present(id); c.ClientID == "" {
		return nil, errNoClientID.because("client_id is %s; registered are %s", lacking(r, c, "client_id", c.Query, c.Body), choice.List(d.clientIDs()))
	}
	client := d.client(id)
	if client == nil {
		return nil, errUnknownClientID.because("%s", d.explainUnknownClient(id))
	}
	supplied, _ := queryFirst(c, "redirect_uri")
	a := &authorization{client: client, redirectURI: present(supplied)}
	registered := client.RedirectURIs
	switch a.target = a.redirectURI; {
	case a.redirectURI != "":
		if u, ok := phpwire.ParseURL(a.redirectURI); ok && u.Fragment != nil && !phpwire.Falsy(*u.Fragment) {
			return nil, errRedirectFragment.because("redirect_uri has the fragment #%s", *u.Fragment)
		}
		if len(registered) > 0 && !slices.Contains(registered, a.redirectURI) {
			return nil, explainRedirect(a.redirectURI, registered)
		}
	case len(registered) == 0:
		return nil, errNoRedirect.because("there is no redirect_uri and client %s has none registered", id)
	case len(registered) > 1:
		return nil, errSeveralRedirects.because("there is no redirect_uri and client %s has several registered: %s", id, strings.Join(registered, ", "))
	default:
		a.target = registered[0]
	}
	return a, nil
}

// normalizeResponseType sorts the words of a multiple-valued response type, as
// the library does: "code " is as good as "code".
func normalizeResponseType(s string) string {
	if !strings.Contains(s, " ") {
		return s
	}
	words := strings.Split(s, " ")
	slices.Sort(words)
	return phpwire.TrimLeft(strings.Join(words, " "))
}
