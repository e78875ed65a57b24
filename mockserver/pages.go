package mockserver

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/call"
	"example.com/sms77mock/mockserver/internal/oauth"
	"example.com/sms77mock/mockserver/internal/web"
)

// servePages answers / and the style sheet and scripts of the pages.
func (s *Server) servePages(w http.ResponseWriter, r *http.Request) {
	if why := s.guard.Foreign(r); why != "" {
		http.Error(w, why, http.StatusForbidden)
		return
	}
	if r.URL.Path != "/" {
		http.StripPrefix("/assets", web.Assets()).ServeHTTP(w, r)
		return
	}
	world := s.oauth.World()
	view := web.HomeView{Version: s.options.version, BaseURL: s.baseURL(r), Control: !s.options.noControl}
	for _, c := range world.Clients {
		view.Clients = append(view.Clients, c.ID)
	}
	for _, a := range world.Accounts {
		view.Accounts = append(view.Accounts, a.Name)
	}
	if err := web.Home(w, r, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// showConsent shows the consent page.
func (s *Server) showConsent(w http.ResponseWriter, r *http.Request, page oauth.ConsentPage) error {
	if why := s.guard.Foreign(r); why != "" {
		call.Of(r).Refuse(why)
		http.Error(w, why, http.StatusForbidden)
		return nil
	}
	view := web.ConsentView{
		ClientID:     page.Client.ID,
		ClientName:   page.Client.Name,
		Scopes:       page.Scopes,
		Request:      page.Request,
		RedirectHost: hostOf(page.RedirectURI),
	}
	if s.mayPreset() {
		view.Presets = presetViews()
	}
	for _, a := range page.Accounts {
		view.Accounts = append(view.Accounts, web.ConsentAccount{Name: a.Name, Email: a.Email, Company: a.Company, Chosen: a.Name == page.Account})
	}
	for _, o := range page.Oddities {
		view.Oddities = append(view.Oddities, web.Oddity(o))
	}
	for _, p := range page.Parameters {
		view.Parameters = append(view.Parameters, web.Parameter{Name: p.Name, Value: p.Value})
	}
	return web.Consent(w, r, view)
}

// mostPlain is how many requests browsers without JavaScript are shown.
const mostPlain = 200

func (s *Server) showDashboard(w http.ResponseWriter, r *http.Request) error {
	view := web.DashboardView{
		Version:   s.options.version,
		World:     s.options.worldName,
		BaseURL:   s.baseURL(r),
		Endpoints: fixtures.Endpoint("").Values(),
		Audits:    s.options.auditor != nil,
	}
	entries := s.journal.List(control.RequestFilter{})
	for _, e := range slices.Backward(entries[max(0, len(entries)-mostPlain):]) {
		view.Requests = append(view.Requests, web.RequestSummary{
			Time: e.Time.UTC().Format(time.DateTime), What: excerpt.Of(e.Method+" "+e.Path, maxShown), Who: excerpt.Of(strings.TrimSpace(e.ClientID+" "+e.Account), maxShown),
			Outcome: fmt.Sprintf("%d %s", e.Status, e.Outcome), Reason: excerpt.Of(e.Reason, maxShown),
		})
	}
	return web.Dashboard(w, r, view)
}

// mayPreset reports whether who answers on the consent page may have a fault
// strike too, which is a lever.
func (s *Server) mayPreset() bool { return !s.options.noControl && s.options.token == "" }

func presetViews() []web.PresetView {
	var views []web.PresetView
	for _, p := range fixtures.Presets() {
		views = append(views, web.PresetView{Name: string(p.Name), About: p.About})
	}
	return views
}

// hostOf names where a redirect URI leads.
func hostOf(uri string) string {
	if u, err := url.Parse(uri); err == nil && u.Host != "" {
		return u.Host
	}
	return uri
}
