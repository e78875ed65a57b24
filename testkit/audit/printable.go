package audit

import (
	"strconv"
	"strings"
	"unicode"

	"example.com/sms77mock/internal/excerpt"
)

// How much of what an application says is told, in bytes.
const (
	mostWhy     = 1000 // of the reason for a verdict
	mostAddress = 250  // of an address
	mostLine    = 1000 // of a line of the journal
)

// printable is what an application said, for reports and terminals: what would
// move a cursor, turn the text round or not be seen is spelt out, blanks and line
// breaks are blanks, and what is longer than most bytes is cut.
func printable(s string, most int) string {
	var b strings.Builder
	for _, r := range excerpt.Of(s, most) {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
	}
	return b.String()
}
