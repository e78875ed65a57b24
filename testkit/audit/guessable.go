package audit

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// guessable says why states can be guessed; "" if they cannot.
func guessable(states []string) string {
	if slices.Contains(states, "") {
		return "a login was started without state"
	}
	for i, s := range states {
		if slices.Contains(states[:i], s) {
			return fmt.Sprintf("two logins have the same state %q", s)
		}
	}
	random := varying(states)
	for i, s := range random {
		if bits := entropy(random, s); bits < 64 {
			return fmt.Sprintf("the state %q has at most %.0f bits that can be random, want 64 or more", states[i], bits)
		}
	}
	return ""
}

// varying leaves out what all of them begin or end with. Fewer than four
// characters may be the same by chance.
func varying(list []string) []string {
	prefix, suffix := common(list, false), common(list, true)
	var cut []string
	for _, s := range list {
		if prefix >= 4 {
			s = s[prefix:]
		}
		if suffix >= 4 && suffix <= len(s) {
			s = s[:len(s)-suffix]
		}
		cut = append(cut, s)
	}
	return cut
}

func common(list []string, fromEnd bool) int {
	for n := 0; ; n++ {
		for _, s := range list {
			if n >= len(s) || at(s, n, fromEnd) != at(list[0], n, fromEnd) {
				return n
			}
		}
	}
}

func at(s string, i int, fromEnd bool) byte {
	if fromEnd {
		i = len(s) - 1 - i
	}
	return s[i]
}

// entropy is the most bits that s can hold, by its length and the alphabet that
// all of them use.
func entropy(all []string, s string) float64 {
	used := strings.Join(all, "")
	size := 0.0
	for _, class := range []struct {
		letters string
		size    float64
	}{{"0123456789", 10}, {"abcdef", 6}, {"ghijklmnopqrstuvwxyz", 20}, {"ABCDEF", 6}, {"GHIJKLMNOPQRSTUVWXYZ", 20}} {
		if strings.ContainsAny(used, class.letters) {
			size += class.size
		}
	}
	plain := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
	return float64(len(plain)) * math.Log2(max(size, 2))
}
