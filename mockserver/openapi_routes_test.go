package mockserver_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/oauth"
)

// Every operation that is declared stands in the document once, and nothing else
// does.
func TestOpenAPIDocumentHasTheEndpoints(t *testing.T) {
	t.Parallel()
	var want []string
	for _, e := range slices.Concat(oauth.Endpoints(), gateway.Endpoints(), api.Endpoints()) {
		for _, o := range e.Operations() {
			want = append(want, o.Method+" "+pathVariable.ReplaceAllString(o.Path, "{$1}")+" "+o.ID)
		}
	}
	var got []string
	readDocument(t, newServer(t, nil)).operations(func(method, path string, o operation) {
		got = append(got, method+" "+path+" "+o.OperationID)
	})
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the document differs from the declarations (-declared +document):\n%s", diff)
	}
}

// What the document says is served is served, and by no other method.
func TestOpenAPIDocumentHasTheMethods(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	d := readDocument(t, server)
	for path, methods := range d.Paths {
		if path == "/_mock/events" || path == "/_mock/lease" || strings.HasSuffix(path, "/wait") {
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
			if words, _ := p.Schema.(map[string]any)["enum"].([]any); words != nil {
				return fmt.Sprint(words[0])
			}
		}
	}
	return fmt.Sprint(1)
}
