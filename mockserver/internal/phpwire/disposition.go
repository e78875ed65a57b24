package phpwire

import "strings"

// readDisposition finds the name and the filename in a Content-Disposition, as PHP does (main/rfc1867.c of PHP 8.2):
// whatever its first word is, and of several the last one. A blank before "=" makes it another parameter, and so does
// the asterisk of RFC 8187. What is not there is nil.
func readDisposition(header string) (name, file *string) {
	for rest := strings.TrimLeft(header, white); rest != ""; {
		var parameter string
		parameter, rest = cutWord(rest, ';')
		rest = strings.TrimLeft(rest, white)
		if !strings.Contains(parameter, "=") {
			continue
		}
		key, value := cutWord(parameter, '=')
		value = unquote(value)
		switch {
		case strings.EqualFold(key, "name"):
			name = &value
		case strings.EqualFold(key, "filename"):
			file = &value
		}
	}
	return name, file
}

// cutWord cuts s at the first stop that is not in single or double quotes, and at any further stops that directly
// follow it.
func cutWord(s string, stop byte) (word, rest string) {
	end := 0
	for end < len(s) && s[end] != stop {
		if isQuote(s[end]) {
			end = quoteEnd(s, end)
		}
		end++
	}
	end = min(end, len(s))
	return s[:end], strings.TrimLeft(s[end:], string(stop))
}

// quoteEnd returns the place of the quote that closes the one at a place; the length of s if it is not closed.
func quoteEnd(s string, open int) int {
	end := open + 1
	for end < len(s) && s[end] != s[open] {
		if s[end] == '\\' && end+1 < len(s) && s[end+1] == s[open] {
			end++
		}
		end++
	}
	return end
}

// unquote returns the text between quotes, of which the closing one may be missing, or else the first word.
func unquote(s string) string {
	s = strings.TrimLeft(s, white)
	if s == "" {
		return ""
	}
	quote := s[0]
	isQuoted := isQuote(quote)
	if isQuoted {
		s = s[1:]
	} else if end := strings.IndexAny(s, white); end >= 0 {
		s = s[:end]
	}
	text := make([]byte, 0, len(s))
	for i := 0; i < len(s) && !(isQuoted && s[i] == quote); i++ {
		if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '\\' || isQuoted && s[i+1] == quote) {
			i++
		}
		text = append(text, s[i])
	}
	return string(text)
}

func isQuote(c byte) bool { return c == '"' || c == '\'' }

// white is what isspace of C takes for white space.
const white = " \t\n\v\f\r"

func isWhite(c byte) bool { return strings.IndexByte(white, c) >= 0 }
