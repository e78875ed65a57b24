package openapi

import (
	"encoding/json"
	"path"
	"reflect"
	"strings"
	"time"

	"example.com/sms77mock/internal/strict"
	"example.com/sms77mock/mockserver/internal/endpoint"
)

// schemas are the schemas of one document. Those of structs are components, to
// which the others refer by name.
type schemas struct {
	names      map[reflect.Type]string
	components map[string]any
	types      map[string]reflect.Type // of the components
}

// input returns the schema of what is read into a struct.
func (s *schemas) input(t reflect.Type, loose bool) map[string]any {
	return s.component(t, func() map[string]any {
		properties := map[string]any{}
		for _, p := range bodyParameters(t) {
			properties[p.Name] = described(parameterSchema(p), p.Doc)
		}
		schema := map[string]any{"type": "object", "properties": properties}
		if !loose {
			schema["additionalProperties"] = false
		}
		if names := required(t); names != nil {
			schema["required"] = names
		}
		return schema
	})
}

// anyOf returns the schema of what is written from one of several types.
func (s *schemas) anyOf(types []reflect.Type) map[string]any {
	switch len(types) {
	case 0:
		return map[string]any{"type": "string"}
	case 1:
		return s.output(types[0])
	}
	var alternatives []any
	for _, t := range types {
		alternatives = append(alternatives, s.output(t))
	}
	return map[string]any{"anyOf": alternatives}
}

// output returns the schema of what encoding/json writes from a type. What is
// read and written alike, as a world file is, has the schema of its input.
func (s *schemas) output(t reflect.Type) map[string]any {
	if t.Kind() == reflect.Pointer { // it has the methods of what it points to, which cannot be called on nil
		return nullable(s.output(t.Elem()))
	}
	switch v := reflect.Zero(t).Interface().(type) {
	case interface{ Alternatives() []any }:
		return s.anyOf(endpoint.Types(v.Alternatives()...))
	case Schemer:
		return s.component(t, v.Schema)
	case time.Time:
		return map[string]any{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Struct:
		if isInput(t) {
			return s.input(t, false)
		}
		return s.component(t, func() map[string]any { return s.object(t) })
	case reflect.Interface:
		return map[string]any{}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": s.output(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.output(t.Elem())}
	default:
		return strict.Schema(t)
	}
}

// isInput reports whether a struct type is one that package strict reads.
func isInput(t reflect.Type) bool {
	if t.NumField() == 0 {
		return false
	}
	_, ok := t.Field(0).Tag.Lookup("yaml")
	return ok
}

// component returns a reference to the schema of a type, which it has made on
// the first occasion. A type without a name gets its schema where it stands.
func (s *schemas) component(t reflect.Type, schema func() map[string]any) map[string]any {
	name := s.names[t]
	if name == "" {
		name = t.Name()
	}
	if name == "" {
		return schema()
	}
	name = strings.ToUpper(name[:1]) + name[1:]
	if other := s.types[name]; other != nil && other != t {
		pkg := path.Base(t.PkgPath()) // two packages have a type of this name
		name = strings.ToUpper(pkg[:1]) + pkg[1:] + name
	}
	s.types[name] = t
	if s.components[name] == nil {
		s.components[name] = map[string]any{} // for a type that contains itself
		s.components[name] = schema()
	}
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

// object returns the schema of a struct with json tags.
func (s *schemas) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" && field.Type == reflect.TypeFor[time.Duration]() && t.Implements(reflect.TypeFor[json.Marshaler]()) {
			// Whoever writes a duration himself writes it as words.
			properties[strings.ToLower(field.Name)] = described(strict.Schema(field.Type), field.Tag.Get("doc"))
			required = append(required, strings.ToLower(field.Name))
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		if !strings.HasPrefix(options, "omit") {
			required = append(required, name)
		}
		properties[name] = described(s.field(field), field.Tag.Get("doc"))
	}
	schema := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		schema["required"] = required
	}
	return schema
}

// field returns the schema of a field, which its tags may make more precise.
func (s *schemas) field(field reflect.StructField) map[string]any {
	if types := field.Tag.Get("types"); types != "" {
		return endpoint.TypeSchema(strings.Split(types, ",")...)
	}
	if list := field.Tag.Get("oneof"); list != "" {
		return words(list)
	}
	schema := s.output(field.Type)
	if words, ok := schema["enum"].([]string); ok && field.Tag.Get("empty") == "true" {
		schema["enum"] = append([]string{""}, words...)
	}
	if field.Tag.Get("nullable") == "true" {
		return nullable(schema)
	}
	return schema
}

// words returns the schema of one of the words that a tag oneof lists.
func words(list string) map[string]any {
	return map[string]any{"type": "string", "enum": strings.Split(list, ",")}
}

// described returns a schema with what is said of it, if anything is.
func described(schema map[string]any, doc string) map[string]any {
	if doc != "" {
		schema["description"] = doc
	}
	return schema
}

// nullable returns the schema of what may be null besides.
func nullable(schema map[string]any) map[string]any {
	kind, ok := schema["type"].(string)
	if !ok || schema["enum"] != nil {
		return map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
	}
	schema["type"] = []string{kind, "null"}
	return schema
}
