package endpoint

import (
	"fmt"
	"reflect"
	"strings"
)

// Parameter is a field of a struct of parameters.
type Parameter struct {
	Name     string // its yaml tag
	Type     reflect.Type
	Doc      string // its doc tag
	Required bool   // its tag required:"true"
	InPath   bool   // its tag in:"path": a variable of the path
	OneOf    string // its tag oneof:"a,b": the words that are taken, if its type has more

	index []int
}

// Parameters returns the fields of a struct that have a yaml tag. Those of a
// field with the tag ",inline" stand among them.
func Parameters(t reflect.Type) []Parameter {
	if t == nil {
		return nil
	}
	var list []Parameter
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if options == "inline" {
			for _, p := range Parameters(field.Type) {
				p.index = append([]int{i}, p.index...)
				list = append(list, p)
			}
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		list = append(list, Parameter{
			Name: name, Type: field.Type, Doc: field.Tag.Get("doc"),
			Required: field.Tag.Get("required") == "true", InPath: field.Tag.Get("in") == "path", OneOf: field.Tag.Get("oneof"),
			index: []int{i},
		})
	}
	return list
}

// Source is where parameters are read from loosely.
type Source interface {
	Lookup(name string) (value string, sent bool) // the last value under a name
	List(name string) []string                    // all values under a name, however a client spells a list
	Nested(name string) string                    // an object or a list as JSON; "" if there is none
	Variable(name string) string                  // a variable of the path
}

// Reader reads structs of parameters loosely: what they do not name is ignored.
type Reader[P any] struct{ parameters []Parameter }

// Type returns the struct's type, or nil if it has no parameter.
func (r Reader[P]) Type() reflect.Type {
	if len(r.parameters) == 0 {
		return nil
	}
	return reflect.TypeFor[P]()
}

// NewReader returns a reader of a struct type. A field is a string, a pointer to a
// string, which is nil if none was sent, or of a type of this package; one for a
// variable of the path is a string. NewReader panics if there is any other.
func NewReader[P any]() Reader[P] {
	parameters := Parameters(reflect.TypeFor[P]())
	for _, p := range parameters {
		if !p.isReadable() {
			panic(fmt.Sprintf("endpoint: %s has %s of type %s: want string, *string or a type of package endpoint, and string for a variable of the path",
				reflect.TypeFor[P](), p.Name, p.Type))
		}
	}
	return Reader[P]{parameters}
}

func (p Parameter) isReadable() bool {
	isText := p.Type.Kind() == reflect.String
	if p.InPath {
		return isText
	}
	return isText || p.Type == reflect.TypeFor[*string]() || reflect.PointerTo(p.Type).Implements(reflect.TypeFor[reads]())
}

// Read returns what a source has.
func (r Reader[P]) Read(from Source) *P {
	read := new(P)
	v := reflect.ValueOf(read).Elem()
	for _, p := range r.parameters {
		field := v.FieldByIndex(p.index)
		if p.InPath {
			field.SetString(from.Variable(p.Name))
			continue
		}
		if custom, ok := field.Addr().Interface().(reads); ok {
			custom.read(p.Name, from)
			continue
		}
		value, sent := from.Lookup(p.Name)
		switch {
		case field.Kind() == reflect.String:
			field.SetString(value)
		case sent:
			kept := value // a copy that escapes to the heap, so that value itself does not
			field.Set(reflect.ValueOf(&kept))
		}
	}
	return read
}

// reads is a parameter that is more than a string.
type reads interface {
	read(name string, from Source)
}
