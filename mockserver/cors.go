package mockserver

import (
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
)

// mayRead reports whether a page of an origin may read answers of the server.
func (g *guard) mayRead(origin string) bool {
	return origin != "" && (slices.Contains(g.options.origins, origin) || slices.Contains(g.options.origins, "*"))
}

// share lets pages of the origins that were named read an answer, and answers
// their preflights; then it reports true.
func (g *guard) share(w http.ResponseWriter, r *http.Request) (answered bool) {
	if len(g.options.origins) == 0 || !isShared(r.URL.Path) {
		return false
	}
	h := w.Header()
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if !g.mayRead(origin) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "*, Authorization")
	method := r.Header.Get("Access-Control-Request-Method")
	if r.Method != http.MethodOptions || method == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", method)
	if asked := r.Header.Get("Access-Control-Request-Headers"); asked != "" {
		h.Set("Access-Control-Allow-Headers", asked)
	}
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
	return true
}

// isShared reports whether pages ask a path by script: not what people look at.
func isShared(path string) bool {
	return slices.Contains([]string{"/token", "/revoke", "/me"}, path) || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/_mock/")
}

// readOnly are the endpoints of the gateway that change nothing, whatever they
// are asked.
var readOnly = []fixtures.Endpoint{
	fixtures.EndpointAnalytics, fixtures.EndpointBalance, fixtures.EndpointJournal, fixtures.EndpointPricing, fixtures.EndpointStatus,
}

// abused says why a request is not carried out though it would be understood:
// a page of another site makes somebody's browser send it. It returns nil for
// any other request, those of programs among them.
func (g *guard) abused(r *http.Request, c *call.Call) *call.BodyError {
	site := strings.ToLower(r.Header.Get("Sec-Fetch-Site"))
	const forged = "a page of another site makes a browser send this; --cors lets pages of an origin do so"
	why := ""
	switch {
	case r.URL.Path == "/consent":
		if why = g.foreign(r); why == "" && g.otherSite(r) {
			why = "a page of another site may not answer for the user"
		}
	case !strings.HasPrefix(r.URL.Path, "/api/") || slices.Contains(readOnly, c.Endpoint):
	case site == "":
		// Older browsers say no more than the origin, and so do newer ones where the
		// server is asked neither by TLS nor over loopback.
		if origin := r.Header.Get("Origin"); origin != "" && !g.mayRead(origin) && g.isForeign(r, hostOf(origin)) {
			why = forged
		}
	case site == "cross-site" && !g.mayRead(r.Header.Get("Origin")):
		why = forged
	default:
		why = g.foreign(r)
	}
	if why == "" {
		return nil
	}
	return &call.BodyError{Status: http.StatusForbidden, Reason: why}
}
