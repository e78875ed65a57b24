package mockserver

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/internal/oauth"
)

// span is a part of a text.
type span struct{ from, to int }

const (
	encodedWindow = 2048 // characters of Base64 that are read together; the second half is read again with what follows
	leastEncoded  = 6    // characters that the shortest secret takes
)

// encodedFrom returns the words with a secret in Base64, as HTTP's Basic writes names
// and secrets, and how far in the text it has looked. Nothing tells at which character
// of a word the Base64 begins, so each word is read in four ways.
func (s *Server) encodedFrom(text string, from int) (hidden []span, looked int) {
	run := text[from:min(len(text), from+encodedWindow)]
	for i := range len(run) {
		if !isEncoding(run[i]) {
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

// encodedAt returns at which character of Base64 a byte begins; it ends in the next.
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

// decoded decodes Base64 in either of its alphabets, which may be mixed. What follows
// the last whole byte is left out.
func decoded(encoded string) string {
	plain, _ := base64.RawStdEncoding.DecodeString(oneAlphabet.Replace(encoded)) // which stops at half a byte
	return string(plain)
}

// oneAlphabet writes the alphabet for URLs as the usual one.
var oneAlphabet = strings.NewReplacer("-", "+", "_", "/")

// isEncoding reports whether a character is one of Base64's, in either alphabet.
func isEncoding(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("+/-_", c) >= 0
}
