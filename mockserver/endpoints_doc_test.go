package mockserver_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/api"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway"
	"example.com/sms77mock/mockserver/internal/oauth"
)

var update = flag.Bool("update", false, "rewrite the lists in docs/endpoints.md")

const (
	endpointsFile = "../docs/endpoints.md"
	listBegin     = "<!-- Made from the declarations: go test ./mockserver -run TestEndpointsDocument -update -->\n"
	listEnd       = "<!-- End of what is made. -->\n"
)

// docs/endpoints.md lists what is declared, and the presets.
func TestEndpointsDocument(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(endpointsFile)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(data), listBegin)
	got, after, ended := strings.Cut(rest, listEnd)
	if !begun || !ended {
		t.Fatalf("%s lacks %q or %q", endpointsFile, listBegin, listEnd)
	}
	want := endpointsTables()
	if *update {
		if err := os.WriteFile(endpointsFile, []byte(before+listBegin+want+listEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s is not up to date; rewrite it with -update (-want +got):\n%s", endpointsFile, diff)
	}
}

func endpointsTables() string {
	var b strings.Builder
	for _, surface := range []struct {
		title     string
		endpoints []endpoint.Endpoint
	}{
		{"OAuth", oauth.Endpoints()},
		{"The gateway", gateway.Endpoints()},
		{"Levers", api.Endpoints()},
	} {
		fmt.Fprintf(&b, "\n## %s\n\n| request | what it does | parameters |\n|---|---|---|\n", surface.title)
		for _, e := range surface.endpoints {
			fmt.Fprintf(&b, "| `%s %s` | %s | %s |\n",
				strings.Join(strings.Fields(e.Methods), ", "), pathVariable.ReplaceAllString(e.Path, "{$1}"), e.Summary, parameterNames(e))
		}
	}
	b.WriteString("\n## Presets\n\n| `preset` | hits, unless told otherwise | the client bug that it uncovers |\n|---|---|---|\n")
	for _, p := range fixtures.Presets() {
		fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", p.Name, p.Endpoint, p.About)
	}
	b.WriteString("\n")
	return b.String()
}

// parameterNames lists what an endpoint takes besides what its path says; what
// has to be there is in bold.
func parameterNames(e endpoint.Endpoint) string {
	var names []string
	for _, p := range endpoint.Parameters(e.Parameters) {
		name := "`" + p.Name + "`"
		if p.Required {
			name = "**" + name + "**"
		}
		if !p.InPath && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
