package strict

import (
	"strconv"
	"strings"

	"example.com/sms77mock/internal/excerpt"
)

// Path leads to a field of a document. It is put into words, such as
// clients[0].pkce, only where there is something to say: a document may have
// hundreds of thousands of fields, and mostly no mistake. The zero Path leads to
// the document itself.
type Path struct {
	outer *Path
	name  string
	index int // of an entry; -1 for a field
}

// Field returns the path of a field below p, or of one further below: name may be
// authorize.account.
func (p *Path) Field(name string) Path { return Path{outer: p, name: name, index: -1} }

// Entry returns the path of an entry of the list at p.
func (p *Path) Entry(index int) Path { return Path{outer: p, index: index} }

// String is the path as messages have it.
func (p *Path) String() string {
	words := p.append(make([]byte, 0, 100))
	return strings.TrimPrefix(string(words), ".")
}

func (p *Path) append(words []byte) []byte {
	switch {
	case p.outer == nil:
		return words
	case p.index >= 0:
		words = append(p.outer.append(words), '[')
		return append(strconv.AppendInt(words, int64(p.index), 10), ']')
	}
	words = append(p.outer.append(words), '.')
	return append(words, excerpt.Of(p.name, mostName)...)
}
