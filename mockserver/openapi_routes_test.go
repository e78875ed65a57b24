package mockserver_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// routesOnly is enough of a server for its control API to name its routes.
type routesOnly struct{ api.Double }

func (routesOnly) Assets() http.Handler { return http.NotFoundHandler() }

// Every route stands in the document, and nothing else does.
func TestOpenAPIDocumentHasTheRoutes(t *testing.T) {
	t.Parallel()
	var want []string
	for _, r := range api.New(routesOnly{}).Routes() {
		want = append(want, r.Method+" "+pathVariable.ReplaceAllString(r.Path, "{$1}"))
	}
	for _, r := range gateway.Routes() {
		for _, method := range r.Methods {
			want = append(want, method+" /api/"+r.Path)
		}
	}
	var got, oauthPaths []string
	readDocument(t, newServer(t, nil)).operations(func(method, path string, o operation) {
		if o.Tags[0] == "oauth" { // where no route looks at the method
			oauthPaths = append(oauthPaths, path)
			return
		}
		got = append(got, method+" "+path)
	})
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the document differs from the routes (-routes +document):\n%s", diff)
	}
	var wantPaths []string
	router := mux.NewRouter()
	oauth.New(oauth.Config{}, fixtures.World{}).Register(router)
	err := router.Walk(func(route *mux.Route, _ *mux.Router, _ []*mux.Route) error {
		path, err := route.GetPathTemplate()
		wantPaths = append(wantPaths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(wantPaths)
	if diff := cmp.Diff(wantPaths, slices.Compact(oauthPaths)); diff != "" {
		t.Errorf("the document differs from the paths of OAuth (-paths +document):\n%s", diff)
	}
}

// What the document says is served is served, and by no other method.
func TestOpenAPIDocumentHasTheMethods(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	d := readDocument(t, server)
	for path, methods := range d.Paths {
		if path == "/_mock/events" || strings.HasSuffix(path, "/wait") {
			continue
		}
		for _, method := range []string{"get", "post", "put", "patch", "delete"} {
			operation, documented := methods[method]
			concrete := pathVariable.ReplaceAllStringFunc(path, func(variable string) string { return example(operation, variable) })
			r := get(server, concrete)
			r.Method = strings.ToUpper(method)
			status := r.bearer("none").answer().Code
			if refused := status == http.StatusMethodNotAllowed; documented && refused || !documented && !refused && anyMethodCounts(path) {
				t.Errorf("%s %s: got %d; in the document: %t", r.Method, concrete, status, documented)
			}
		}
	}
}

// anyMethodCounts reports whether a path refuses the methods that it does not
// take. Of the OAuth endpoints some take any.
func anyMethodCounts(path string) bool {
	return strings.HasPrefix(path, "/_mock") || strings.HasPrefix(path, "/api/")
}

// example is a value of a path variable.
func example(o operation, variable string) string {
	for _, p := range o.Parameters {
		if "{"+p.Name+"}" == variable {
			if pattern, _ := p.Schema.(map[string]any)["pattern"].(string); strings.Contains(pattern, "|") {
				first, _, _ := strings.Cut(strings.TrimPrefix(pattern, "^("), "|")
				return first
			}
		}
	}
	return fmt.Sprint(1)
}
