package strict

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"
)

// shape is what a type declares. It is found out once for each type.
type shape struct {
	reflect.Type
	words  []string // that an enumeration knows; nil for any other type
	worded bool     // whether words in a value of the type are limited, at any depth except in maps
	short  bool     // whether it is a struct that may be written as a string
	elem   *shape   // what a list, a map or a pointer is of
	fields []field  // the keys of a struct, in its order
	places map[string]int
}

// field is a key of a struct type.
type field struct {
	*shape
	name  string
	index []int
	zero  string // the tag zero, "" for none

	secret bool // the tag secret: no message about a file has a text that stands there, also in place of an object
}

var (
	durationType = reflect.TypeFor[time.Duration]()
	shortType    = reflect.TypeFor[short]()
)

// short is a value that may be written as a string.
type short interface{ UnmarshalText(text []byte) error }

var shapes sync.Map // by type

// shapeOf returns the shape of a type, which does not contain itself.
func shapeOf(t reflect.Type) *shape {
	if known, ok := shapes.Load(t); ok {
		return known.(*shape)
	}
	s := &shape{Type: t, words: valuesOf(t)}
	s.worded = s.words != nil
	switch t.Kind() {
	case reflect.Struct:
		s.short = reflect.PointerTo(t).Implements(shortType)
		s.declare(t, nil)
	case reflect.Slice, reflect.Pointer:
		s.elem = shapeOf(t.Elem())
		s.worded = s.elem.worded
	case reflect.Map:
		s.elem = shapeOf(t.Elem())
	}
	shapes.Store(t, s)
	return s
}

// declare adds the keys of a struct type that is at an index of the shape's. Those
// of an embedded struct with the tag ",inline" stand among its own.
func (s *shape) declare(t reflect.Type, at []int) {
	if s.places == nil {
		s.places = make(map[string]int, t.NumField())
	}
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clip(at), i)
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			s.declare(f.Type, index)
		case name != "" && name != "-":
			inner := shapeOf(f.Type)
			s.worded = s.worded || inner.worded
			s.places[name] = len(s.fields)
			s.fields = append(s.fields, field{inner, name, index, f.Tag.Get("zero"), f.Tag.Get("secret") == "true"})
		}
	}
}

// names returns the keys of a struct type.
func (s *shape) names() []string {
	names := make([]string, len(s.fields))
	for i, f := range s.fields {
		names[i] = f.name
	}
	return names
}

// allows reports whether a value of a string type may be a word.
func (s *shape) allows(word string) bool { return s.words == nil || slices.Contains(s.words, word) }

// valuesOf returns the words of an enumeration, or nil for any other type.
func valuesOf(t reflect.Type) []string {
	if t.NumMethod() == 0 {
		return nil
	}
	if enum, ok := reflect.Zero(t).Interface().(interface{ Values() []string }); ok {
		return enum.Values()
	}
	return nil
}
