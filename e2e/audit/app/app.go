// Package app is a small web application with a login by sms77, as sound as the
// audit asks for, and with a switch for each way to get it wrong. The code of a
// switch is what somebody might really write.
package app

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Config is what the application is told.
type Config struct {
	Base    string // where it is reached
	Double  string // where the vendor is
	Client  string // its client_id
	Secret  string
	TimeOut time.Duration
	Flaw    string // the switch that is on; "" for none
}

// App is the application.
type App struct {
	Config
	vendor http.Client
	mux    *http.ServeMux

	mu       sync.Mutex // guards what follows
	sessions map[string]*session
	states   map[string]string // of all sessions, which only one switch does
	byEmail  map[string]*user  // the same
}

// session is what the application remembers of a browser.
type session struct {
	mu     sync.Mutex        // guards what follows
	states map[string]string // of logins that have begun: their PKCE verifiers
	user   *user             // nil until somebody has logged in
	csrf   string            // what forms carry
}

// New returns an application.
func New(c Config) *App {
	a := &App{Config: c, sessions: map[string]*session{}, states: map[string]string{}, byEmail: map[string]*user{}, mux: http.NewServeMux()}
	a.vendor = http.Client{
		Timeout:       c.TimeOut,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	a.flaws()
	a.mux.HandleFunc("GET /{$}", a.start)
	a.mux.HandleFunc("GET /login", a.login)
	a.mux.HandleFunc("POST "+ScriptedLogin, a.scriptedLogin)
	a.mux.HandleFunc("GET /callback", a.callback)
	a.mux.HandleFunc("GET /account", a.account)
	a.mux.HandleFunc("POST /send", a.send)
	a.mux.HandleFunc("POST /api/send", a.scripted)
	a.mux.HandleFunc("OPTIONS /api/send", a.preflight)
	a.mux.HandleFunc("POST /logout", a.logout)
	return a
}

// is reports whether a switch is on.
func (a *App) is(flaw string) bool { return a.Flaw == flaw }

// ServeHTTP answers one request. What panics is answered with 500, as most
// frameworks do.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if recover() != nil {
			http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		}
	}()
	if !a.is("cacheable") {
		w.Header().Set("Cache-Control", "no-store")
	}
	a.mux.ServeHTTP(w, r)
}

// show writes a page. The text is HTML.
func show(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<!DOCTYPE html><title>App</title><body><p>%s</p></body>", text)
}

// current returns the session of a request, or nil.
func (a *App) current(r *http.Request) *session {
	c, err := r.Cookie("session")
	if err != nil {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.sessions[c.Value]
}

// begin gives the browser a new session. The old one, if there is one, ends.
func (a *App) begin(w http.ResponseWriter, r *http.Request) *session {
	a.end(r)
	id, s := rand.Text(), &session{states: map[string]string{}, csrf: rand.Text()}
	a.mu.Lock()
	a.sessions[id] = s
	a.mu.Unlock()
	http.SetCookie(w, a.cookie("session", id))
	return s
}

func (a *App) cookie(name, value string) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	switch {
	case a.is("strict-cookie"):
		c.SameSite = http.SameSiteStrictMode
	case a.is("readable-cookie"):
		c.HttpOnly = false
	case a.is("cross-site"), a.is("any-form"), ByScript(a.Flaw):
		c.SameSite = http.SameSiteNoneMode
	}
	return c
}

// end ends the session of a request.
func (a *App) end(r *http.Request) {
	if c, err := r.Cookie("session"); err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.sessions, c.Value)
	}
}

