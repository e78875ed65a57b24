package strict

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quick reads a JSON text straight into a Go value, without a tree of nodes between.
// It gives up on whatever is not plain: mistakes, those in the JSON too, and what YAML
// reads otherwise than JSON. Then the text is decoded by way of nodes after all, which
// is the only place that says what is wrong.
type quick struct {
	text []byte
	at   int // of the next byte
}

// readQuickly reads JSON into the struct that into points to, and reports whether
// it could. If not, the struct may have been filled in part.
func readQuickly(data []byte, into any) bool {
	if !utf8.Valid(data) {
		return false
	}
	q := quick{text: data}
	v := reflect.ValueOf(into).Elem()
	return q.value(v, shapeOf(v.Type())) && q.next() == 0 && q.at == len(data)
}

// beyondJSON is what means something else in YAML than in a JSON text: variables,
// escapes of surrogates, and what are line breaks there.
var beyondJSON = []string{"${", `\u`, "\u0085", "\u2028", "\u2029"}

// readsAlike reports whether YAML says the same as JSON, if data is JSON. Around the
// object, YAML takes no tabs.
func readsAlike(data []byte) bool {
	inside := bytes.Trim(data, " \r\n")
	if !bytes.HasPrefix(inside, []byte("{")) || !bytes.HasSuffix(inside, []byte("}")) {
		return false
	}
	return !slices.ContainsFunc(beyondJSON, func(s string) bool { return bytes.Contains(data, []byte(s)) })
}

