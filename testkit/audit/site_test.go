package audit_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// site is a small application that logs people in, for a test to change.
type site struct {
	app                  audit.App      // how it is audited
	levers               control.Levers // of the double
	base, double, secret string
	page                 func(w http.ResponseWriter, status int, text string) // writes a page
	routes               map[string]http.HandlerFunc                          // by path
	takes                func(answer []byte) bool                             // whether it takes what /token answers; nil for always
	token                func(session string) string                          // what it acts with in a session; the youngest one if it is nil

	mu       sync.Mutex // guards what follows
	states   map[string]bool
	sessions map[string]bool
}

func (s *site) start(w http.ResponseWriter, r *http.Request) {
	state := rand.Text()
	s.mu.Lock()
	s.states[state] = true
	s.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: "state", Value: state, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	query := url.Values{"response_type": {"code"}, "client_id": {"shop"}, "redirect_uri": {s.base + "/callback"}, "state": {state}}
	http.Redirect(w, r, s.double+"/authorize?"+query.Encode(), http.StatusFound)
}

func (s *site) callback(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie("state")
	s.mu.Lock()
	known := err == nil && c.Value == r.FormValue("state") && s.states[c.Value]
	if known {
		delete(s.states, c.Value)
	}
	s.mu.Unlock()
	if !known || r.FormValue("code") == "" || r.FormValue("error") != "" {
		s.page(w, http.StatusForbidden, "The login did not work.")
		return
	}
	answer, err := http.PostForm(s.double+"/token", url.Values{
		"grant_type": {"authorization_code"}, "client_id": {"shop"}, "client_secret": {s.secret}, "redirect_uri": {s.base + "/callback"}, "code": {r.FormValue("code")},
	})
	var body []byte
	if err == nil {
		body, err = io.ReadAll(answer.Body)
		_ = answer.Body.Close() // it was read
	}
	if err != nil || answer.StatusCode != http.StatusOK || s.takes != nil && !s.takes(body) {
		s.page(w, http.StatusBadGateway, "The login is not possible at the moment.")
		return
	}
	id := rand.Text()
	s.mu.Lock()
	s.sessions[id] = true
	s.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

func (s *site) account(w http.ResponseWriter, r *http.Request) {
	c, err := r.Cookie("session")
	s.mu.Lock()
	known := err == nil && s.sessions[c.Value]
	s.mu.Unlock()
	if !known {
		s.page(w, http.StatusUnauthorized, "Please log in.")
		return
	}
	s.page(w, http.StatusOK, "Hello.")
}

// acts has the site ask the gateway at /act, for a person who is logged in. What is
// refused, failed learns.
func (s *site) acts(t *testing.T, endpoint string, failed http.HandlerFunc) {
	t.Helper()
	var issued struct {
		Access string `json:"access_token"`
	}
	s.takes = func(answer []byte) bool { return json.Unmarshal(answer, &issued) == nil }
	s.routes["/act"] = func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("session")
		s.mu.Lock()
		known := err == nil && s.sessions[c.Value]
		s.mu.Unlock()
		if !known {
			s.page(w, http.StatusUnauthorized, "Please log in.")
			return
		}
		ask, err := http.NewRequest(http.MethodPost, s.double+"/api/"+endpoint, strings.NewReader(url.Values{"to": {r.FormValue("to")}, "text": {"hi"}}.Encode()))
		if err != nil {
			t.Error(err)
			return
		}
		ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		access := issued.Access
		if s.token != nil {
			access = s.token(c.Value)
		}
		ask.Header.Set("Authorization", "Bearer "+access)
		answer, err := http.DefaultClient.Do(ask)
		if err == nil {
			_ = answer.Body.Close() // nobody reads it
		}
		if err != nil || answer.StatusCode != http.StatusOK {
			failed(w, r)
			s.page(w, http.StatusBadGateway, "That did not work.")
			return
		}
		s.page(w, http.StatusOK, "Done.")
	}
}

// play audits a site as change has left it.
func play(t *testing.T, change func(*site), opts ...audit.Option) (audit.Report, error) {
	t.Helper()
	return playUntil(t.Context(), t, change, opts...)
}

// playUntil is play, until ctx ends.
func playUntil(ctx context.Context, t *testing.T, change func(*site), opts ...audit.Option) (audit.Report, error) {
	t.Helper()
	double, err := mockserver.New(fixtures.World{})
	if err != nil {
		t.Fatal(err)
	}
	vendor := httptest.NewServer(double)
	s := &site{double: vendor.URL, secret: "shop-secret", states: map[string]bool{}, sessions: map[string]bool{}}
	s.page = func(w http.ResponseWriter, status int, text string) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<p>"+text+"</p>") // who asked may have gone
	}
	s.routes = map[string]http.HandlerFunc{
		"/": func(w http.ResponseWriter, _ *http.Request) { s.page(w, http.StatusOK, "Welcome.") }, "/login": s.start, "/callback": s.callback, "/account": s.account,
	}
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer := s.routes[r.URL.Path]; answer != nil {
			answer(w, r)
			return
		}
		s.page(w, http.StatusNotFound, "There is nothing here.")
	}))
	t.Cleanup(func() { served.Close(); double.Close(); vendor.Close() })
	s.base = served.URL
	s.app = audit.App{Login: audit.Request{Line: s.base + "/login"}, Inside: audit.Request{Line: "/account"}}
	s.levers = double
	change(s)
	if _, err := double.AddClient(fixtures.Client{ID: "shop", Secrets: []string{"shop-secret"}, RedirectURIs: []string{s.base + "/callback"}}); err != nil {
		t.Fatal(err)
	}
	return audit.Run(ctx, s.levers, s.app, opts...)
}

// verdicts lists what became of the scenarios, but for login-works.
func verdicts(r audit.Report) string {
	var list []string
	for _, result := range r.Results {
		if result.Name != "login-works" {
			list = append(list, fmt.Sprintf("%s %s: %s", result.Verdict, result.Name, result.Why))
		}
	}
	return strings.Join(list, "\n")
}
