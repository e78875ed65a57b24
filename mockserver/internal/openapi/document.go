package openapi

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"example.com/sms77mock/internal/strict"
)

// Document is an OpenAPI document, to be marshalled to JSON.
type Document struct {
	OpenAPI string `json:"openapi"`
	Info    struct {
		Title       string `json:"title"`
		Version     string `json:"version"`
		Description string `json:"description"`
	} `json:"info"`
	Servers    []server                        `json:"servers"`
	Tags       []Tag                           `json:"tags"`
	Paths      map[string]map[string]operation `json:"paths"` // by path and method
	Components struct {
		Schemas         map[string]any `json:"schemas"`
		SecuritySchemes map[string]any `json:"securitySchemes"`
	} `json:"components"`
}

type server struct {
	URL string `json:"url"`
}

type operation struct {
	Tags        []string              `json:"tags"`
	Summary     string                `json:"summary"`
	OperationID string                `json:"operationId"`
	Parameters  []parameter           `json:"parameters,omitempty"`
	RequestBody *requestBody          `json:"requestBody,omitempty"`
	Responses   map[string]response   `json:"responses"`
	Security    []map[string][]string `json:"security,omitempty"`
}

type parameter struct {
	Name        string         `json:"name"`
	In          string         `json:"in"`
	Description string         `json:"description,omitempty"`
	Required    bool           `json:"required,omitempty"`
	Schema      map[string]any `json:"schema"`
}

type requestBody struct {
	Required bool                 `json:"required,omitempty"`
	Content  map[string]mediaType `json:"content"`
}

type response struct {
	Description string               `json:"description"`
	Content     map[string]mediaType `json:"content,omitempty"`
}

type mediaType struct {
	Schema map[string]any `json:"schema"`
}

// New returns the document of an API.
func New(api API) Document {
	d := Document{OpenAPI: "3.1.0", Servers: []server{{api.Server}}, Tags: api.Tags, Paths: map[string]map[string]operation{}}
	d.Info.Title, d.Info.Version, d.Info.Description = api.Title, api.Version, api.Description
	s := &schemas{names: api.Names, as: api.As, components: map[string]any{}}
	for _, r := range api.Routes {
		path := variable.ReplaceAllString(r.Path, "{$1}")
		if d.Paths[path] == nil {
			d.Paths[path] = map[string]operation{}
		}
		d.Paths[path][strings.ToLower(r.Method)] = newOperation(r, s)
	}
	d.Components.Schemas, d.Components.SecuritySchemes = s.components, api.SecuritySchemes
	return d
}

func newOperation(r Route, s *schemas) operation {
	o := operation{
		Tags: []string{r.Tag}, Summary: r.Summary, OperationID: r.Name,
		Parameters: append(pathParameters(r.Path), queryParameters(r.Query)...),
		Responses:  map[string]response{}, Security: r.Security,
	}
	if r.Body != nil {
		body := mediaType{s.input(r.Body, r.Loose)}
		o.RequestBody = &requestBody{Required: len(required(r.Body)) > 0, Content: map[string]mediaType{}}
		for _, name := range r.MediaTypes {
			o.RequestBody.Content[name] = body
		}
	}
	for _, a := range r.Answers {
		answer := response{Description: a.Description, Content: map[string]mediaType{}}
		for name, types := range a.Content {
			answer.Content[name] = mediaType{s.anyOf(types)}
		}
		o.Responses[a.Status] = answer
	}
	return o
}

// variable is a variable in a path.
var variable = regexp.MustCompile(`\{(\w+)(?::([^{}]+))?\}`)

func pathParameters(path string) []parameter {
	var list []parameter
	for _, found := range variable.FindAllStringSubmatch(path, -1) {
		p := parameter{Name: found[1], In: "path", Required: true, Schema: map[string]any{"type": "string"}}
		if found[2] != "" {
			p.Schema["pattern"] = "^(" + found[2] + ")$"
		}
		list = append(list, p)
	}
	return list
}

func queryParameters(t reflect.Type) []parameter {
	if t == nil {
		return nil
	}
	properties := strict.Schema(t)["properties"].(map[string]any)
	var list []parameter
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		schema := properties[name].(map[string]any)
		p := parameter{Name: name, In: "query", Required: slices.Contains(required(t), name), Schema: schema}
		p.Description, _ = schema["description"].(string)
		delete(schema, "description")
		list = append(list, p)
	}
	return list
}

// required returns the names of a struct's fields that have to be there: those
// with the tag required:"true".
func required(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if field := t.Field(i); field.Tag.Get("required") == "true" {
			name, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
			names = append(names, name)
		}
	}
	return names
}
