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
	boundary, ok := boundaryOf(contentType)
	return ok && bytes.Count(body, []byte("--"+boundary)) > MaxParts
}

// valuesInJSON is how many values a JSON text has at most. Once there are more than [MaxParameters] it does not look on.
func valuesInJSON(text []byte) int {
	values := 1
	for values <= MaxParameters {
		between, rest, found := bytes.Cut(text, []byte(`"`))
		values += marks(between)
		if !found {
			break
		}
		text = rest[min(closingQuote(rest)+1, len(rest)):]
	}
	return values
}

// marks counts what begins a value, or the next one. Between two strings there is not much, mostly.
func marks(text []byte) (n int) {
	if len(text) > 64 {
		return bytes.Count(text, []byte(",")) + bytes.Count(text, []byte("[")) + bytes.Count(text, []byte("{"))
	}
	for _, c := range text {
		if c == ',' || c == '[' || c == '{' {
			n++
		}
	}
	return n
}

// closingQuote returns where the string ends whose text follows: at the first quote behind an even number of
// backslashes.
func closingQuote(text []byte) int {
	for i := 0; ; i++ {
		quote := bytes.IndexByte(text[i:], '"')
		if quote < 0 {
			return len(text)
		}
		i += quote
		if backslashes := i - len(bytes.TrimRight(text[:i], `\`)); backslashes%2 == 0 {
			return i
		}
	}
}
