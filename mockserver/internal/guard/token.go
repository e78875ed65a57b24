package guard

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/web"
)

// cookie holds the proof that a browser has shown the token. It goes to the
// paths below /_mock/ alone, by whatever prefix they are reached.
const cookie = "sms77mock"

// proof returns the cookie's value in a browser that has shown the token.
func (g *Guard) proof() string {
	sum := sha256.Sum256([]byte("dashboard of sms77mock\x00" + g.Token))
	return hex.EncodeToString(sum[:])
}

// hasToken reports whether a request comes with the token, or needs none.
func (g *Guard) hasToken(r *http.Request) bool {
	if g.Token == "" {
		return true
	}
	scheme, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && same(strings.TrimLeft(bearer, " "), g.Token) { // RFC 9110, section 11
		return true
	}
	shown, err := r.Cookie(cookie)
	return err == nil && same(shown.Value, g.proof())
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// askForToken answers who has not shown the token: a browser with a form.
func (g *Guard) askForToken(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && (r.URL.Path == route.Dashboard.Path || slices.Contains(g.Pages, r.URL.Path)) && strings.Contains(r.Header.Get("Accept"), "text/html") {
		web.Login(w, r, http.StatusUnauthorized, false)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="sms77mock"`)
	api.Refuse(w, http.StatusUnauthorized, "this server was started with a token: send it as Authorization: Bearer ...")
}

// login takes the token from the form.
func (g *Guard) login(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	if r.Method != http.MethodPost || !same(r.PostFormValue("token"), g.Token) {
		web.Login(w, r, http.StatusForbidden, true)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: g.proof(), HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil})
	w.Header().Set("Location", "./") // of /_mock/login
	w.WriteHeader(http.StatusSeeOther)
}
