package audit

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
)

// finder looks for many words in a text at once, as they are and as base64 of
// whatever they stand in.
type finder struct {
	spellings []string
	of        []int            // the word that a spelling is one of
	starts    [1 << 16]bool    // whether a spelling begins so, by a hash of its first bytes
	beginning map[uint32][]int // the spellings by their first bytes
}

// shortest is how long a word has to be not to be found by chance.
const shortest = 6

// start is how many bytes of a spelling are looked up.
const start = 4

// newFinder returns a finder of words. Those that would be found by chance are
// left out.
func newFinder(words []string) *finder {
	f := &finder{beginning: map[uint32][]int{}}
	for i, word := range words {
		if len(word) < shortest {
			continue
		}
		for _, spelling := range append(packed(word), word) {
			first := binary.LittleEndian.Uint32([]byte(spelling[:start]))
			f.starts[hashed(first)] = true
			f.beginning[first] = append(f.beginning[first], len(f.spellings))
			f.spellings, f.of = append(f.spellings, spelling), append(f.of, i)
		}
	}
	return f
}

// find calls found for each word that stands in a text, as often as it does.
func (f *finder) find(text string, found func(word int)) {
	for at := 0; at+start <= len(text); at++ {
		first := uint32(text[at]) | uint32(text[at+1])<<8 | uint32(text[at+2])<<16 | uint32(text[at+3])<<24
		if !f.starts[hashed(first)] {
			continue
		}
		for _, i := range f.beginning[first] {
			if strings.HasPrefix(text[at:], f.spellings[i]) {
				found(f.of[i])
			}
		}
	}
}

// hashed spreads four bytes over sixteen bits.
func hashed(first uint32) uint32 { return first * 2654435761 >> 16 }

// packed is what a word looks like within base64, in both alphabets. That depends
// on where among three bytes it begins; the characters that its neighbours have a
// part in are left out.
func packed(word string) []string {
	var list []string
	for before := range 3 {
		text := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), word...))
		text = text[[]int{0, 2, 3}[before]:]
		if (before+len(word))%3 != 0 {
			text = text[:len(text)-1]
		}
		list = append(list, text)
		if other := strings.NewReplacer("+", "-", "/", "_").Replace(text); other != text {
			list = append(list, other)
		}
	}
	return list
}

// holds reports whether a word stands in one of some texts, unless it would be
// there by chance.
func holds(texts []string, word string) (ok bool) {
	f := newFinder([]string{word})
	for _, text := range texts {
		f.find(text, func(int) { ok = true })
	}
	return ok
}
