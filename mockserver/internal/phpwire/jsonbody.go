package phpwire

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxNestedName bounds the names that flattening makes, in bytes. Without it, a short body could grow to gigabytes of
// names, since every member of a nested object repeats the names of the objects around it.
const maxNestedName = 256

// parseJSON returns the members of a JSON object as parameters. Anything else, including an object that is followed by
// more text, that is not UTF-8, or that json_decode refuses for half a surrogate pair or its depth, has none.
func parseJSON(body string) Values {
	if !utf8.ValidString(body) {
		return Values{}
	}
	text, ok := readJSON(body)
	if !ok || text[0].kind != jsonObject {
		return Values{}
	}
	f := flattening{text: text, sorted: text.hasBrackets()}
	members := f.members(0)
	f.values = make(Values, len(members))
	for _, member := range members {
		f.add(text[member].name, member)
	}
	return f.values
}

// flattening turns a JSON text into parameters.
type flattening struct {
	text   jsonText
	values Values
	sorted bool     // whether two members may flatten to the same name, for which they have to be in order
	room   []string // for the values of scalars
}

// members returns the places of an object's members.
func (f *flattening) members(of int32) []int32 {
	list := f.text.contents(of)
	if f.sorted {
		slices.SortFunc(list, func(a, b int32) int { return strings.Compare(f.text[a].name, f.text[b].name) })
	}
	return list
}

// add adds the value at a place under a name, flattened.
func (f *flattening) add(name string, place int32) {
	switch n := &f.text[place]; {
	case n.kind == jsonScalar:
		f.addText(name, n.text)
	case n.kind == jsonObject:
		for _, member := range f.members(place) {
			f.addNested(name, f.text[member].name, member)
		}
	case n.kind == jsonList && f.text.isScalarList(place):
		f.addList(name, place)
	case n.kind == jsonList:
		for i, entry := range f.text.contents(place) {
			f.addNested(name, strconv.Itoa(i), entry)
		}
	}
}

func (f *flattening) addNested(name, key string, place int32) {
	if len(name)+len(key)+2 <= maxNestedName {
		f.add(name+"["+key+"]", place)
	}
}

// addList adds the scalars of a list.
func (f *flattening) addList(name string, place int32) {
	if len(name)+2 > maxNestedName {
		return
	}
	entries := f.text.contents(place)
	list := slices.Grow(f.values[name+"[]"], len(entries))
	for _, entry := range entries {
		if n := &f.text[entry]; n.kind == jsonScalar {
			list = append(list, n.text)
		}
	}
	if len(list) > 0 {
		f.values[name+"[]"] = list
	}
}

func (f *flattening) addText(name, text string) {
	if list := f.values[name]; list != nil {
		f.values[name] = append(list, text)
		return
	}
	if len(f.room) == 0 {
		f.room = make([]string, min(len(f.text), 64))
	}
	f.room[0] = text
	f.values[name], f.room = f.room[:1:1], f.room[1:]
}
