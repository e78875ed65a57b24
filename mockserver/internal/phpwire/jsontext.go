package phpwire

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonText is a JSON text that has been read: its values in the order in which they begin.
type jsonText []jsonNode

// jsonNode is a value of a JSON text. Those of an object or a list are a chain.
type jsonNode struct {
	name  string // of a member
	text  string // of a scalar, as PHP prints it
	kind  jsonKind
	child int32 // the place of the first one that it has; 0 for none
	next  int32 // the place of the next one beside it; 0 for none
}

type jsonKind byte

const (
	jsonNull jsonKind = iota
	jsonScalar
	jsonList
	jsonObject
)

// maxJSONDepth is how deep a JSON text may nest for json_decode, whose depth of 512 counts a scalar, too.
const maxJSONDepth = 511

// readJSON reads a JSON text in UTF-8, and reports false if it is none, or more follows. What encoding/json would make
// of it takes it five times as long, and much more memory.
func readJSON(text string) (jsonText, bool) {
	r := jsonReader{text: text, nodes: make(jsonText, 0, min(valuesInJSON(text), MaxParameters))}
	ok := r.whole()
	return r.nodes, ok
}

// isJSON reports whether a text in UTF-8 is JSON, as [readJSON] does, or what it is refused for that others take for JSON.
func isJSON(text string) (ok bool, refused string) {
	r := jsonReader{text: text, only: true}
	return r.whole(), r.refused
}

// jsonReader goes through a JSON text.
type jsonReader struct {
	text  string
	at    int // of the next byte
	depth int
	only  bool // whether all that counts is that it is JSON
	nodes jsonText

	refused string // what PHP refuses that others take for JSON; "" for nothing
}

// whole reads the whole text.
func (r *jsonReader) whole() bool {
	_, ok := r.value("")
	return ok && r.next() == 0 && r.at == len(r.text)
}

