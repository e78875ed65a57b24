package phpwire

import (
	"strings"
	"unicode/utf8"
)

// maxFlat bounds the bodies that parseFlat reads, in bytes: what it returns keeps the whole body.
const maxFlat = 4096

// parseFlat is [parseJSON] for what nearly every client sends: a short object of strings without escapes, whole numbers
// and words. It takes a third of the time, and of the allocations. Anything else, mistakes included, it leaves to
// encoding/json, and reports false.
func parseFlat(body string) (Values, bool) {
	if len(body) > maxFlat || !utf8.ValidString(body) {
		return nil, false
	}
	text := flat(body)
	values := make(Values)
	room := make([]string, strings.Count(string(text), ":")) // for the value of each member
	if !text.take('{') {
		return nil, false
	}
	for first := true; !text.take('}'); first = false {
		if !first && !text.take(',') {
			return nil, false
		}
		name, ok := text.takeString()
		if !ok || !text.take(':') {
			return nil, false
		}
		value, isNull, ok := text.takeScalar()
		switch {
		case !ok:
			return nil, false
		case isNull:
			delete(values, name)
		default:
			room[0] = value
			values[name], room = room[:1:1], room[1:]
		}
	}
	text.skipSpace()
	return values, text == ""
}

// flat is the part of a JSON text that is still to be read.
type flat string

func (f *flat) skipSpace() { *f = flat(strings.TrimLeft(string(*f), " \t\r\n")) }

// take takes a punctuation mark and reports whether it is the next one.
func (f *flat) take(mark byte) bool {
	f.skipSpace()
	if *f == "" || (*f)[0] != mark {
		return false
	}
	*f = (*f)[1:]
	return true
}

// takeString takes a string without escapes.
func (f *flat) takeString() (string, bool) {
	if !f.take('"') {
		return "", false
	}
	for i := range len(*f) {
		switch c := (*f)[i]; {
		case c == '"':
			s := (*f)[:i]
			*f = (*f)[i+1:]
			return string(s), true
		case c == '\\', c < ' ':
			return "", false
		}
	}
	return "", false
}

// takeScalar takes a value and returns it as [scalarText] does.
func (f *flat) takeScalar() (value string, isNull, ok bool) {
	f.skipSpace()
	if strings.HasPrefix(string(*f), `"`) {
		value, ok = f.takeString()
		return value, false, ok
	}
	end := strings.IndexAny(string(*f), " \t\r\n,}")
	if end < 0 {
		return "", false, false
	}
	word := string((*f)[:end])
	*f = (*f)[end:]
	switch word {
	case "true":
		return "1", false, true
	case "false":
		return "", false, true
	case "null":
		return "", true, true
	}
	isWhole := word == "0" || digits(word) == len(word) && word != "" && word[0] != '0' && len(word) <= 15
	return word, false, isWhole
}