// next returns the next byte that is no white space, and leaves it there; 0 at the
// end.
func (q *quick) next() byte {
	for ; q.at < len(q.text); q.at++ {
		switch c := q.text[q.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// each calls entry for each entry of a list or an object that has just been entered
// and ends with a byte, and goes past that. Entry goes past what it reads.
func (q *quick) each(end byte, entry func() bool) bool {
	if q.next() == end {
		q.at++
		return true
	}
	for entry() {
		switch q.next() {
		case ',':
			q.at++
		case end:
			q.at++
			return true
		default:
			return false
		}
	}
	return false
}

func (q *quick) value(v reflect.Value, s *shape) bool {
	switch c, kind := q.next(), s.Kind(); {
	case kind == reflect.Pointer:
		v.Set(reflect.New(s.elem.Type))
		return q.value(v.Elem(), s.elem)
	case c == '"':
		text, ok := q.string()
		return ok && q.word(string(text), v, s)
	case c == '{' && kind == reflect.Struct:
		q.at++
		return q.object(v, s)
	case c == '{' && kind == reflect.Map:
		q.at++
		return q.dictionary(v, s)
	case c == '[' && kind == reflect.Slice:
		q.at++
		return q.list(v, s)
	case kind == reflect.Bool:
		v.SetBool(c == 't')
		return q.literal("true") || q.literal("false")
	case (c == '-' || c >= '0' && c <= '9') && s.Type != durationType:
		return q.number(v)
	}
	return false
}

func (q *quick) literal(word string) bool {
	if !bytes.HasPrefix(q.text[q.at:], []byte(word)) {
		return false
	}
	q.at += len(word)
	return true
}

func (q *quick) number(v reflect.Value) bool {
	begin := q.at
	for q.at < len(q.text) && strings.IndexByte("+-.0123456789Ee", q.text[q.at]) >= 0 {
		q.at++
	}
	text := string(q.text[begin:q.at])
	if !json.Valid(q.text[begin:q.at]) { // 01 and 1. are none
		return false
	}
	switch {
	case v.CanInt():
		i, err := strconv.ParseInt(text, 10, v.Type().Bits())
		v.SetInt(i)
		return err == nil
	case v.CanUint():
		i, err := strconv.ParseUint(text, 10, v.Type().Bits())
		v.SetUint(i)
		return err == nil
	case v.CanFloat():
		f, err := strconv.ParseFloat(text, 64)
		v.SetFloat(f)
		return err == nil
	}
	return false
}

// word sets v to a string.
func (q *quick) word(text string, v reflect.Value, s *shape) bool {
	switch {
	case s.Type == durationType:
		d, ok := parseDuration(text)
		v.SetInt(int64(d))
		return ok
	case s.Kind() == reflect.String:
		v.SetString(text)
		return s.allows(text)
	case s.short:
		return v.Addr().Interface().(short).UnmarshalText([]byte(text)) == nil
	}
	return false
}

// string reads a string.
func (q *quick) string() ([]byte, bool) {
	begin := q.at
	escaped, ok := q.skipString()
	if !ok {
		return nil, false
	}
	written := q.text[begin:q.at]
	if !escaped {
		return written[1 : len(written)-1], true
	}
	var text string
	err := json.Unmarshal(written, &text)
	return []byte(text), err == nil
}

// skipString goes past a string. It reports whether it has escapes, and whether it is a
// string at all; the escapes may be wrong.
func (q *quick) skipString() (escaped, ok bool) {
	for q.at++; q.at < len(q.text); q.at++ {
		switch c := q.text[q.at]; {
		case c == '"':
			q.at++
			return escaped, true
		case c < ' ':
			return escaped, false
		case c == '\\':
			escaped = true
			q.at++
		}
	}
	return escaped, false
}

// maxKey is how long a key may be in YAML, in bytes, about: it has to be on one
// line with its colon.
const maxKey = 1000

// key reads the key of an entry of an object, and goes to its value.
func (q *quick) key() ([]byte, bool) {
	if q.next() != '"' {
		return nil, false
	}
	begin := q.at
	key, ok := q.string()
	end := q.at
	if !ok || q.next() != ':' {
		return nil, false
	}
	between := q.text[end:q.at]
	q.at++
	return key, q.at-begin < maxKey && !bytes.ContainsAny(between, "\r\n")
}

func (q *quick) object(v reflect.Value, s *shape) bool {
	seen := make([]bool, len(s.fields))
	return q.each('}', func() bool {
		key, ok := q.key()
		place, known := s.places[string(key)]
		if !ok || !known || seen[place] {
			return false
		}
		seen[place] = true
		f := &s.fields[place]
		value := v.FieldByIndex(f.index)
		return q.value(value, f.shape) && (f.zero == "" || !value.IsZero())
	})
}

func (q *quick) dictionary(v reflect.Value, s *shape) bool {
	v.Set(reflect.MakeMap(s.Type))
	return q.each('}', func() bool {
		name, ok := q.key()
		key := reflect.ValueOf(string(name)).Convert(s.Key())
		if !ok || v.MapIndex(key).IsValid() {
			return false
		}
		item := reflect.New(s.elem.Type).Elem()
		if !q.value(item, s.elem) {
			return false
		}
		v.SetMapIndex(key, item)
		return true
	})
}

func (q *quick) list(v reflect.Value, s *shape) bool {
	length, half, ok := q.entries()
	if !ok {
		return false
	}
	resize(v, length)
	if length == 0 {
		q.at++ // the end
		return true
	}
	if half.first == 0 {
		return q.part(v, s, 0, length, ']')
	}
	// A world of many clients or accounts is mostly long lists: another core may read
	// the second half of each.
	second, read := quick{q.text, half.at}, make(chan bool)
	go func() { read <- second.part(v, s, half.first, length, ']') }()
	ok = q.part(v, s, 0, half.first, ',')
	ok = <-read && ok
	q.at = second.at
	return ok
}

// part reads entries of a list, and goes past the byte that has to follow them.
func (q *quick) part(v reflect.Value, s *shape, first, end int, then byte) bool {
	for i := first; i < end; i++ {
		if !q.value(v.Index(i), s.elem) {
			return false
		}
		after := byte(',')
		if i == end-1 {
			after = then
		}
		if q.next() != after {
			return false
		}
		q.at++
	}
	return true
}

// half is where about the second half of a long list begins: with which entry, and
// where that stands. The zero half is that of a short one.
type half struct{ first, at int }

// longList is so many entries that it is worth it to have some of them read elsewhere.
const longList = 256

// entries counts what is in a list that has just been entered, so that the Go value
// need not grow: large ones would be copied several times. It reports whether the
// list has an end.
func (q *quick) entries() (n int, second half, ok bool) {
	if q.next() == ']' {
		return 0, half{}, true
	}
	n, depth := 1, 0
	var halves []half // of which the middle one is that of the whole list
	for rest := *q; rest.at < len(rest.text); {
		switch rest.text[rest.at] {
		case '"':
			if _, ok := rest.skipString(); !ok {
				return 0, half{}, false
			}
			continue
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				if len(halves) > 1 {
					second = halves[(len(halves)-1)/2]
				}
				return n, second, true
			}
		case ',':
			if depth == 0 {
				if n%longList == 0 {
					halves = append(halves, half{n, rest.at + 1})
				}
				n++
			}
		}
		rest.at++
	}
	return 0, half{}, false
}