// next goes to the next byte that is no white space and returns it, 0 at the end.
func (r *jsonReader) next() byte {
	for ; r.at < len(r.text); r.at++ {
		if c := r.text[r.at]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

// take goes past the next byte that is no white space if it is the given one, and reports whether it is.
func (r *jsonReader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

// value reads a value, which has a name if it is a member, and returns its place.
func (r *jsonReader) value(name string) (place int32, ok bool) {
	n := jsonNode{name: name, kind: jsonScalar}
	place = int32(len(r.nodes))
	switch r.next() {
	case '{':
		n.kind = jsonObject
	case '[':
		n.kind = jsonList
	case '"':
		n.text, ok = r.string()
	case 't':
		n.text, ok = "1", r.word("true")
	case 'f':
		ok = r.word("false")
	case 'n':
		n.kind, ok = jsonNull, r.word("null")
	default:
		n.text, ok = r.number()
	}
	if !r.only {
		r.nodes = append(r.nodes, n)
	}
	if n.kind > jsonScalar {
		ok = r.contents(n.kind, place)
	}
	return place, ok
}

// contents reads what an object or a list has.
func (r *jsonReader) contents(kind jsonKind, of int32) bool {
	r.at++
	if r.depth++; r.depth > maxJSONDepth {
		r.refused = "it nests more than 511 deep"
		return false
	}
	defer func() { r.depth-- }()
	end := byte(']')
	if kind == jsonObject {
		end = '}'
	}
	if r.take(end) {
		return true
	}
	for last := int32(0); ; {
		name, ok := "", true
		if kind == jsonObject {
			name, ok = r.memberName()
		}
		if !ok {
			return false
		}
		place, ok := r.value(name)
		if !ok {
			return false
		}
		if !r.only && last == 0 {
			r.nodes[of].child = place
		} else if !r.only {
			r.nodes[last].next = place
		}
		last = place
		if r.take(end) {
			return true
		}
		if !r.take(',') {
			return false
		}
	}
}

// memberName reads the name of a member, and the colon.
func (r *jsonReader) memberName() (string, bool) {
	if r.next() != '"' {
		return "", false
	}
	name, ok := r.string()
	return name, ok && r.take(':')
}

func (r *jsonReader) word(word string) bool {
	if !strings.HasPrefix(r.text[r.at:], word) {
		return false
	}
	r.at += len(word)
	return true
}

// string reads a string.
func (r *jsonReader) string() (string, bool) {
	r.at++
	begin, escapes := r.at, 0
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			written := r.text[begin:r.at]
			r.at++
			switch {
			case r.only:
				return "", true
			case escapes > 0:
				return unescaped(written), true
			}
			return own(written, r.text), true
		case c == '\\':
			if !r.escape() {
				return "", false
			}
			escapes++
		case c < ' ':
			return "", false
		}
	}
	return "", false
}

// escape goes to the last byte of an escape sequence, and reports whether it is one. Two that are a surrogate pair are
// one, and half a pair is none.
func (r *jsonReader) escape() bool {
	rest := r.text[r.at+1:]
	if len(rest) > 0 && escapeOf(rest[0]) != 0 {
		r.at++
		return true
	}
	if !isCodeUnit(rest) {
		return false
	}
	r.at += len("uXXXX")
	unit := codeUnit(rest[1:])
	if !utf16.IsSurrogate(unit) {
		return true
	}
	rest = rest[len("uXXXX"):]
	if len(rest) == 0 || rest[0] != '\\' || !isCodeUnit(rest[1:]) || utf16.DecodeRune(unit, codeUnit(rest[2:])) == utf8.RuneError {
		r.refused = fmt.Sprintf("half a surrogate pair ends at byte %d", r.at+1)
		return false
	}
	r.at += len(`\uXXXX`)
	return true
}

// isCodeUnit reports whether a text begins with an escaped character, of which the backslash has been read.
func isCodeUnit(text string) bool {
	if len(text) < len("uXXXX") || text[0] != 'u' {
		return false
	}
	for _, c := range []byte(text[1:5]) {
		if !isHex(c) {
			return false
		}
	}
	return true
}

// escapeOf returns the character that a letter stands for after a backslash, 0 if it is none of these.
func escapeOf(letter byte) byte {
	switch letter {
	case '"', '\\', '/':
		return letter
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return 0
}

// unescaped returns what stands between the quotes of a JSON string.
func unescaped(written string) string {
	var text strings.Builder
	text.Grow(len(written))
	for i := 0; i < len(written); i++ {
		c := written[i]
		if c != '\\' {
			text.WriteByte(c)
			continue
		}
		i++
		if c = escapeOf(written[i]); c != 0 {
			text.WriteByte(c)
			continue
		}
		unit := codeUnit(written[i+1:])
		i += 4
		if utf16.IsSurrogate(unit) { // whose other half follows
			unit = utf16.DecodeRune(unit, codeUnit(written[i+len(`.\u`):]))
			i += len(`\uXXXX`)
		}
		text.WriteRune(unit)
	}
	return text.String()
}

// codeUnit reads the four hexadecimal digits of an escaped character.
func codeUnit(digits string) (unit rune) {
	for _, c := range []byte(digits[:4]) {
		unit = unit<<4 | rune(unhex(c))
	}
	return unit
}

// number reads a number, and returns it as PHP prints it.
func (r *jsonReader) number() (string, bool) {
	begin := r.at
	r.skip('-')
	if !r.skip('0') && !r.skipDigits() {
		return "", false
	}
	if r.skip('.') && !r.skipDigits() {
		return "", false
	}
	if r.skip('e') || r.skip('E') {
		if !r.skip('+') {
			r.skip('-')
		}
		if !r.skipDigits() {
			return "", false
		}
	}
	if r.only {
		return "", true
	}
	return numberText(r.text[begin:r.at]), true
}

// skip goes past the next byte if it is the given one.
func (r *jsonReader) skip(c byte) bool {
	if r.at == len(r.text) || r.text[r.at] != c {
		return false
	}
	r.at++
	return true
}

// skipDigits goes past digits, of which there has to be one.
func (r *jsonReader) skipDigits() bool {
	begin := r.at
	for r.at < len(r.text) && isDigit(r.text[r.at]) {
		r.at++
	}
	return r.at > begin
}

// contents returns the places of what a list or an object has. Of several members with a name, the last one counts.
func (t jsonText) contents(of int32) []int32 {
	var list []int32
	for i := t[of].child; i != 0; i = t[i].next {
		list = append(list, i)
	}
	if t[of].kind == jsonList || len(list) < 2 {
		return list
	}
	last := make(map[string]int32, len(list))
	for _, i := range list {
		last[t[i].name] = i
	}
	if len(last) == len(list) {
		return list
	}
	return slices.DeleteFunc(list, func(i int32) bool { return last[t[i].name] != i })
}

// isScalarList reports whether a list holds neither lists nor objects.
func (t jsonText) isScalarList(of int32) bool {
	for i := t[of].child; i != 0; i = t[i].next {
		if t[i].kind > jsonScalar {
			return false
		}
	}
	return true
}

// hasBrackets reports whether a member's name has a bracket. Only then can two members be called the same once they
// are flattened.
func (t jsonText) hasBrackets() bool {
	return slices.ContainsFunc(t, func(n jsonNode) bool { return strings.Contains(n.name, "[") })
}
