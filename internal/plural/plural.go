// Package plural says how many of something there are, in words for people.
package plural

import (
	"strconv"
	"strings"
)

// Of returns a number and the things that it counts, such as "2 requests to sms". The
// first word of things is a plural in s, which is left out for 1.
func Of(n int, things string) string {
	if n == 1 {
		word, more, _ := strings.Cut(things, " ")
		things = strings.TrimSpace(strings.TrimSuffix(word, "s") + " " + more)
	}
	return strconv.Itoa(n) + " " + things
}

// Times says how often something happens.
func Times(n int) string {
	switch n {
	case 0:
		return "not at all"
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}
