package guard

import (
	"net/http"
	"path"
	"strings"
)

// Strip returns the request without the path of the public URL, which some
// proxies leave there and others take away. It reports false if it has answered:
// links of the pages are relative, so that path needs its slash.
func (g *Guard) Strip(w http.ResponseWriter, r *http.Request) (*http.Request, bool) {
	if g.Public == nil || g.Public.Path == "" {
		return r, true
	}
	rest, inside := strings.CutPrefix(r.URL.Path, g.Public.Path)
	if inside && rest == "" {
		w.Header().Set("Location", path.Base(g.Public.Path)+"/")
		w.WriteHeader(http.StatusPermanentRedirect)
		return r, false
	}
	if !inside || rest[0] != '/' {
		return r, true
	}
	stripped, u := *r, *r.URL
	u.Path, u.RawPath = rest, strings.TrimPrefix(u.RawPath, g.Public.EscapedPath())
	stripped.URL = &u
	return &stripped, true
}
