package phpwire

import "strings"

// Pair is one parameter of a query string.
type Pair struct {
	Name, Value string
}

// EncodeQuery returns the pairs as PHP's http_build_query prints them: in the given order, joined by "&", with "+" for
// a space and upper-case percent sequences for everything but A-Z a-z 0-9 _ . and -. Unlike url.QueryEscape it
// encodes "~".
func EncodeQuery(pairs ...Pair) string {
	size := 0
	for _, pair := range pairs {
		size += escapedLen(pair.Name) + escapedLen(pair.Value) + len("=&")
	}
	var query strings.Builder
	query.Grow(size)
	for i, pair := range pairs {
		if i > 0 {
			query.WriteByte('&')
		}
		writeEscaped(&query, pair.Name)
		query.WriteByte('=')
		writeEscaped(&query, pair.Value)
	}
	return query.String()
}

func writeEscaped(query *strings.Builder, s string) {
	const hex = "0123456789ABCDEF"
	for i := range len(s) {
		switch c := s[i]; {
		case isUnreserved(c):
			query.WriteByte(c)
		case c == ' ':
			query.WriteByte('+')
		default:
			query.WriteByte('%')
			query.WriteByte(hex[c>>4])
			query.WriteByte(hex[c&0xF])
		}
	}
}

func escapedLen(s string) int {
	n := len(s)
	for i := range len(s) {
		if c := s[i]; !isUnreserved(c) && c != ' ' {
			n += len("%XX") - 1
		}
	}
	return n
}

func isUnreserved(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '-'
}
