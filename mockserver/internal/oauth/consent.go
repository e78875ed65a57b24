package oauth

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/phpwire"
)

// ConsentPage is what the consent page has to show.
type ConsentPage struct {
	Client      fixtures.Client    // who asks
	RedirectURI string             // where the answer goes
	Accounts    []fixtures.Account // as whom the tester may answer
	Account     string             // name of the account that is chosen at first
	Scopes      []string           // what is asked for
	Request     string             // the authorization request, encoded; the form has to send it back as "request"
	Parameters  []phpwire.Pair     // the authorization request's parameters, in the order of their names
	Oddities    []Oddity           // what a careful client would have done otherwise
}

func (s *Server) showConsent(w http.ResponseWriter, r *http.Request, d *directory, a *authorization, v verdict) error {
	c := call.Of(r)
	parameters := authorizationParameters(c)
	return s.config.Consent(w, r, ConsentPage{
		Client:      *a.client.Client,
		RedirectURI: a.target,
		Accounts:    d.complete().Accounts,
		Account:     v.account,
		Scopes:      splitScope(a.scope),
		Request:     phpwire.EncodeQuery(parameters...),
		Parameters:  parameters,
		Oddities:    oddities(c, a),
	})
}

// authorizationParameters returns the parameters that the request was read
// from, each from where the server found it.
func authorizationParameters(c *call.Call) []phpwire.Pair {
	merged := map[string]string{}
	for name := range c.Body {
		merged[name] = c.Body.Get(name)
	}
	for name := range c.Query {
		if _, inBody := merged[name]; name != "scope" || !inBody {
			merged[name] = c.Query.Get(name)
		}
	}
	for _, name := range []string{"code_challenge", "code_challenge_method"} {
		if _, ok := c.Query[name]; !ok {
			delete(merged, name) // PKCE counts in the query only
		}
	}
	pairs := make([]phpwire.Pair, 0, len(merged))
	for name, value := range merged {
		pairs = append(pairs, phpwire.Pair{Name: name, Value: value})
	}
	slices.SortFunc(pairs, func(a, b phpwire.Pair) int { return strings.Compare(a.Name, b.Name) })
	return pairs
}

// allowWithFault is what the page's button for a ready-made fault answers. The page
// sends the chosen fault with every answer; a plain allow does not mean it.
const allowWithFault = "allow_with_fault"

// serveConsent takes the answer of the consent page. The authorization request
// comes back with it and is checked anew: nothing is remembered in between.
func (s *Server) serveConsent(w http.ResponseWriter, r *http.Request) error {
	c := call.Of(r)
	if r.Method != http.MethodPost {
		return Error{Status: http.StatusMethodNotAllowed, Code: "invalid_request", Description: "The consent page answers by POST", Header: http.Header{"Allow": {"POST"}}}.
			because("the method is %s; open /authorize to see the page", r.Method)
	}
	request := &call.Call{ID: c.ID, Query: phpwire.ParseQuery(c.Body.Get("request"))}
	d := s.directory.Load()
	a, err := d.checkAuthorization(call.With(r, request))
	c.ClientID = request.ClientID
	if err != nil {
		return err
	}
	chosen := c.Body.Get("account")
	found := d.account(chosen) // asked once: it may come or go
	account := d.loggedIn(a.client, found)
	c.Account = account.Name
	switch answer := c.Body.Get("answer"); answer {
	case "allow", allowWithFault:
		if chosen != "" && found == nil {
			c.Account = ""
			return badConsent("The account that was chosen is gone").
				because("account is %q, which does not exist (any more): nobody else is logged in instead; open /authorize again", chosen)
		}
		fault := c.Body.Get("preset")
		if answer == allowWithFault {
			fault = c.Body.Get("fault")
		}
		return s.allow(w, r, a, account.Name, fault)
	case "deny":
		return errDenied.because("denied on the consent page").to(a.target, a.echo)
	case "error":
		e := Error{Code: cmp.Or(c.Body.Get("error"), "server_error"), Description: c.Body.Get("error_description")}
		return e.because("answered with this error on the consent page").to(a.target, a.echo)
	default:
		return badConsent("The consent page answers allow, allow_with_fault, deny or error").because("answer is %q", answer)
	}
}

// allow grants the scopes that are ticked on the consent page, and puts a fault in
// force if one was chosen.
func (s *Server) allow(w http.ResponseWriter, r *http.Request, a *authorization, account, fault string) error {
	if fault != "" {
		if err := s.config.Preset(a.client.ID, fault); err != nil {
			return badConsent(err.Error()).because("the consent page named no fault that exists")
		}
	}
	granted := call.Of(r).Body.List("scope")
	switch {
	case len(granted) == 0:
		return errDenied.because("allowed on the consent page with every scope unticked").to(a.target, a.echo)
	case slices.Equal(granted, splitScope(a.scope)):
		return s.approve(w, r, a, account, a.scope, "the consent page")
	}
	return s.approve(w, r, a, account, strings.Join(granted, " "), "the consent page")
}

// badConsent is an answer of the consent page that makes no sense.
func badConsent(description string) Error {
	return Error{Status: http.StatusBadRequest, Code: "invalid_request", Description: description}
}
