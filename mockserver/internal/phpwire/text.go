package phpwire

import "strings"

// whitespace is what PHP's trim removes: not the form feed, but the NUL byte.
const whitespace = " \t\n\r\x00\x0B"

// Trim returns s without leading and trailing white space as PHP's trim sees it: space, tab, line feed, carriage
// return, NUL and vertical tab.
func Trim(s string) string {
	return strings.Trim(s, whitespace)
}

// TrimLeft returns s without the leading white space that [Trim] removes, as PHP's ltrim does.
func TrimLeft(s string) string {
	return strings.TrimLeft(s, whitespace)
}
