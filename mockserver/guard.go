package mockserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"path"
	"strings"

	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/web"
)

// guard keeps everybody out of the levers and the pages whom they are not for:
// pages of other sites, hosts that somebody else named, those without the
// token. docs/security.md tells what is open to whom.
type guard struct {
	options *options
	sites   *http.CrossOriginProtection
}

func newGuard(o *options) *guard {
	g := &guard{options: o, sites: http.NewCrossOriginProtection()}
	if o.public != nil {
		g.sites.AddTrustedOrigin(hosts.OriginOf(o.public)) // it is one
	}
	return g
}

// strip returns the request without the path of the public URL, which some
// proxies leave there and others take away. It reports false if it has answered:
// links of the pages are relative, so that path needs its slash.
func (g *guard) strip(w http.ResponseWriter, r *http.Request) (*http.Request, bool) {
	if g.options.public == nil || g.options.public.Path == "" {
		return r, true
	}
	rest, inside := strings.CutPrefix(r.URL.Path, g.options.public.Path)
	if inside && rest == "" {
		w.Header().Set("Location", path.Base(g.options.public.Path)+"/")
		w.WriteHeader(http.StatusPermanentRedirect)
		return r, false
	}
	if !inside || rest[0] != '/' {
		return r, true
	}
	stripped, u := *r, *r.URL
	u.Path, u.RawPath = rest, strings.TrimPrefix(u.RawPath, g.options.public.EscapedPath())
	stripped.URL = &u
	return &stripped, true
}

// levers lets only those to h who may pull levers.
func (g *guard) levers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		public := isPublic(r.URL.Path)
		switch why := g.foreign(r); {
		case why != "" && !isProbe(r.URL.Path):
			api.Refuse(w, http.StatusForbidden, why)
		case g.otherSite(r):
			api.Refuse(w, http.StatusForbidden, "a page of another site may not pull levers")
		case g.options.token != "" && r.URL.Path == "/_mock/login":
			g.login(w, r)
		case !public && !g.hasToken(r):
			g.askForToken(w, r)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// cookie holds the proof that a browser has shown the token. It goes to the
// paths below /_mock/ alone, by whatever prefix they are reached.
const cookie = "sms77mock"

// proof is what the cookie of a browser says that has shown the token.
func (g *guard) proof() string {
	sum := sha256.Sum256([]byte("dashboard of sms77mock\x00" + g.options.token))
	return hex.EncodeToString(sum[:])
}

// hasToken reports whether a request comes with the token, or needs none.
func (g *guard) hasToken(r *http.Request) bool {
	if g.options.token == "" {
		return true
	}
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && same(strings.TrimLeft(bearer, " "), g.options.token) { // RFC 9110, section 11
		return true
	}
	shown, err := r.Cookie(cookie)
	return err == nil && same(shown.Value, g.proof())
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// askForToken answers who has not shown the token: a browser with a form.
func (g *guard) askForToken(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && (r.URL.Path == "/_mock/" || r.URL.Path == demoLever) && strings.Contains(r.Header.Get("Accept"), "text/html") {
		web.Login(w, r, http.StatusUnauthorized, false)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="sms77mock"`)
	api.Refuse(w, http.StatusUnauthorized, "this server was started with a token: send it as Authorization: Bearer ...")
}

// login takes the token from the form.
func (g *guard) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	if r.Method != http.MethodPost || !same(r.PostFormValue("token"), g.options.token) {
		web.Login(w, r, http.StatusForbidden, true)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: g.proof(), HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
	w.Header().Set("Location", "./") // of /_mock/login
	w.WriteHeader(http.StatusSeeOther)
}
