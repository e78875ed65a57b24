// Package extract finds in a text what a test wants of it: links and one-time codes.
package extract

import (
	"strings"

	"example.com/sms77mock/internal/lazy"
)

var (
	linkPattern = lazy.Regexp(`(?i)\bhttps?://[^\s<>"]+`)
	// A one-time code is 4 to 8 digits, perhaps in two groups of three or four,
	// that are no part of a longer word, number, amount or date.
	codePattern = lazy.Regexp(`(^|[^\w.,/+-]|G-)([0-9]{3}[ -][0-9]{3}|[0-9]{4}[ -][0-9]{4}|[0-9]{4,8})($|[^\w/-])`)
)

// Links returns the URLs in a text, without the punctuation that follows them, an
// empty list if there is none.
func Links(text string) []string {
	found := []string{}
	for _, link := range linkPattern().FindAllString(text, -1) {
		found = append(found, strings.TrimRight(link, ".,;:!?)]}'"))
	}
	return found
}

// Codes returns what looks like a one-time code in a text, without blanks and dashes,
// an empty list if nothing does. Links are not looked into.
func Codes(text string) []string {
	text = linkPattern().ReplaceAllString(text, " ")
	found := []string{}
	for text != "" {
		at := codePattern().FindStringSubmatchIndex(text)
		if at == nil {
			break
		}
		code := strings.NewReplacer(" ", "", "-", "").Replace(text[at[4]:at[5]])
		rest := text[at[5]:]
		if !isDecimal(rest) {
			found = append(found, code)
		}
		text = rest
	}
	return found
}

// isDecimal reports whether a number goes on with decimals or a thousands group.
func isDecimal(rest string) bool {
	return len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && rest[1] >= '0' && rest[1] <= '9'
}