// person returns the session and the user of a request, who may be nil.
func (a *App) person(r *http.Request) (*session, *user) {
	s := a.current(r)
	if s == nil {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s, s.user
}

func (a *App) start(w http.ResponseWriter, _ *http.Request) {
	show(w, http.StatusOK, `<a href="/login">Log in with sms77</a>`)
}

// account is the page that is only for people who are logged in.
func (a *App) account(w http.ResponseWriter, r *http.Request) {
	s, u := a.person(r)
	if u == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	boot := ""
	if a.is("packed-token-page") {
		u.mu.Lock()
		boot = fmt.Sprintf(`<script type="application/json">{"boot":"%s"}</script>`, base64.StdEncoding.EncodeToString([]byte("token="+u.access)))
		u.mu.Unlock()
	}
	form := s.forms(a.is("new-forms"))
	if FromPage(a.Flaw) {
		boot = fmt.Sprintf(`<meta name="csrf-token" content="%s">`, form)
	}
	note := map[string]string{"sent": "Message sent.", "failed": "The message was not sent. Please try again later."}[r.FormValue("note")]
	show(w, http.StatusOK, fmt.Sprintf(`%s Hello, %s (%d). <form id="send" method="post" action="/send">
		<input type="hidden" name="csrf" value="%s"><input name="to"><input name="text" value="Hi"><button>Send</button></form>
		<form id="logout" method="post" action="/logout"><input type="hidden" name="csrf" value="%s"><button>Log out</button></form>%s`,
		note, html.EscapeString(u.company), u.id, form, form, boot))
}

// forms returns what the forms of a session carry, new where that is wanted.
func (s *session) forms(fresh bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if fresh {
		s.csrf = rand.Text()
	}
	return s.csrf
}

// hasForm reports whether a form is one of anybody's.
func (a *App) hasForm(csrf string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, s := range a.sessions {
		if s.forms(false) == csrf {
			return true
		}
	}
	return false
}

// send sends a message in the name of the user.
func (a *App) send(w http.ResponseWriter, r *http.Request) {
	s, u := a.person(r)
	switch {
	case u == nil:
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	case r.FormValue("csrf") != s.forms(false) && !a.is("cross-site") && !(a.is("any-form") && a.hasForm(r.FormValue("csrf"))):
		show(w, http.StatusForbidden, "This form is out of date.")
		return
	}
	note := "failed"
	switch err := a.sendSMS(u, r.FormValue("to"), r.FormValue("text")); {
	case err == errLogin:
		a.forget(s)
		http.Redirect(w, r, "/login", http.StatusSeeOther)
		return
	case err == nil:
		note = "sent"
	}
	if a.is("logout-undone") { // the whole session is written back
		c, _ := r.Cookie("session")
		a.mu.Lock()
		a.sessions[c.Value] = s
		a.mu.Unlock()
	}
	http.Redirect(w, r, "/account?note="+note, http.StatusSeeOther)
}

// forget logs the user of a session out.
func (a *App) forget(s *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.user = nil
}

func (a *App) logout(w http.ResponseWriter, r *http.Request) {
	s, u := a.person(r)
	if u != nil && r.FormValue("csrf") != s.forms(false) {
		show(w, http.StatusForbidden, "This form is out of date.")
		return
	}
	if !a.is("cookie-only-logout") {
		a.end(r)
	}
	switch {
	case u == nil || a.is("no-revoke"):
	case a.is("revokes-later"):
		time.AfterFunc(300*time.Millisecond, func() { a.revoke(u) })
	default:
		a.revoke(u)
	}
	http.SetCookie(w, &http.Cookie{Name: "session", Path: "/", MaxAge: -1})
	target := "/"
	if next := r.FormValue("next"); a.is("logout-next") && next != "" {
		target = next
	}
	http.Redirect(w, r, target, http.StatusSeeOther)
}

// local reports whether a path leads to the application itself.
func (a *App) local(path string) bool {
	if a.is("next") {
		return strings.HasPrefix(path, "/")
	}
	if a.is("next-tab") {
		return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.HasPrefix(path, `/\`)
	}
	u, err := url.Parse(path)
	return err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(path, "/") &&
		!strings.HasPrefix(path, "//") && !strings.HasPrefix(path, `/\`)
}
