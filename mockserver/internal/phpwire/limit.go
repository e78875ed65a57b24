package phpwire

import "strings"

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
func TooManyInBody(contentType, body string) bool {
	lower := strings.ToLower(contentType)
	switch {
	case strings.HasPrefix(lower, formType):
		return strings.Count(body, "&") >= MaxParameters
	case strings.HasPrefix(lower, jsonType):
		return valuesInJSON(body) > MaxParameters
	}
	boundary, ok := boundaryOf(contentType)
	return ok && strings.Count(body, "--"+boundary) > MaxParts
}

// valuesInJSON is how many values a JSON text has at most. Once there are more than [MaxParameters] it does not look on.
func valuesInJSON(text string) int {
	values := 1
	for values <= MaxParameters {
		between, rest, found := strings.Cut(text, `"`)
		values += marks(between)
		if !found {
			break
		}
		text = rest[min(closingQuote(rest)+1, len(rest)):]
	}
	return values
}

// marks counts what begins a value, or the next one. Between two strings there is not much, mostly.
func marks(text string) (n int) {
	if len(text) > 64 {
		return strings.Count(text, ",") + strings.Count(text, "[") + strings.Count(text, "{")
	}
	for i := range len(text) {
		if c := text[i]; c == ',' || c == '[' || c == '{' {
			n++
		}
	}
	return n
}

// closingQuote returns where the string ends whose text follows: at the first quote behind an even number of
// backslashes.
func closingQuote(text string) int {
	for i := 0; ; i++ {
		quote := strings.IndexByte(text[i:], '"')
		if quote < 0 {
			return len(text)
		}
		i += quote
		if backslashes := i - len(strings.TrimRight(text[:i], `\`)); backslashes%2 == 0 {
			return i
		}
	}
}
