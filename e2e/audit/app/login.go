package app

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// login sends the browser to the vendor.
func (a *App) login(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, a.authorization(w, r), http.StatusFound)
}

// authorization begins a login and returns where the vendor is asked for it.
func (a *App) authorization(w http.ResponseWriter, r *http.Request) string {
	s := a.current(r)
	if s == nil {
		s = a.begin(w, r)
	}
	state, verifier := rand.Text(), rand.Text()+rand.Text()
	if a.is("short-state") {
		state = strings.ToLower(state[:8])
	}
	if a.is("verifier-in-url") {
		state = verifier
	}
	s.mu.Lock()
	if a.is("one-tab") {
		s.states = map[string]string{}
	}
	s.states[state] = verifier
	s.mu.Unlock()
	if next := r.FormValue("next"); a.local(next) {
		http.SetCookie(w, a.cookie("next", url.QueryEscape(next)))
	}
	a.mu.Lock()
	a.states[state] = verifier
	a.mu.Unlock()
	hash := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type": {"code"}, "client_id": {a.Client}, "redirect_uri": {a.Base + "/callback"}, "scope": {"sms"}, "state": {state},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(hash[:])}, "code_challenge_method": {"S256"},
	}
	switch a.Flaw {
	case "no-pkce":
		query.Del("code_challenge")
		query.Del("code_challenge_method")
	case "all-scopes":
		query.Del("scope")
	case "idle-scope":
		query.Set("scope", "sms contacts")
	case "secret-in-url":
		query.Set("client_secret", a.Secret)
	}
	return a.Double + "/authorize?" + query.Encode()
}

// take takes a state that has come back out of the session, and returns the
// verifier that belongs to it. Only one of several requests gets it.
func (a *App) take(s *session, q url.Values) (verifier string, ok bool) {
	state := q.Get("state")
	if a.is("unchecked-state") || a.is("optional-state") && !q.Has("state") {
		return a.any(s, state)
	}
	if a.is("shared-states") || a.is("shared-by-json") {
		a.mu.Lock()
		defer a.mu.Unlock()
		verifier, ok = a.states[state]
		delete(a.states, state)
		return verifier, ok
	}
	if s == nil {
		return "", a.is("empty-state") && q.Has("state") && state == ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	verifier, ok = s.states[state]
	switch a.Flaw {
	case "trusts-users":
		ok = ok || s.user != nil && q.Has("code")
	case "prefix-state":
		for known, v := range s.states {
			if state != "" && strings.HasPrefix(known, state) {
				verifier, ok = v, true
			}
		}
	case "one-tab":
		s.states = map[string]string{}
		return verifier, ok
	case "kept-state", "late-state":
		return verifier, ok
	}
	delete(s.states, state)
	return verifier, ok
}

// any is the verifier that belongs to a state, or that of another login that has
// begun in the browser, or none.
func (a *App) any(s *session, state string) (string, bool) {
	if s == nil {
		return "", true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if verifier, ok := s.states[state]; ok {
		return verifier, true
	}
	for _, verifier := range s.states {
		return verifier, true
	}
	return "", true
}

// callback is where the vendor sends the browser back to.
func (a *App) callback(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if a.is("bare-callback") {
		_ = q["code"][0] + q["state"][0]
	}
	s := a.current(r)
	verifier, ok := a.take(s, q)
	if !ok {
		a.unknownState(w, r)
		return
	}
	if q.Has("error") && !(a.is("code-first") && q.Has("code")) {
		a.failed(w, r, q)
		return
	}
	if !q.Has("code") || q.Get("code") == "" {
		show(w, http.StatusBadRequest, "The login did not work. Please try again.")
		return
	}
	t, err := a.exchange(q.Get("code"), verifier)
	if a.is("silent") && errors.Is(err, errLogin) { // as when a process dies of it
		connection, _, _ := http.NewResponseController(w).Hijack()
		connection.Close()
		return
	}
	if err != nil {
		show(w, http.StatusBadGateway, "The login did not work. Please try again.")
		return
	}
	if a.is("late-state") && s != nil {
		s.mu.Lock()
		delete(s.states, q.Get("state"))
		s.mu.Unlock()
	}
	u, err := a.profile(t)
	if err != nil {
		show(w, http.StatusBadGateway, "The login did not work. Please try again.")
		return
	}
	a.welcome(w, r, s, u)
}

// unknownState answers a callback whose state is not known: for somebody who is
// logged in it is most likely a reload.
func (a *App) unknownState(w http.ResponseWriter, r *http.Request) {
	if a.is("suspicious") {
		a.end(r)
	}
	if _, u := a.person(r); u != nil {
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return
	}
	text := "The login did not start here. Please try again."
	if a.is("raw-state") {
		text += " (" + r.FormValue("state") + ")"
	}
	show(w, http.StatusBadRequest, text)
}

// failed shows why the vendor has sent the browser back with an error.
func (a *App) failed(w http.ResponseWriter, r *http.Request, q url.Values) {
	code := q.Get("error")
	switch {
	case a.is("denied-500") && code == "access_denied":
		panic(code)
	case a.is("denied-empty") && code == "access_denied":
		w.WriteHeader(http.StatusOK)
	case a.is("denied-again") && code == "access_denied", a.is("errors-loop") && code != "access_denied":
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	case a.is("errors-500") && code != "access_denied":
		panic(code)
	case a.is("raw-error"):
		show(w, http.StatusForbidden, "The login did not work: "+q.Get("error_description"))
	case a.is("raw-attribute"):
		show(w, http.StatusForbidden, `The login did not work. <a title="`+strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(code)+`">Why?</a>`)
	case a.is("error-link"):
		show(w, http.StatusForbidden, `The login did not work. <a href="`+html.EscapeString(q.Get("error_uri"))+`">Why?</a>`)
	case code == "access_denied":
		show(w, http.StatusForbidden, "You did not allow the access.")
	default:
		show(w, http.StatusBadGateway, "The login is not possible at the moment: "+html.EscapeString(code))
	}
}

// welcome logs a user in.
func (a *App) welcome(w http.ResponseWriter, r *http.Request, s *session, u *user) {
	switch {
	case a.is("kept-session") && s != nil, a.is("renewed-once") && s != nil && s.user != nil:
	case a.is("kept-person") && s != nil && s.user != nil:
		u = s.user
		s = a.begin(w, r)
	default:
		var pending map[string]string
		if s != nil {
			s.mu.Lock()
			pending = maps.Clone(s.states) // logins in other tabs
			s.mu.Unlock()
		}
		s = a.begin(w, r)
		maps.Copy(s.states, pending)
	}
	s.mu.Lock()
	s.user = u
	s.mu.Unlock()
	switch a.Flaw {
	case "token-cookie":
		http.SetCookie(w, &http.Cookie{Name: "token", Value: u.access, Path: "/"})
	case "sealed-token-cookie":
		http.SetCookie(w, &http.Cookie{Name: "token", Value: base64.RawURLEncoding.EncodeToString([]byte(`{"t":"` + u.access + `"}`)), Path: "/", HttpOnly: true})
	case "shown-at-callback":
		show(w, http.StatusOK, "Welcome!")
		return
	}
	target := "/account"
	if c, err := r.Cookie("next"); err == nil {
		if next, err := url.QueryUnescape(c.Value); err == nil && a.local(next) {
			target = next
		}
		http.SetCookie(w, &http.Cookie{Name: "next", Path: "/", MaxAge: -1})
	}
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusSeeOther)
	if a.is("token-page") {
		fmt.Fprintf(w, "debug: %+v", u.tokens)
	}
}
