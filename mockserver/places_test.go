package mockserver_test

import (
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/mockserver/control"
)

// notOnDashboard are the levers that have no place on the dashboard, and why.
var notOnDashboard = map[string]string{
	"Load":           "a world is a file",
	"Merge":          "a change is a file",
	"WaitForRequest": "the page is told of what happens",
	"WaitForMessage": "the page is told of what happens",
}

// Every lever has a route, a place on the dashboard and a row in docs/levers.md.
func TestLeversHaveTheirPlaces(t *testing.T) {
	t.Parallel()
	dashboard, documented := dashboardCalls(t), documentedLevers(t)
	levers := reflect.TypeFor[control.Levers]()
	for i := range levers.NumMethod() {
		name := levers.Method(i).Name
		routes := routesOf(t, name)
		if len(routes) == 0 {
			t.Errorf("%s has no route", name)
		}
		shown := len(routes) > 0 && slices.Contains(dashboard, routes[0])
		if _, exempt := notOnDashboard[name]; shown == exempt {
			t.Errorf("%s by %q: on the dashboard: %t, exempt: %t", name, routes, shown, exempt)
		}
		if !slices.Contains(documented, name) {
			t.Errorf("the table in docs/levers.md lacks %s", name)
		}
	}
}

// routesOf returns the routes that a client takes to pull a lever, such as
// DELETE faults/{}.
func routesOf(t *testing.T, lever string) []string {
	t.Helper()
	var mu sync.Mutex
	var routes []string
	server := furnished(t)
	client := dial(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		routes = append(routes, r.Method+" "+named.ReplaceAllString(strings.TrimPrefix(r.URL.Path, "/_mock/"), "$1{}$2"))
		server.ServeHTTP(w, r)
	}))
	routes = nil // what Dial asked
	for _, pull := range pulls[lever] {
		pull(client)
	}
	return routes
}

// named is the part of a path that names one thing of many.
var named = regexp.MustCompile(`^((?:requests|decisions|faults|clients|accounts|snapshots|outcomes|messages|webhooks|audits)/)(?:[0-9]+|[^wr/].*?)(/restore|/status|/reactions|/again|/answers)?$`)

var scriptCall = regexp.MustCompile("\\b(get|post|put|remove)\\([\"`]([^\"`]+)[\"`]")

// dashboardCalls returns the routes that the scripts of the dashboard call.
func dashboardCalls(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("internal/web/assets/*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("found %q, %v", files, err)
	}
	methods := map[string]string{"get": "GET", "post": "POST", "put": "PUT", "remove": "DELETE"}
	variable := regexp.MustCompile(`\$\{[^}]*\}`)
	var calls []string
	for _, file := range files {
		script, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range scriptCall.FindAllSubmatch(script, -1) {
			calls = append(calls, methods[string(found[1])]+" "+variable.ReplaceAllString(string(found[2]), "{}"))
		}
	}
	return calls
}

// documentedLevers returns the methods in the table of levers.
func documentedLevers(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../docs/levers.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "| Method | Route | Effect |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var names []string
	for row := range strings.Lines(table) {
		for _, found := range quotedName.FindAllStringSubmatch(strings.Split(row, "|")[1], -1) {
			names = append(names, found[1])
		}
	}
	return names
}
