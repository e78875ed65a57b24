package gateway_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// requests returns by scope, which is the first segment of the path, a request such
// as "GET /api/sms" for each method of each endpoint.
func requests() map[string][]string {
	byScope := map[string][]string{}
	for _, e := range gateway.Endpoints() {
		for _, path := range paths(e) {
			scope, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
			for method := range strings.FieldsSeq(e.Methods) {
				byScope[scope] = append(byScope[scope], method+" "+path)
			}
		}
	}
	return byScope
}

// paths returns the paths of an endpoint: one for each word that a variable knows,
// and with 1 for a variable that knows none.
func paths(e endpoint.Endpoint) []string {
	list := []string{e.Path}
	for _, p := range endpoint.Parameters(e.Parameters) {
		variable := regexp.MustCompile("{" + p.Name + "(:[^{}]*)?}")
		if !p.InPath || !variable.MatchString(e.Path) {
			continue
		}
		words := []string{"1"}
		if known, ok := reflect.Zero(p.Type).Interface().(interface{ Values() []string }); ok {
			words = known.Values()
		}
		var longer []string
		for _, path := range list {
			for _, word := range words {
				longer = append(longer, variable.ReplaceAllLiteralString(path, word))
			}
		}
		list = longer
	}
	return list
}

// TestScopes holds a token with one scope to that scope's endpoints, each against
// each.
func TestScopes(t *testing.T) {
	t.Parallel()
	scopes := fixtures.KnownScopes()
	from := fixtures.World{}
	for _, scope := range scopes {
		from.Tokens = append(from.Tokens, token("only-"+scope, "", scope))
	}
	w := newWorld(t, from)
	byScope := requests()
	if got, want := slices.Sorted(maps.Keys(byScope)), slices.Sorted(slices.Values(scopes)); !slices.Equal(got, want) {
		t.Fatalf("got endpoints of the scopes %q, want %q", got, want)
	}
	for guarded, list := range byScope {
		for _, endpoint := range list {
			for _, scope := range scopes {
				r := requestTo(endpoint)
				r.Header.Set("Authorization", "Bearer only-"+scope)
				got := w.do(r)
				if (got.status == 403) != (scope != guarded) || got.status == 401 || got.status == 405 {
					t.Errorf("%s with the scope %s: got %d", endpoint, scope, got.status)
				}
				if string(got.call.Endpoint) != guarded {
					t.Errorf("%s: got the endpoint %q, want %q", endpoint, got.call.Endpoint, guarded)
				}
				if got.call.Account != "john" || got.call.ClientID != "testclient" {
					t.Errorf("%s: got account %q and client %q", endpoint, got.call.Account, got.call.ClientID)
				}
			}
		}
	}
}

func TestEndpointOfNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fixtures.World{})
	for _, path := range []string{"/api/", "/api", "/api/fax", "/api/sms/", "/api//sms", "/api/sms/1", "/api/voice/1", "/api/voice//hangup", "/api/voice/1/hang", "/sms", "/API/sms", ""} {
		if got, _ := w.Endpoint(path); got != "" {
			t.Errorf("%q: got %q, want nothing", path, got)
		}
	}
}

// requestTo returns a request such as "GET /api/sms".
func requestTo(endpoint string) *http.Request {
	method, path, _ := strings.Cut(endpoint, " ")
	return httptest.NewRequest(method, path, nil)
}
