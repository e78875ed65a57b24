package gateway

import (
	"fmt"

	"example.com/sms77mock/mockserver/internal/phpwire"
)

// fields are the members of an object in JSON, in order, such as an event's data.
type fields []field

type field struct {
	name  string
	value any // string, number, nil or fields
}

// pairs returns the members as PHP writes an array into a query: null has no
// place there.
func (f fields) pairs(name string) []phpwire.Pair {
	var pairs []phpwire.Pair
	for _, x := range f {
		name := name + "[" + x.name + "]"
		switch value := x.value.(type) {
		case nil:
		case fields:
			pairs = append(pairs, value.pairs(name)...)
		default:
			pairs = append(pairs, phpwire.Pair{Name: name, Value: fmt.Sprint(value)})
		}
	}
	return pairs
}

// withForeignID adds the id that the integration has given to what an event is
// about, if it has given one.
func (f fields) withForeignID(id string) fields {
	if id == "" {
		return f
	}
	return append(f, field{"foreign_id", id})
}

// AppendJSON writes the fields as an object.
func (f fields) AppendJSON(dst []byte) (_ []byte, err error) {
	dst = append(dst, '{')
	for i, x := range f {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = phpwire.AppendJSON(append(phpwire.AppendString(dst, x.name), ':'), x.value); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}
