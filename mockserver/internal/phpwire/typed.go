package phpwire

import (
	"encoding/json"
	"strconv"
)

// Typed returns what stands under a name in a JSON object as json_decode reads it: a string, a bool, an int64 or a
// float64, which is infinite if the number is too large. [Values] has only its text. It reports false for anything
// else, and if the body is no object.
func Typed(body, name string) (value any, ok bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal([]byte(body), &members) != nil || len(members[name]) == 0 {
		return nil, false
	}
	switch written := members[name]; written[0] {
	case '{', '[', 'n':
		return nil, false
	case '"':
		var text string
		err := json.Unmarshal(written, &text)
		return text, err == nil
	case 't', 'f':
		return written[0] == 't', true
	default:
		whole, float, isWhole := readNumber(string(written))
		if isWhole {
			return whole, true
		}
		return float, true
	}
}

// QueryText returns what [Typed] returns as http_build_query prints it. Unlike the text in [Values], false is 0, and
// -0.0 is -0.
func QueryText(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case int64:
		return strconv.FormatInt(value, 10)
	case float64:
		return floatText(value)
	}
	if value == true {
		return "1"
	}
	return "0"
}
