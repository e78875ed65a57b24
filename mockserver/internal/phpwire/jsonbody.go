package phpwire

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// maxNestedName bounds the names that flattening makes, in bytes. Without it, a short body could grow to gigabytes of
// names, since every member of a nested object repeats the names of the objects around it.
const maxNestedName = 256

// parseJSON returns the members of a JSON object as parameters. Anything else, including an object that is followed by
// more text or that is not UTF-8, has none. Two things that PHP refuses pass: half a surrogate pair, which becomes
// U+FFFD, and nesting deeper than 512.
func parseJSON(body []byte) Values {
	if values, ok := parseFlat(body); ok {
		return values
	}
	values := make(Values)
	if !utf8.Valid(body) {
		return values
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return values
	}
	if _, err := decoder.Token(); err != io.EOF {
		return values
	}
	// Sorted, because two members may flatten to the same name if one of them is spelt with brackets.
	for _, name := range slices.Sorted(maps.Keys(object)) {
		values.addJSON(name, object[name])
	}
	return values
}

// addJSON appends the decoded value under name, flattened.
func (v Values) addJSON(name string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			v.addNested(name, key, value[key])
		}
	case []any:
		isList := allScalar(value)
		for i, element := range value {
			key := ""
			if !isList {
				key = strconv.Itoa(i)
			}
			v.addNested(name, key, element)
		}
	default:
		if text, ok := scalarText(value); ok {
			v[name] = append(v[name], text)
		}
	}
}

func (v Values) addNested(name, key string, value any) {
	if len(name)+len(key)+2 <= maxNestedName {
		v.addJSON(name+"["+key+"]", value)
	}
}

func allScalar(list []any) bool {
	for _, element := range list {
		switch element.(type) {
		case map[string]any, []any:
			return false
		}
	}
	return true
}

// scalarText returns what PHP prints for a decoded scalar, and false for null.
func scalarText(value any) (string, bool) {
	switch value := value.(type) {
	case string:
		return value, true
	case bool:
		if value {
			return "1", true
		}
		return "", true
	case json.Number:
		return numberText(value.String()), true
	}
	return "", false
}
