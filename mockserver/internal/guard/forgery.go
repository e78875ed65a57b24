package guard

import (
	"net/http"
	"strings"

	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// otherSite reports whether a page of another site makes a browser ask for a
// change.
func (g *Guard) otherSite(r *http.Request) bool {
	return !g.mayRead(r.Header.Get("Origin")) && g.sites.Check(r) != nil
}

// embeds reports whether a page of another site has a browser load something beside it
// or within it. It may neither read nor show what comes, so nothing is to be worked out
// for it. A link, which people follow, leads to a document of its own.
func (g *Guard) embeds(r *http.Request) bool {
	return !ownSite(r) && r.Header.Get("Sec-Fetch-Dest") != "document" && !g.mayRead(r.Header.Get("Origin"))
}

// ownSite reports whether a browser says that no page of another site has it ask, or
// says nothing.
func ownSite(r *http.Request) bool {
	switch strings.ToLower(r.Header.Get("Sec-Fetch-Site")) {
	case "", "same-origin", "none":
		return true
	}
	return false
}

// Misled says why the demonstration application is not for a request, or "":
// besides what [Guard.Foreign] says, a page of another site has sent the browser
// there, or a proxy names a host that is none of the server's.
func (g *Guard) Misled(r *http.Request) string {
	if why := g.Foreign(r); why != "" {
		return why
	}
	if !ownSite(r) {
		return "a page of another site leads here: open it from the dashboard, or by its address"
	}
	if host := call.Forwarded(r, "Host"); host != "" && g.Public == nil && g.isForeign(r, host) {
		return notOurs(host)
	}
	return ""
}

// isBrowser reports whether a browser asks. When a page loads an image from a name
// that leads to this machine, browsers send neither Sec-Fetch-Site nor Origin, but all
// of them begin their User-Agent with the same word. So does PowerShell, which shows
// no pages; it names itself as well.
func isBrowser(r *http.Request) bool {
	agent := r.UserAgent()
	return strings.HasPrefix(agent, "Mozilla/") && !strings.Contains(agent, "PowerShell/")
}

// Forged says why a request is not carried out though it would be understood:
// a page of another site makes somebody's browser send it. It returns nil for
// any other request, such as those of programs.
func (g *Guard) Forged(r *http.Request, c *call.Call) *call.Refusal {
	site := strings.ToLower(r.Header.Get("Sec-Fetch-Site"))
	const forged = "a page of another site makes a browser send this; --cors lets pages of an origin do so"
	why := ""
	switch {
	case r.URL.Path == "/consent":
		if why = g.Foreign(r); why == "" && g.otherSite(r) {
			why = "a page of another site may not answer for the user"
		}
	case !strings.HasPrefix(r.URL.Path, "/api/") || gateway.ReadOnly(c.Endpoint):
	case site == "":
		// Older browsers send only the origin, and so do newer ones unless they reach the
		// server by TLS or over loopback.
		switch origin := r.Header.Get("Origin"); {
		case origin != "" && !g.mayRead(origin) && g.isForeignOrigin(r, origin):
			why = forged
		case origin == "" && isBrowser(r):
			why = g.Foreign(r)
		}
	case site == "cross-site" && !g.mayRead(r.Header.Get("Origin")):
		why = forged
	default:
		why = g.Foreign(r)
	}
	if why == "" {
		return nil
	}
	return &call.Refusal{Status: http.StatusForbidden, Reason: why}
}
