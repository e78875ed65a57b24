// Package excerpt shortens texts that may be as long as whoever sends them likes.
package excerpt

import "unicode/utf8"

// Of returns the beginning of a text: at most so many bytes of it, without a
// character that would be cut, and three dots if there is more.
func Of(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}
