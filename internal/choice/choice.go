// Package choice words what may be chosen, for whoever chose something else.
package choice

import (
	"fmt"
	"strings"

	"example.com/sms77mock/internal/excerpt"
)

// Want says which words are allowed, such as `want one of deny, prompt`, and
// which of them was most likely meant, if one is near.
func Want(word string, allowed []string) string { return want("want one of ", word, allowed) }

// WantSome is [Want] for a list of words, one of which is not allowed.
func WantSome(word string, allowed []string) string { return want("want some of ", word, allowed) }

func want(begin, word string, allowed []string) string {
	if len(allowed) == 0 {
		return "there are none"
	}
	said := begin + List(allowed)
	if nearest := Nearest(word, allowed); nearest != "" {
		said += `; did you mean "` + nearest + `"?`
	}
	return said
}

// most is how many words a message lists.
const most = 50

// mostWord is how many bytes of a word a message has.
const mostWord = 100

// List joins words for a message, which has room for 50 of them.
func List(words []string) string {
	if len(words) == 0 {
		return "none: the list is empty"
	}
	listed := make([]string, min(len(words), most))
	for i := range listed {
		listed[i] = excerpt.Of(words[i], mostWord)
	}
	said := strings.Join(listed, ", ")
	if more := len(words) - most; more > 0 {
		said += fmt.Sprintf(" and %d more", more)
	}
	return said
}

// longest is how many bytes a word may have to be compared with others, and
// longestMeant one of these.
const (
	longest      = 64
	longestMeant = 2 * longest
)

// Nearest returns the word that is most like another, or "" if none is like it:
// a third of the letters may differ, and two words of one letter are not alike.
// If none is, it returns the only one that begins with the word and goes on with a
// dash or an underscore: refresh_token for refresh.
func Nearest(word string, words []string) string {
	nearest, best := "", len(word)/3+1
	if len(word) > longest {
		return "" // no slip
	}
	word = strings.ToLower(word)
	for _, w := range words {
		if len(w) > longestMeant {
			continue
		}
		if d := distance(word, strings.ToLower(w), best); d < best && d < len(w) {
			nearest, best = w, d
		}
	}
	if nearest == "" {
		return onlyBegun(word, words)
	}
	return nearest
}

// onlyBegun returns the only word that begins with part, in lower case, and goes on
// with a dash or an underscore; "" if there are several or none.
func onlyBegun(part string, words []string) (begun string) {
	for _, w := range words {
		if len(w) > longestMeant {
			continue
		}
		rest, ok := strings.CutPrefix(strings.ToLower(w), part)
		switch {
		case part == "" || !ok || !strings.HasPrefix(rest, "-") && !strings.HasPrefix(rest, "_"):
		case begun != "":
			return ""
		default:
			begun = w
		}
	}
	return begun
}

// distance counts the bytes to insert, delete or replace, and the neighbours to
// swap, that make b of a, which has [longest] at most. If there are as many as
// enough, or more, it may give up and return that: of thousands of words hardly one
// is near.
func distance(a, b string, enough int) int {
	if len(a)-len(b) >= enough || len(b)-len(a) >= enough {
		return enough
	}
	var rows [3][longest + longest/3 + 2]int
	before, last, row := rows[0][:len(b)+1], rows[1][:len(b)+1], rows[2][:len(b)+1]
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= enough {
			return enough // no later row has less
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
