package web

import (
	"net/http"
	"reflect"
	"strings"
)

// DashboardView is what the dashboard shows before it has asked the control API
// for the rest.
type DashboardView struct {
	Version string
	BaseURL string       // URL of the double if it is not where the dashboard is; "" if it is
	Presets []PresetView // the ready-made faults
	Scopes  []string     // the scopes that exist
}

// PresetView is a ready-made fault.
type PresetView struct {
	Name     string
	Endpoint string // where it strikes; "" or * for anywhere
	About    string // the bug in a client that it uncovers
}

// PresetGroup is the ready-made faults that strike at one endpoint.
type PresetGroup struct {
	Endpoint string
	Presets  []PresetView
}

// PresetGroups returns the ready-made faults by endpoint, in the order in which
// the endpoints come up.
func (v DashboardView) PresetGroups() []PresetGroup {
	var groups []PresetGroup
	at := map[string]int{}
	for _, p := range v.Presets {
		i, known := at[p.Endpoint]
		if !known {
			i = len(groups)
			at[p.Endpoint] = i
			groups = append(groups, PresetGroup{Endpoint: p.Endpoint})
		}
		groups[i].Presets = append(groups[i].Presets, p)
	}
	return groups
}

// Module is the path of the Go module that the page is a part of, for the Go
// tests that the dashboard writes.
func (v DashboardView) Module() string {
	return strings.TrimSuffix(reflect.TypeOf(v).PkgPath(), "/mockserver/internal/web")
}

// Dashboard writes the dashboard. Its scripts call the control API beside it,
// under /_mock/, and nothing else.
func Dashboard(w http.ResponseWriter, _ *http.Request, page DashboardView) error {
	return render(w, "dashboard.html", policy+"; form-action 'none'", page)
}
