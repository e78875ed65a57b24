// Package guard keeps from the levers and the pages everybody whom they are not for:
// pages of other sites, hosts that somebody else named, those without the token.
// docs/security.md tells what is open to whom.
package guard

import (
	"net/http"
	"net/url"

	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver/internal/api"
)

// Config says whom a server is for. With the zero Config, that is everybody who asks
// for it by a name of this machine.
type Config struct {
	Public  *url.URL // the URL under which the server is reached; nil for whatever a request says
	Hosts   []string // further hosts by which it is asked; see [hosts.Matches]
	Origins []string // whose pages may read its answers, "*" for all; see [hosts.Origin]
	Token   string   // that pulls levers; "" for none
	Pages   []string // paths of levers that people open in a browser
}

// Guard knows whom a server is for. [New] makes one. Its methods may be called from
// several goroutines.
type Guard struct {
	Config
	sites *http.CrossOriginProtection
}

// New returns the guard of a server.
func New(c Config) *Guard {
	g := &Guard{Config: c, sites: http.NewCrossOriginProtection()}
	if c.Public != nil {
		g.sites.AddTrustedOrigin(hosts.OriginOf(c.Public)) // it is one
	}
	return g
}

// Levers returns a handler that lets through to h only those who may pull levers.
func (g *Guard) Levers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		public := isPublic(r.URL.Path)
		switch why := g.Foreign(r); {
		case why != "" && !IsProbe(r.URL.Path):
			api.Refuse(w, http.StatusForbidden, why)
		case g.otherSite(r):
			api.Refuse(w, http.StatusForbidden, "a page of another site may not pull levers")
		case g.embeds(r) && !IsProbe(r.URL.Path):
			api.Refuse(w, http.StatusForbidden, "a page of another site may not load this; --cors lets pages of an origin read it")
		case g.Token != "" && r.URL.Path == loginPath:
			g.login(w, r)
		case !public && !g.hasToken(r):
			g.askForToken(w, r)
		default:
			h.ServeHTTP(w, r)
		}
	})
}
