package phpwire

import (
	"cmp"
	"slices"
	"strings"
)

// Values holds request parameters: the values sent under each name, in the order in which they were sent. Names stay
// as they were sent, brackets included: "to[]" and "data[text]" are names like any other, and dots and spaces are not
// turned into underscores. Reading from the zero value is allowed.
type Values map[string][]string

// Get returns the last value of name, because in PHP the last one wins, or "" if there is none.
func (v Values) Get(name string) string {
	value, _ := v.Lookup(name)
	return value
}

// Lookup returns the last value of name and whether there is one.
func (v Values) Lookup(name string) (string, bool) {
	list := v[name]
	if len(list) == 0 {
		return "", false
	}
	return list[len(list)-1], true
}

// List returns all values of name however a client spells a list: those of name itself, then those of name[], then
// those of name[0], name[1] and so on by rising index. It returns nil if there are none. The result is a copy.
func (v Values) List(name string) []string {
	list := slices.Concat(v[name], v[name+"[]"])
	for _, key := range v.indexed(name) {
		list = append(list, v[key]...)
	}
	return list
}

// indexed returns the keys of the form name[0], by rising index.
func (v Values) indexed(name string) []string {
	var keys []string
	for key := range v {
		if rest, ok := strings.CutPrefix(key, name); ok && isIndex(rest) {
			keys = append(keys, key)
		}
	}
	// Without leading zeros, the shorter number is the smaller one.
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	return keys
}

// isIndex reports whether s is a number in brackets. PHP takes [00] for a text key.
func isIndex(s string) bool {
	if len(s) < 3 || s[0] != '[' || s[len(s)-1] != ']' {
		return false
	}
	number := s[1 : len(s)-1]
	return digits(number) == len(number) && (number[0] != '0' || number == "0")
}

// ParseQuery reads a query string or a form body as PHP's parse_str does. Only "&" separates, "+" is a space, a broken
// percent sequence stays as it is, and a name without "=" has the value "". A name loses its leading spaces and
// whatever follows a NUL byte; a name that is empty, or begins with a bracket, is ignored. Unlike in PHP, which stops
// at 1000, it takes as many parameters as there are; see [TooManyInQuery]. It never fails and never returns nil.
func ParseQuery(raw string) Values {
	values := make(Values)
	room := make([]string, strings.Count(raw, "&")+1) // for the first value of each name
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name = own(variable(URLDecode(name)), raw); name == "" {
			continue
		}
		value = own(URLDecode(value), raw)
		if list, ok := values[name]; ok {
			values[name] = append(list, value)
			continue
		}
		room[0] = value
		values[name], room = room[:1:1], room[1:]
	}
	return values
}

// longShared is the longest text, in bytes, that its parameters are parts of. Those of a longer one have memory of
// their own, unless they are most of it: who keeps a token or an SMS must not keep a megabyte that was sent with it.
const longShared = 512

// own returns a part of a text as it may be kept: in memory of its own where the
// text is long, unless it is most of that.
func own(s, whole string) string {
	if len(whole) > longShared && len(s) < len(whole)/2 {
		return strings.Clone(s)
	}
	return s
}

// add appends a decoded value under a decoded name, if PHP would register a variable of that name.
func (v Values) add(name, value string) {
	if name = variable(name); name != "" {
		v[name] = append(v[name], value)
	}
}

// variable returns the name of the variable that PHP registers for a name, or "" if it registers none.
func variable(name string) string {
	name, _, _ = strings.Cut(strings.TrimLeft(name, " "), "\x00")
	if name != "" && name[0] == '[' {
		return ""
	}
	return name
}

// Falsy reports whether s counts as absent: it is "" or "0", the strings for which PHP's empty() is true.
func Falsy(s string) bool {
	return s == "" || s == "0"
}
