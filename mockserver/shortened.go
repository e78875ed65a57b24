package mockserver

import "unicode/utf8"

// maxShown is how many bytes of a text are shown, or logged, that may be as long as
// a client likes.
const maxShown = 1000

// shortened returns what is shown of a text: at most so many bytes of it, without a
// character that would be cut, and a sign that there is more.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most
	for end > 0 && end > most-utf8.UTFMax && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}
