package mockserver_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// document is what /_mock/openapi.json answers.
type document struct {
	OpenAPI string
	Info    struct{ Title, Version, Description string }
	Servers []struct{ URL string }
	Tags    []struct{ Name, Description string }
	Paths   map[string]map[string]operation

	Components struct {
		Schemas         schemas
		SecuritySchemes map[string]struct {
			Type  string
			Flows map[string]struct {
				AuthorizationURL, TokenURL string
				Scopes                     map[string]string
			}
		}
	}
}

type operation struct {
	OperationID, Summary string
	Tags                 []string
	Security             []map[string][]string
	Parameters           []struct {
		Name, In string
		Required bool
		Schema   any
	}
	RequestBody *struct{ Content content }
	Responses   map[string]struct {
		Description string
		Content     content
	}
}

// content are the schemas of bodies by media type.
type content map[string]struct{ Schema any }

func readDocument(t *testing.T, server http.Handler) document {
	t.Helper()
	w := get(server, "/_mock/openapi.json").answer()
	if got, want := w.Header().Get("Content-Type"), "application/json"; w.Code != http.StatusOK || got != want {
		t.Fatalf("got %d %s", w.Code, got)
	}
	var d document
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// operations calls f for every operation, in a stable order.
func (d document) operations(f func(method, path string, o operation)) {
	for _, path := range slices.Sorted(maps.Keys(d.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(d.Paths[path])) {
			f(strings.ToUpper(method), path, d.Paths[path][method])
		}
	}
}

var pathVariable = regexp.MustCompile(`\{(\w+)[^}]*\}`)

// What the specification of OpenAPI 3.1 demands and a schema cannot say.
func TestOpenAPIDocumentIsSound(t *testing.T) {
	t.Parallel()
	d := readDocument(t, newServer(t, nil, mockserver.WithVersion("1.2.3"), mockserver.WithPublicURL("https://double.example/")))
	if d.OpenAPI != "3.1.0" || d.Info.Title == "" || d.Info.Version != "1.2.3" || len(d.Servers) != 1 || d.Servers[0].URL != "https://double.example" {
		t.Errorf("got openapi %q, info %v, servers %v", d.OpenAPI, d.Info, d.Servers)
	}
	flow := d.Components.SecuritySchemes["oauth2"].Flows["authorizationCode"]
	if flow.AuthorizationURL != "https://double.example/authorize" || flow.TokenURL != "https://double.example/token" {
		t.Errorf("got the flow %v", flow)
	}
	if got, want := slices.Sorted(maps.Keys(flow.Scopes)), slices.Sorted(slices.Values(fixtures.KnownScopes())); !slices.Equal(got, want) {
		t.Errorf("got scopes %v, want %v", got, want)
	}
	var tags []string
	for _, tag := range d.Tags {
		tags = append(tags, tag.Name)
	}
	ids := map[string]string{}
	d.operations(func(method, path string, o operation) {
		where := method + " " + path
		if other := ids[o.OperationID]; other != "" || o.OperationID == "" {
			t.Errorf("%s has the operationId %q, and so has %q", where, o.OperationID, other)
		}
		ids[o.OperationID] = where
		if o.Summary == "" || len(o.Tags) != 1 || !slices.Contains(tags, o.Tags[0]) {
			t.Errorf("%s has the summary %q and the tags %v, want some of %v", where, o.Summary, o.Tags, tags)
		}
		if len(o.Responses) == 0 {
			t.Errorf("%s has no responses", where)
		}
		for status, r := range o.Responses {
			if !regexp.MustCompile(`^[1-5](\d\d|XX)$`).MatchString(status) || r.Description == "" {
				t.Errorf("%s has the response %q: %q", where, status, r.Description)
			}
			d.checkContent(t, where+" "+status, r.Content)
		}
		if o.RequestBody != nil {
			d.checkContent(t, where, o.RequestBody.Content)
			if len(o.RequestBody.Content) == 0 || method == http.MethodGet {
				t.Errorf("%s has a body of %v", where, o.RequestBody.Content)
			}
		}
		d.checkParameters(t, where, path, o)
		for _, requirement := range o.Security {
			for name, scopes := range requirement {
				scheme, known := d.Components.SecuritySchemes[name]
				if !known || len(scopes) > 0 && scheme.Type != "oauth2" {
					t.Errorf("%s wants %v", where, requirement)
				}
				for _, scope := range scopes {
					if flow.Scopes[scope] == "" {
						t.Errorf("%s wants the scope %s, which is not declared", where, scope)
					}
				}
			}
		}
	})
	for name, schema := range d.Components.Schemas {
		d.checkSchema(t, name, schema)
		if id, ok := strings.CutSuffix(name, "Result"); ok && ids[strings.ToLower(id[:1])+id[1:]] != "" {
			t.Errorf("there is a schema %s, which is what orval calls the answer of an operation", name)
		}
	}
	if d.Components.Schemas["Client"] != nil {
		t.Error("there is a schema Client, which is what generators call theirs")
	}
}

func (d document) checkParameters(t *testing.T, where, path string, o operation) {
	t.Helper()
	var variables, declared, all []string
	for _, found := range pathVariable.FindAllStringSubmatch(path, -1) {
		variables = append(variables, found[1])
	}
	for _, p := range o.Parameters {
		all = append(all, p.In+" "+p.Name)
		switch {
		case p.In == "path" && p.Required:
			declared = append(declared, p.Name)
		case p.In != "query" || p.Name == "":
			t.Errorf("%s has the parameter %v", where, p)
		}
		d.checkSchema(t, where+" "+p.Name, p.Schema)
	}
	if !slices.Equal(variables, declared) {
		t.Errorf("%s has the path parameters %v, want %v", where, declared, variables)
	}
	if slices.Sort(all); len(slices.Compact(all)) != len(o.Parameters) {
		t.Errorf("%s has a parameter twice: %v", where, all)
	}
}

func (d document) checkContent(t *testing.T, where string, c content) {
	t.Helper()
	for mediaType, body := range c {
		if !strings.Contains(mediaType, "/") {
			t.Errorf("%s has a body of type %q", where, mediaType)
		}
		d.checkSchema(t, where, body.Schema)
	}
}

// checkSchema checks that a schema is one: types exist, references lead
// somewhere, what is required has a property.
func (d document) checkSchema(t *testing.T, where string, schema any) {
	t.Helper()
	keywords, ok := schema.(map[string]any)
	if !ok {
		t.Errorf("%s has the schema %v", where, schema)
		return
	}
	if ref, ok := keywords["$ref"].(string); ok && d.Components.Schemas[strings.TrimPrefix(ref, "#/components/schemas/")] == nil {
		t.Errorf("%s refers to %s, which does not exist", where, ref)
	}
	types, isList := keywords["type"].([]any)
	if one, ok := keywords["type"]; ok && !isList {
		types = []any{one}
	}
	for _, one := range types {
		if !slices.Contains([]any{"null", "boolean", "object", "array", "number", "integer", "string"}, one) {
			t.Errorf("%s has the type %v", where, one)
		}
	}
	properties, _ := keywords["properties"].(map[string]any)
	required, _ := keywords["required"].([]any)
	for _, name := range required {
		if properties[name.(string)] == nil {
			t.Errorf("%s requires %s, which is no property", where, name)
		}
	}
	for name, inner := range properties {
		d.checkSchema(t, where+"."+name, inner)
	}
	alternatives, _ := keywords["anyOf"].([]any)
	for _, inner := range alternatives {
		d.checkSchema(t, where, inner)
	}
	if inner, ok := keywords["items"]; ok {
		d.checkSchema(t, where+"[]", inner)
	}
	if inner, ok := keywords["additionalProperties"]; ok && inner != false {
		d.checkSchema(t, where+".*", inner)
	}
}
