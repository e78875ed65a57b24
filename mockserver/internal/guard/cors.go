package guard

import (
	"fmt"
	"net/http"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/call"
)

// mayRead reports whether a page of an origin may read answers of the server.
func (g *Guard) mayRead(origin string) bool {
	return origin != "" && (slices.Contains(g.Origins, origin) || slices.Contains(g.Origins, "*"))
}

// Unread says of a request that a page of another origin makes by script that the
// browser keeps the answer from it, or refuses to ask; "" for any other. What people
// are to look at, no page may read, whatever its origin. The origin is null if the
// page's own server has sent the script there.
func (g *Guard) Unread(r *http.Request) string {
	origin := r.Header.Get("Origin")
	if origin == "" || r.Header.Get("Sec-Fetch-Site") == "same-origin" ||
		r.Header.Get("Sec-Fetch-Mode") != "cors" && r.Header.Get("Access-Control-Request-Method") == "" {
		return ""
	}
	cure := ""
	switch shared := isShared(r.URL.Path); {
	case shared && !g.mayRead(origin):
		cure = "--cors lets pages of an origin read it"
	case !shared && call.Of(r).Endpoint == fixtures.EndpointAuthorize:
		cure = "the browser itself has to go there, by a link or location.href"
	default:
		return ""
	}
	return fmt.Sprintf("a page of the origin %.100s asks by script, from which browsers keep the answer; %s", origin, cure)
}

// Share lets pages of the origins that were named read an answer, and answers
// their preflights; then it reports true.
func (g *Guard) Share(w http.ResponseWriter, r *http.Request) (answered bool) {
	if len(g.Origins) == 0 || !isShared(r.URL.Path) {
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
