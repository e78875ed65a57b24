package mockserver_test

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
)

// schemas are the components that a schema may refer to.
type schemas map[string]any

// violations returns how a JSON value differs from a schema. It knows the
// keywords that the document is made of; any other is a violation itself, so
// that nothing goes unchecked.
func (s schemas) violations(schema any, value any, at string) (found []string) {
	report := func(format string, args ...any) { found = append(found, at+" "+fmt.Sprintf(format, args...)) }
	keywords, ok := schema.(map[string]any)
	if !ok {
		report("has the schema %v", schema)
		return found
	}
	for _, keyword := range slices.Sorted(maps.Keys(keywords)) {
		switch want := keywords[keyword]; keyword {
		case "$ref":
			name, _ := strings.CutPrefix(want.(string), "#/components/schemas/")
			found = append(found, s.violations(s[name], value, at)...)
		case "anyOf":
			if !slices.ContainsFunc(want.([]any), func(one any) bool { return s.violations(one, value, at) == nil }) {
				report("is %v, which is none of %v", value, want)
			}
		case "type":
			if !isOneOf(value, want) {
				report("is %v, want %v", value, want)
			}
		case "enum":
			if !slices.Contains(want.([]any), value) {
				report("is %v, want one of %v", value, want)
			}
		case "pattern":
			if text, ok := value.(string); ok && !regexp.MustCompile(want.(string)).MatchString(text) {
				report("is %q, want %s", text, want)
			}
		case "format":
			if _, err := time.Parse(time.RFC3339, fmt.Sprint(value)); err != nil || want != "date-time" {
				report("is %v, want a %s", value, want)
			}
		case "items":
			list, _ := value.([]any)
			for i, item := range list {
				found = append(found, s.violations(want, item, fmt.Sprintf("%s[%d]", at, i))...)
			}
		case "required":
			if object, ok := value.(map[string]any); ok {
				for _, name := range want.([]any) {
					if _, ok := object[name.(string)]; !ok {
						report("has no %s", name)
					}
				}
			}
		case "properties", "additionalProperties":
			// Below, together.
		case "description":
		default:
			report("has a schema with the keyword %s, which this test does not know", keyword)
		}
	}
	return append(found, s.wrongMembers(keywords, value, at)...)
}

// wrongMembers returns how the members of an object differ from a schema.
func (s schemas) wrongMembers(schema map[string]any, value any, at string) (found []string) {
	object, _ := value.(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(object)) {
		inner, known := properties[name]
		other, limited := schema["additionalProperties"]
		switch {
		case known:
		case !limited:
			continue
		case other == false:
			found = append(found, at+" has "+name+", of which the schema does not know")
			continue
		default:
			inner = other
		}
		found = append(found, s.violations(inner, object[name], at+"."+name)...)
	}
	return found
}

// isOneOf reports whether a JSON value has the type, or one of the types, that
// a schema says.
func isOneOf(value, types any) bool {
	if list, ok := types.([]any); ok {
		return slices.ContainsFunc(list, func(one any) bool { return isOneOf(value, one) })
	}
	switch v := value.(type) {
	case nil:
		return types == "null"
	case bool:
		return types == "boolean"
	case float64:
		return types == "number" || types == "integer" && v == math.Trunc(v)
	case string:
		return types == "string"
	case []any:
		return types == "array"
	case map[string]any:
		return types == "object"
	}
	return false
}
