// Package login is a small web application with a "Log in with sms77" button, as
// a real one would be written: it passes the audit. Its tests are the model to
// copy.
package login

import (
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// App is the application.
type App struct {
	config   oauth2.Config
	client   http.Client // asks the vendor
	sessions sessions
	inbox    inbox
	handler  http.Handler
}

// patience is how long the application waits for the vendor.
const patience = 5 * time.Second

// New returns an application that is reached under baseURL, is registered with
// clientID and secret, and asks the vendor through client.
func New(baseURL, clientID, secret string, client *http.Client) *App {
	a := &App{
		config: oauth2.Config{
			ClientID:     clientID,
			ClientSecret: secret,
			RedirectURL:  baseURL + "/callback",
			Scopes:       []string{"sms"},
			Endpoint: oauth2.Endpoint{
				AuthURL:   "https://oauth.sms77.io/authorize",
				TokenURL:  "https://oauth.sms77.io/token",
				AuthStyle: oauth2.AuthStyleInHeader,
			},
		},
		client: *client,
	}
	a.client.Timeout = patience
	a.client.CheckRedirect = func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse // secrets stay with the host that they are for
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /login", a.login)
	mux.HandleFunc("GET /callback", a.callback)
	mux.HandleFunc("GET /account", a.account)
	mux.HandleFunc("POST /send", a.send)
	mux.HandleFunc("POST /logout", a.logout)
	mux.HandleFunc("POST /webhook", a.inbox.receive)
	mux.HandleFunc("GET /inbox", a.inbox.show)
	a.handler = http.NewCrossOriginProtection().Handler(mux)
	return a
}

// ServeHTTP answers one request.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	a.handler.ServeHTTP(w, r)
}

// login sends the user to the vendor and remembers the state in the session.
func (a *App) login(w http.ResponseWriter, r *http.Request) {
	state, verifier := rand.Text(), oauth2.GenerateVerifier()
	a.sessions.of(w, r).expect(state, verifier)
	http.Redirect(w, r, a.config.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier)), http.StatusFound)
}

// callback is where the vendor sends the user back to.
func (a *App) callback(w http.ResponseWriter, r *http.Request) {
	s := a.sessions.of(w, r)
	verifier, ok := s.take(r.FormValue("state"))
	switch code := r.FormValue("error"); {
	case !ok && s.user() != nil: // the page was loaded again
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return
	case !ok:
		http.Error(w, "The login did not start here. Please try again.", http.StatusBadRequest)
		return
	case code == "access_denied":
		http.Error(w, "You did not allow the access.", http.StatusForbidden)
		return
	case code != "":
		http.Error(w, "The login is not possible at the moment: "+code, http.StatusBadGateway)
		return
	}
	u, err := a.admit(r.Context(), r.FormValue("code"), verifier)
	if err != nil {
		http.Error(w, "The login failed. Please try again.", http.StatusBadGateway)
		return
	}
	a.sessions.renew(w, r, u)
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

// account greets a user who has logged in.
func (a *App) account(w http.ResponseWriter, r *http.Request) {
	u := a.sessions.of(w, r).user()
	if u == nil {
		http.Error(w, "Please log in.", http.StatusUnauthorized)
		return
	}
	fmt.Fprintf(w, "Welcome, %s!", html.EscapeString(u.name))
}

// send sends an SMS in the name of the user.
func (a *App) send(w http.ResponseWriter, r *http.Request) {
	s := a.sessions.of(w, r)
	body, err := a.withToken(r.Context(), s.user(), http.MethodPost, "https://gateway.sms77.io/api/sms", url.Values{
		"to":   {r.FormValue("to")},
		"text": {r.FormValue("text")},
	})
	switch {
	case errors.Is(err, errLogin):
		s.leave()
		http.Error(w, "Please log in again.", http.StatusUnauthorized)
	case err != nil || strings.TrimSpace(string(body)) != "100":
		http.Error(w, "The message was not sent.", http.StatusBadGateway)
	default:
		fmt.Fprint(w, "Sent.")
	}
}

// logout ends the session, and gives the tokens back.
func (a *App) logout(w http.ResponseWriter, r *http.Request) {
	u := a.sessions.of(w, r).user()
	a.sessions.end(w, r)
	if u != nil {
		a.revoke(r.Context(), u)
	}
	fmt.Fprint(w, "Goodbye.")
}
