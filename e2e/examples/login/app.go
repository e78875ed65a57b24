// Package login is a small web application with an "Log in with sms77" button,
// as a real one would be written. Its tests are the model to copy.
package login

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
)

// App is the application.
type App struct {
	config oauth2.Config
	client *http.Client // asks the vendor
	tokens *TokenStore
	mux    *http.ServeMux
}

// New returns an application that is reached under baseURL, is registered with
// clientID and secret, and asks the vendor through client.
func New(baseURL, clientID, secret string, client *http.Client, tokens *TokenStore) *App {
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
		client: client,
		tokens: tokens,
		mux:    http.NewServeMux(),
	}
	a.mux.HandleFunc("GET /login", a.login)
	a.mux.HandleFunc("GET /callback", a.callback)
	a.mux.HandleFunc("POST /send", a.send)
	return a
}

// ServeHTTP answers one request.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// login sends the user to the vendor and remembers the state in a cookie.
func (a *App) login(w http.ResponseWriter, r *http.Request) {
	state := rand.Text()
	http.SetCookie(w, &http.Cookie{Name: "state", Value: state, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, a.config.AuthCodeURL(state), http.StatusFound)
}

// callback is where the vendor sends the user back to.
func (a *App) callback(w http.ResponseWriter, r *http.Request) {
	cookie, err := r.Cookie("state")
	if err != nil || cookie.Value == "" || cookie.Value != r.FormValue("state") {
		http.Error(w, "The login did not start here. Please try again.", http.StatusBadRequest)
		return
	}
	switch r.FormValue("error") {
	case "":
	case "access_denied":
		http.Error(w, "You did not allow the access.", http.StatusForbidden)
		return
	default:
		http.Error(w, "The login is not possible at the moment: "+r.FormValue("error"), http.StatusBadGateway)
		return
	}
	token, err := a.config.Exchange(a.asking(r.Context()), r.FormValue("code"))
	if err != nil {
		http.Error(w, "The login failed. Please try again.", http.StatusBadGateway)
		return
	}
	name, err := a.whoIs(r.Context(), token)
	if err != nil {
		http.Error(w, "The login failed. Please try again.", http.StatusBadGateway)
		return
	}
	a.tokens.Put(name, token)
	fmt.Fprintf(w, "Welcome, %s!", html.EscapeString(name))
}

func (a *App) asking(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, a.client)
}

// whoIs asks whose account a token stands for.
func (a *App) whoIs(ctx context.Context, token *oauth2.Token) (string, error) {
	var profile struct {
		Email string `json:"email"`
	}
	body, err := a.ask(ctx, token, http.MethodGet, "https://oauth.sms77.io/me", nil)
	if err != nil {
		return "", err
	}
	if err := json.Unmarshal(body, &profile); err != nil || profile.Email == "" {
		return "", errors.New("the profile has no email")
	}
	return profile.Email, nil
}

// send sends an SMS in the name of a user who has logged in.
func (a *App) send(w http.ResponseWriter, r *http.Request) {
	body, err := a.withToken(r.Context(), r.FormValue("user"), http.MethodPost, "https://gateway.sms77.io/api/sms", url.Values{
		"to":   {r.FormValue("to")},
		"text": {r.FormValue("text")},
	})
	switch {
	case errors.Is(err, errLogin):
		http.Error(w, "Please log in again.", http.StatusUnauthorized)
	case err != nil || strings.TrimSpace(string(body)) != "100":
		http.Error(w, "The message was not sent.", http.StatusBadGateway)
	default:
		fmt.Fprint(w, "Sent.")
	}
}
