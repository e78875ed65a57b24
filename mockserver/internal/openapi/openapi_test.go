package openapi_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/mockserver/internal/endpoint"
	"example.com/sms77mock/mockserver/internal/openapi"
)

type (
	colour string

	// order is read.
	order struct {
		Name   string        `yaml:"name" required:"true" doc:"What it is called."`
		Colour colour        `yaml:"colour"`
		Within time.Duration `yaml:"within"`
		Either colour        `yaml:"either" oneof:"red"`
	}

	// change is read from a path too.
	change struct {
		Kind  colour `yaml:"kind" in:"path"`
		order `yaml:",inline"`
	}

	// thing is written.
	thing struct {
		base
		Name    *string             `json:"name"`
		Colour  colour              `json:"colour,omitempty"`
		Made    time.Time           `json:"made,omitzero"`
		Parts   []thing             `json:"parts"`
		Headers map[string][]string `json:"headers"`
		Weight  float64             `json:"weight" doc:"In grams."`
		Good    bool                `json:"good"`
		Any     any                 `json:"any"`
		Order   order               `json:"order" doc:"What was ordered."`
		Number  number              `json:"number"`
		Unknown *number             `json:"unknown"`
		Secret  string              `json:"-"`
		Maybe   []string            `json:"maybe" nullable:"true"`
		Either  any                 `json:"either" types:"string,boolean"`
		Word    string              `json:"word" oneof:"true,false"`
		Other   alternative         `json:"other"`
	}

	base struct {
		ID int `json:"id"`
	}

	// timed writes its duration itself.
	timed struct {
		Took time.Duration `json:"-" doc:"Until now."`
	}

	// alternative is one of two.
	alternative struct{}

	// number describes itself.
	number struct{}
)

// operations are those of an endpoint, with what the API knows of them.
func operations(with openapi.Operation, e endpoint.Endpoint) []openapi.Operation {
	var list []openapi.Operation
	for _, o := range e.Operations() {
		with.Operation = o
		list = append(list, with)
	}
	return list
}

func (colour) Values() []string { return []string{"red", "blue"} }

func (t timed) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]any{"took": t.Took.String()})
}

func (alternative) Alternatives() []any { return []any{colour(""), base{}} }

func (number) Schema() map[string]any { return map[string]any{"type": "integer"} }

const durationPattern = `^[-+]?(0|(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$`

func ref(name string) map[string]any { return map[string]any{"$ref": "#/components/schemas/" + name} }

// decode returns the document of an API as whoever reads it gets it.
func decode(t *testing.T, api openapi.API) (document map[string]any) {
	t.Helper()
	data, err := json.Marshal(openapi.New(api))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	return document
}

