package web

import (
	"net/http"
	"reflect"
	"strings"
)

// DashboardView is what the dashboard shows before it has asked the control API
// for the rest, and to browsers without JavaScript.
type DashboardView struct {
	Version   string
	World     string           // name of the world file; "" if it has none
	BaseURL   string           // URL of the double if it is not where the dashboard is; "" if it is
	Endpoints []string         // what faults may strike at
	Audits    bool             // whether the double plays audits itself
	Requests  []RequestSummary // the journal, youngest first
}

// RequestSummary is a request in a line.
type RequestSummary struct {
	Time, What, Who, Outcome, Reason string
}

// dashboardPage is a view with the words to show it in.
type dashboardPage struct {
	DashboardView
	Lang  language
	Words dashboardWords
}

// EndpointList is what faults may strike at, for a script to read.
func (p dashboardPage) EndpointList() string { return strings.Join(p.Endpoints, " ") }

// Module is the path of the Go module that the page is a part of, for the Go
// tests that the dashboard writes.
func (v DashboardView) Module() string {
	return strings.TrimSuffix(reflect.TypeOf(v).PkgPath(), "/mockserver/internal/web")
}

// Dashboard writes the dashboard, in German if the browser prefers it to
// English. Its scripts build the page and call the control API beside it, and
// nothing else.
func Dashboard(w http.ResponseWriter, r *http.Request, page DashboardView) error {
	lang := languageOf(w, r)
	return render(w, "dashboard.html", policy+"; form-action 'none'", dashboardPage{
		DashboardView: page,
		Lang:          lang,
		Words:         wordsOfDashboard[lang],
	})
}
