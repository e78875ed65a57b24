package call

import (
	"strings"
	"unicode"
)

// WithoutUnseen returns s without the characters that nobody sees, and the last
// of these.
func WithoutUnseen(s string) (plain string, unseen rune) {
	plain = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			unseen = r
			return -1
		}
		return r
	}, s)
	return plain, unseen
}