// at returns what stands in a document under some names.
func at(document map[string]any, names ...string) any {
	var value any = document
	for _, name := range names {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func TestSchemas(t *testing.T) {
	t.Parallel()
	document := decode(t, openapi.API{
		Names: map[reflect.Type]string{reflect.TypeFor[timed](): "stopwatch"},
		Operations: operations(openapi.Operation{}, endpoint.Endpoint{
			Methods: "GET", Path: "/things",
			Answers: []endpoint.Answer{{Status: "200", Content: endpoint.JSON([]thing{}, timed{})}},
		}),
	})
	text := map[string]any{"type": "string"}
	colours := map[string]any{"type": "string", "enum": []any{"red", "blue"}}
	duration := map[string]any{"type": "string", "pattern": durationPattern}
	want := map[string]any{
		"Thing": map[string]any{
			"type": "object", "additionalProperties": false,
			"required": []any{"id", "name", "parts", "headers", "weight", "good", "any", "order", "number", "unknown", "maybe", "either", "word", "other"},
			"properties": map[string]any{
				"id":      map[string]any{"type": "integer"},
				"name":    map[string]any{"type": []any{"string", "null"}},
				"colour":  colours,
				"made":    map[string]any{"type": "string", "format": "date-time"},
				"parts":   map[string]any{"type": "array", "items": ref("Thing")},
				"headers": map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "array", "items": text}},
				"weight":  map[string]any{"type": "number", "description": "In grams."},
				"good":    map[string]any{"type": "boolean"},
				"any":     map[string]any{},
				"order":   map[string]any{"$ref": "#/components/schemas/Order", "description": "What was ordered."},
				"number":  ref("Number"),
				"unknown": map[string]any{"anyOf": []any{ref("Number"), map[string]any{"type": "null"}}},
				"maybe":   map[string]any{"type": []any{"array", "null"}, "items": text},
				"either":  map[string]any{"anyOf": []any{map[string]any{"type": "string"}, map[string]any{"type": "boolean"}}},
				"word":    map[string]any{"type": "string", "enum": []any{"true", "false"}},
				"other":   map[string]any{"anyOf": []any{colours, ref("Base")}},
			},
		},
		"Order": map[string]any{
			"type": "object", "additionalProperties": false, "required": []any{"name"},
			"properties": map[string]any{
				"name": map[string]any{"type": "string", "description": "What it is called."}, "colour": colours, "within": duration, "either": map[string]any{"type": "string", "enum": []any{"red"}},
			},
		},
		"Number": map[string]any{"type": "integer"},
		"Base": map[string]any{
			"type": "object", "additionalProperties": false, "required": []any{"id"},
			"properties": map[string]any{"id": map[string]any{"type": "integer"}},
		},
		"Stopwatch": map[string]any{
			"type": "object", "additionalProperties": false, "required": []any{"took"}, "properties": map[string]any{
				"took": map[string]any{"type": "string", "pattern": durationPattern, "description": "Until now."},
			},
		},
	}
	if diff := cmp.Diff(want, at(document, "components", "schemas")); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	got := at(document, "paths", "/things", "get", "responses", "200", "content", "application/json", "schema")
	wantAnswer := map[string]any{"anyOf": []any{map[string]any{"type": "array", "items": ref("Thing")}, ref("Stopwatch")}}
	if diff := cmp.Diff(any(wantAnswer), got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

func TestOperation(t *testing.T) {
	t.Parallel()
	with := openapi.Operation{
		Tag: "things", Description: "Really.", MediaTypes: []string{"application/json"},
		Security: []map[string][]string{{"oauth2": {"things"}}, {}},
	}
	declared := endpoint.Endpoint{
		Methods: "PATCH", Path: "/things/{kind}/{id:[0-9]+}", Name: "change", Summary: "Change a thing.",
		Parameters: reflect.TypeFor[change](), AlsoText: "application/yaml",
		Answers: []endpoint.Answer{
			{Status: "204", Description: "Done."},
			{Status: "4XX", Description: "Why not.", Content: endpoint.Text("text/plain")},
		},
	}
	listed := declared
	listed.Methods, listed.Name, listed.Place = "GET", "list", endpoint.Query
	document := decode(t, openapi.API{Operations: append(operations(with, declared), operations(openapi.Operation{Tag: "things"}, listed)...)})
	text := map[string]any{"type": "string"}
	colours := map[string]any{"type": "string", "enum": []any{"red", "blue"}}
	kind := map[string]any{"name": "kind", "in": "path", "required": true, "schema": colours}
	id := map[string]any{"name": "id", "in": "path", "required": true, "schema": map[string]any{"type": "integer", "minimum": 0.0}}
	want := map[string]any{
		"tags": []any{"things"}, "summary": "Change a thing.", "description": "Really.", "operationId": "change",
		"parameters": []any{kind, id},
		"requestBody": map[string]any{
			"required": true, "content": map[string]any{
				"application/json": map[string]any{"schema": ref("Change")}, "application/yaml": map[string]any{"schema": text},
			},
		},
		"responses": map[string]any{
			"204": map[string]any{"description": "Done."},
			"4XX": map[string]any{"description": "Why not.", "content": map[string]any{"text/plain": map[string]any{"schema": text}}},
		},
		"security": []any{map[string]any{"oauth2": []any{"things"}}, map[string]any{}},
	}
	if diff := cmp.Diff(any(want), at(document, "paths", "/things/{kind}/{id}", "patch")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wantListed := []any{
		kind, id,
		map[string]any{"name": "colour", "in": "query", "schema": colours},
		map[string]any{"name": "either", "in": "query", "schema": map[string]any{"type": "string", "enum": []any{"red"}}},
		map[string]any{"name": "name", "in": "query", "required": true, "description": "What it is called.", "schema": text},
		map[string]any{"name": "within", "in": "query", "schema": map[string]any{"type": "string", "pattern": durationPattern}},
	}
	if diff := cmp.Diff(any(wantListed), at(document, "paths", "/things/{kind}/{id}", "get", "parameters")); diff != "" {
		t.Errorf("parameters of a list (-want +got):\n%s", diff)
	}
	if got := at(document, "paths", "/things/{kind}/{id}", "get", "security"); !cmp.Equal(got, any([]any{})) {
		t.Errorf("what anybody may ask has the security %v, want none that is there", got)
	}
	if got := at(document, "components", "schemas", "Change", "additionalProperties"); got != nil {
		t.Errorf("a loose body has additionalProperties %v", got)
	}
}

func TestParameterOfThePathIsNotInTheQuery(t *testing.T) {
	t.Parallel()
	document := decode(t, openapi.API{Operations: operations(openapi.Operation{}, endpoint.Endpoint{
		Methods: "GET", Path: "/things/{kind}/{name}", Place: endpoint.Query, Parameters: reflect.TypeFor[change](),
	})})
	var got []any
	parameters, _ := at(document, "paths", "/things/{kind}/{name}", "get", "parameters").([]any)
	for _, p := range parameters {
		object, _ := p.(map[string]any)
		got = append(got, object["in"], object["name"])
	}
	if want := []any{"path", "kind", "path", "name", "query", "colour", "query", "either", "query", "within"}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
