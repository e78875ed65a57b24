package phpwire

import (
	"bytes"
	"strings"
)

// MaxParameters is how many parameters a query or a body may have, and MaxParts how many parts a multipart form. Who
// calls the parsers refuses more first, with [TooManyInQuery] and [TooManyInBody]; a parameter takes about a hundred
// bytes besides its text.
const (
	MaxParameters = 20_000
	MaxParts      = 2_000
)

// TooManyInQuery reports whether a query string has more than [MaxParameters]. It takes no memory.
func TooManyInQuery(raw string) bool {
	return strings.Count(raw, "&") >= MaxParameters
}

// TooManyInBody reports whether a body of a media type has more than [MaxParameters], counting every value in JSON, or
// more than [MaxParts]. It takes no memory, and time in proportion to what is looked at.
func TooManyInBody(contentType string, body []byte) bool {
	lower := strings.ToLower(contentType)
	switch {
	case strings.HasPrefix(lower, formType):
		return bytes.Count(body, []byte("&")) >= MaxParameters
	case strings.HasPrefix(lower, jsonType):
		return valuesInJSON(body) > MaxParameters
	}
	boundary := boundaryOf(contentType)
	return boundary != "" && bytes.Count(body, []byte("--"+boundary)) > MaxParts
}

// valuesInJSON is how many values a JSON text has at most. Beyond [MaxParameters] it does not look on.
func valuesInJSON(text []byte) int {
	values, inString := 1, false
	for i := 0; i < len(text) && values <= MaxParameters; i++ {
		switch c := text[i]; {
		case c == '"':
			inString = !inString
		case c == '\\' && inString:
			i++
		case !inString && (c == ',' || c == '[' || c == '{'):
			values++
		}
	}
	return values
}
