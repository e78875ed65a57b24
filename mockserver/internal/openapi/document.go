package openapi

import (
	"reflect"
	"slices"
	"strings"

	"example.com/sms77mock/internal/lazy"
	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/internal/endpoint"
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
	Description string                `json:"description,omitempty"`
	OperationID string                `json:"operationId"`
	Parameters  []parameter           `json:"parameters,omitempty"`
	RequestBody *requestBody          `json:"requestBody,omitempty"`
	Responses   map[string]response   `json:"responses"`
	Security    []map[string][]string `json:"security"` // empty, and not absent, where nobody logs in
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
	s := &schemas{names: api.Names, components: map[string]any{}, types: map[string]reflect.Type{}}
	for _, o := range api.Operations {
		path := variable().ReplaceAllString(o.Path, "{$1}")
		if d.Paths[path] == nil {
			d.Paths[path] = map[string]operation{}
		}
		d.Paths[path][strings.ToLower(o.Method)] = newOperation(o, s)
	}
	d.Components.Schemas, d.Components.SecuritySchemes = s.components, api.SecuritySchemes
	return d
}

func newOperation(o Operation, s *schemas) operation {
	written := operation{
		Tags: []string{o.Tag}, Summary: o.Summary, Description: o.Description, OperationID: o.ID,
		Parameters: pathParameters(o.Endpoint), Responses: map[string]response{},
		Security: append([]map[string][]string{}, o.Security...),
	}
	switch {
	case o.Parameters == nil || !hasParameters(o.Parameters):
	case o.InQuery():
		written.Parameters = append(written.Parameters, queryParameters(o.Endpoint)...)
	default:
		written.RequestBody = s.body(o)
	}
	for _, a := range o.Answers {
		answer := response{Description: a.Description, Content: map[string]mediaType{}}
		for name, types := range a.Content {
			answer.Content[name] = mediaType{s.anyOf(types)}
		}
		written.Responses[a.Status] = answer
	}
	return written
}

// body returns the body of an operation. Where parameters are read from the
// query too, none has to be in the body.
func (s *schemas) body(o Operation) *requestBody {
	body := &requestBody{Content: map[string]mediaType{}}
	body.Required = o.Required || len(required(o.Parameters)) > 0
	for _, name := range o.MediaTypes {
		body.Content[name] = mediaType{s.input(o.Parameters, o.Loose())}
	}
	if o.AlsoText != "" {
		body.Content[o.AlsoText] = mediaType{s.anyOf(nil)}
	}
	return body
}

// variable is a variable in a path.
var variable = lazy.Regexp(`\{(\w+)(?::([^{}]+))?\}`)

// pathParameters returns the variables of an endpoint's path, with the words that
// the struct of its parameters has for them.
func pathParameters(e endpoint.Endpoint) []parameter {
	var list []parameter
	for _, found := range variable().FindAllStringSubmatch(e.Path, -1) {
		p := parameter{Name: found[1], In: "path", Required: true, Schema: map[string]any{"type": "string"}}
		switch found[2] {
		case "":
		case "[0-9]+": // a number, which answers have as one
			p.Schema = map[string]any{"type": "integer", "minimum": 0}
		default:
			p.Schema["pattern"] = "^(" + found[2] + ")$"
		}
		for _, declared := range endpoint.Parameters(e.Parameters) {
			if declared.InPath && declared.Name == p.Name {
				p.Schema, p.Description = parameterSchema(declared), declared.Doc
			}
		}
		list = append(list, p)
	}
	return list
}

// queryParameters returns the parameters that are no variable of the path, by
// name. Where the path has a variable of the same name it is the one that counts.
func queryParameters(e endpoint.Endpoint) []parameter {
	inPath := pathParameters(e)
	var list []parameter
	for _, p := range bodyParameters(e.Parameters) {
		if slices.ContainsFunc(inPath, func(v parameter) bool { return v.Name == p.Name }) {
			continue
		}
		list = append(list, parameter{Name: p.Name, In: "query", Description: p.Doc, Required: p.Required, Schema: parameterSchema(p)})
	}
	slices.SortFunc(list, func(a, b parameter) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// bodyParameters returns the parameters that are no variable of the path. Of two
// with the same name the first one counts.
func bodyParameters(t reflect.Type) []endpoint.Parameter {
	var list []endpoint.Parameter
	for _, p := range endpoint.Parameters(t) {
		known := slices.ContainsFunc(list, func(other endpoint.Parameter) bool { return other.Name == p.Name })
		if !p.InPath && !known {
			list = append(list, p)
		}
	}
	return list
}

func hasParameters(t reflect.Type) bool { return len(bodyParameters(t)) > 0 }

// parameterSchema returns the schema of what is read into a field.
func parameterSchema(p endpoint.Parameter) map[string]any {
	if p.OneOf != "" {
		return words(p.OneOf)
	}
	if s, ok := reflect.Zero(p.Type).Interface().(Schemer); ok {
		return s.Schema()
	}
	return strict.Schema(p.Type)
}

// required returns the names of the parameters that have to be there.
func required(t reflect.Type) []string {
	var names []string
	for _, p := range bodyParameters(t) {
		if p.Required {
			names = append(names, p.Name)
		}
	}
	return names
}
