package endpoint

import "slices"

// TypeSchema returns the JSON Schema of a value that has one of several types of
// JSON, which may be null besides. Several types are written as anyOf, since
// generators of clients understand at most one beside null in a list of types.
func TypeSchema(types ...string) map[string]any {
	if len(types) == 1 {
		return oneType(types[0])
	}
	if len(types) == 2 && slices.Contains(types, "null") {
		return map[string]any{"type": types}
	}
	var alternatives []any
	for _, t := range types {
		alternatives = append(alternatives, oneType(t))
	}
	return map[string]any{"anyOf": alternatives}
}

// oneType returns the schema of one type. For objects and arrays it says that anything
// may be in them: without that, generators for TypeScript allow nothing.
func oneType(name string) map[string]any {
	schema := map[string]any{"type": name}
	switch name {
	case "object":
		schema["additionalProperties"] = map[string]any{}
	case "array":
		schema["items"] = map[string]any{}
	}
	return schema
}
