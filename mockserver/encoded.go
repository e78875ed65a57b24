package mockserver

import (
	"cmp"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/oauth"
)

// span is a part of a text.
type span struct{ from, to int }

// How many characters of Base64 are looked at together; what begins in the second
// half of them is looked at again with what follows. And how many are needed for
// the shortest secret.
const (
	encodedWindow = 2048
	leastEncoded  = 6
)

// encodedFrom returns the words that have a secret in Base64 in them, as HTTP's
// Basic writes names and secrets, and until where in the text it has looked. Where
// in a word such a thing begins, nothing tells: there are four ways to read one.
func (s *Server) encodedFrom(text string, from int) (hidden []span, looked int) {
	run := text[from:min(len(text), from+encodedWindow)]
	for i := range len(run) {
		if _, ok := bitsOf(run[i]); !ok {
			run = run[:i]
			break
		}
	}
	looked = from + max(len(run), 1)
	if len(run) == encodedWindow {
		looked = from + encodedWindow/2
	}
	if len(run) < leastEncoded {
		return nil, looked
	}
	for begin := range 4 {
		plain := decoded(run[begin:])
		for i := 0; i < len(plain); {
			length := s.plainAt(plain, i)
			if length == 0 {
				i++
				continue
			}
			hidden = append(hidden, wordsAround(text, span{from + begin + encodedAt(i), from + begin + encodedAt(i+length-1) + 2}, from))
			i += length
		}
	}
	slices.SortFunc(hidden, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return hidden, looked
}

// encodedAt returns at which character of Base64 a byte begins. It ends with the
// next one.
func encodedAt(at int) int { return at/3*4 + at%3 }

// wordsAround extends a part of a text to whole words, but not to before a place,
// and by the padding of Base64.
func wordsAround(text string, part span, from int) span {
	for part.from > from && oauth.InWord(text[part.from-1]) {
		part.from--
	}
	for part.to < len(text) && oauth.InWord(text[part.to]) {
		part.to++
	}
	for part.to < len(text) && text[part.to] == '=' {
		part.to++
	}
	return part
}

// decoded returns what Base64 says, in either of its alphabets, which may be
// mixed.
func decoded(encoded string) string {
	var plain strings.Builder
	plain.Grow(len(encoded) * 3 / 4)
	bits, known := uint32(0), 0
	for i := range len(encoded) {
		value, _ := bitsOf(encoded[i])
		bits, known = bits<<6|value, known+6
		if known >= 8 {
			known -= 8
			plain.WriteByte(byte(bits >> known))
		}
	}
	return plain.String()
}

// bitsOf returns the six bits for which a character of Base64 stands.
func bitsOf(c byte) (bits uint32, ok bool) {
	switch {
	case c >= 'A' && c <= 'Z':
		return uint32(c - 'A'), true
	case c >= 'a' && c <= 'z':
		return uint32(c-'a') + 26, true
	case c >= '0' && c <= '9':
		return uint32(c-'0') + 52, true
	case c == '+' || c == '-':
		return 62, true
	case c == '/' || c == '_':
		return 63, true
	}
	return 0, false
}
