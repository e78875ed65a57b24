package oauth

import (
	"slices"

	"example.com/sms77mock/mockserver/internal/call"
)

// Oddity is something that a careful client would have done otherwise.
type Oddity struct {
	Text      string // in English, with %s for the parameter
	Parameter string // the name of the parameter that it is about, if Text has a place for it
}

// knownParameters are the parameters of an authorization request that the server
// knows.
var knownParameters = []string{
	"response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "login_hint",
}

// oddities lists what a careful client would have done otherwise.
func oddities(c *call.Call, a *authorization) []Oddity {
	var list []Oddity
	add := func(text string) { list = append(list, Oddity{Text: text}) }
	if a.client.Public && c.Query.Get("code_challenge") == "" {
		add("A public client without PKCE: whoever intercepts the code can redeem it.")
	}
	if a.challenge != "" && a.challengeMethod == methodPlain {
		add("PKCE with the method plain protects no more than sending the verifier itself.")
	}
	if a.challenge != "" && a.challengeMethod != methodPlain && a.challengeMethod != methodS256 {
		add("The code_challenge_method is neither S256 nor plain: the code can never be redeemed.")
	}
	if len(a.state) < 8 {
		add("The state has fewer than eight characters: it can be guessed.")
	}
	if a.redirectURI == "" {
		add("No redirect_uri: the registered one is used, and only while it stays the only one.")
	}
	if len(a.client.RedirectURIs) == 0 {
		add("The client has no registered redirect URI: any is accepted.")
	}
	for _, p := range authorizationParameters(c) {
		if !slices.Contains(knownParameters, p.Name) {
			list = append(list, Oddity{"The server does not know the parameter %s.", p.Name})
		}
		if len(c.Query[p.Name])+len(c.Body[p.Name]) > 1 {
			list = append(list, Oddity{"The parameter %s is given more than once: the last one counts.", p.Name})
		}
	}
	return list
}
