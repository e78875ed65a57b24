package mockserver

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/internal/web"
)

// The demonstration application is a client of the double's own: it logs in and
// shows what an application receives, so that a first look needs none. It begins
// with a lever, since it registers the client.
const (
	demoClient   = "sms77mock-demo"
	demoPath     = "/demo"
	demoCallback = "/demo/callback"
	demoLever    = route.Root + "demo"
)

// serveDemo answers the demonstration application's two pages: one that leads to
// the lever, and the callback.
func (s *Server) serveDemo(w http.ResponseWriter, r *http.Request) {
	switch why := s.guard.Misled(r); {
	case why != "":
		http.Error(w, why, http.StatusForbidden)
	case r.URL.Path == demoCallback:
		s.showDemo(w, r, s.baseURL(r)+demoCallback)
	default:
		w.Header().Set("Location", strings.TrimPrefix(demoLever, "/"))
		w.WriteHeader(http.StatusFound)
	}
}

// startDemo registers the client and sends the user to /authorize.
func (s *Server) startDemo(w http.ResponseWriter, r *http.Request) {
	if why := s.guard.Misled(r); why != "" {
		http.Error(w, why, http.StatusForbidden)
		return
	}
	callback := s.baseURL(r) + demoCallback
	_, err := s.AddClient(fixtures.Client{
		ID: demoClient, Name: "Demonstration", Public: true, RedirectURIs: []string{callback},
		Authorize: fixtures.Authorize{Decision: fixtures.Prompt},
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	query := url.Values{
		"response_type": {"code"}, "client_id": {demoClient}, "redirect_uri": {callback},
		"scope": {"sms balance"}, "state": {rand.Text()},
	}
	http.Redirect(w, r, s.baseURL(r)+"/authorize?"+query.Encode(), http.StatusFound)
}

// showDemo redeems the code, asks for the profile as an application would, and
// shows all of it.
func (s *Server) showDemo(w http.ResponseWriter, r *http.Request, callback string) {
	view := web.DemoView{Query: r.URL.RawQuery}
	if code := r.URL.Query().Get("code"); code != "" {
		form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}, "client_id": {demoClient}}
		view.Token = s.askItself(r, http.MethodPost, "/token", form.Encode(), "")
		var token struct {
			AccessToken string `json:"access_token"`
		}
		if json.Unmarshal([]byte(view.Token), &token) == nil && token.AccessToken != "" {
			view.Profile = s.askItself(r, http.MethodGet, "/me", "", "Bearer "+token.AccessToken)
		}
	}
	if err := web.Demo(w, r, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// askItself sends a request to the double, as the demonstration application
// does, and returns the body of the answer.
func (s *Server) askItself(r *http.Request, method, path, body, authorization string) string {
	request, err := http.NewRequestWithContext(r.Context(), method, s.baseURL(r)+path, strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	request.URL.Path = path // without the path of the public URL
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	var rec recorder
	s.serveDouble(&rec, request)
	return string(rec.body)
}
