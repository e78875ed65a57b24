package phpwire

import "strings"

// URLDecode decodes s as PHP's urldecode does: "+" is a space, %XX is a byte, and a "%" that no two hex digits follow
// stays as it is.
func URLDecode(s string) string { return decodeURL(s, true) }

// RawURLDecode decodes s as PHP's rawurldecode does: as [URLDecode] does, but "+" stays as it is.
func RawURLDecode(s string) string { return decodeURL(s, false) }

// decodeURL decodes s, in which "+" is a space if plus says so.
func decodeURL(s string, plus bool) string {
	first := strings.IndexByte(s, '%')
	if plus {
		first = strings.IndexAny(s, "%+")
	}
	if first < 0 {
		return s
	}
	var decoded strings.Builder
	decoded.Grow(len(s))
	decoded.WriteString(s[:first])
	for i := first; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+' && plus:
			decoded.WriteByte(' ')
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			decoded.WriteByte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			i += 2
		default:
			decoded.WriteByte(c)
		}
	}
	return decoded.String()
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if isDigit(c) {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
