// Package phone reads telephone numbers as people write them.
package phone

import "strings"

// separators stand in numbers for the eye alone.
const separators = " \u00a0\t.-/()"

// Digits returns the digits of a number, or of the beginning of one, and whether a plus
// sign stands before them. It reports false for what belongs in no number.
func Digits(s string) (digits string, plus, ok bool) {
	if strings.ContainsAny(s, separators) { // most numbers have none
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(separators, r) {
				return -1
			}
			return r
		}, s)
	}
	digits, plus = strings.CutPrefix(s, "+")
	return digits, plus, strings.Trim(digits, "0123456789") == ""
}
