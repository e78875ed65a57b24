package phpwire

import (
	"encoding"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// encoder appends a value of one type as JSON.
type encoder func(dst []byte, v reflect.Value) ([]byte, error)

// encoders are those made so far, by their reflect.Type.
var encoders sync.Map

func encoderOf(t reflect.Type) encoder {
	if known, ok := encoders.Load(t); ok {
		return known.(encoder)
	}
	e := newEncoder(t)
	encoders.Store(t, e)
	return e
}

// newEncoder makes the encoder of a type. Those of elements are looked up when one is met: a type may contain itself.
func newEncoder(t reflect.Type) encoder {
	switch {
	case t.Kind() == reflect.Pointer, t.Kind() == reflect.Interface:
		return appendTarget
	case t.Implements(reflect.TypeFor[Appender]()):
		return appendItself
	case t.Implements(reflect.TypeFor[json.Marshaler]()), t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return refuse // it may write something else than PHP prints
	}
	switch t.Kind() {
	case reflect.Bool:
		return func(dst []byte, v reflect.Value) ([]byte, error) { return strconv.AppendBool(dst, v.Bool()), nil }
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return func(dst []byte, v reflect.Value) ([]byte, error) { return strconv.AppendInt(dst, v.Int(), 10), nil }
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return func(dst []byte, v reflect.Value) ([]byte, error) { return strconv.AppendUint(dst, v.Uint(), 10), nil }
	case reflect.Float64:
		return appendFinite
	case reflect.String:
		return func(dst []byte, v reflect.Value) ([]byte, error) { return AppendString(dst, v.String()), nil }
	case reflect.Slice, reflect.Array:
		return appendList
	case reflect.Map:
		if t.Key().Kind() == reflect.String {
			return appendMap
		}
	case reflect.Struct:
		return membersOf(t).append
	}
	return refuse
}

func appendItself(dst []byte, v reflect.Value) ([]byte, error) {
	if v.CanAddr() {
		v = v.Addr() // which needs no copy to be put into an interface
	}
	return v.Interface().(Appender).AppendJSON(dst)
}

func refuse(_ []byte, v reflect.Value) ([]byte, error) {
	return nil, fmt.Errorf("phpwire: there is no JSON of PHP's for the type %s", v.Type())
}

func appendFinite(dst []byte, v reflect.Value) ([]byte, error) {
	f := v.Float()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, fmt.Errorf("phpwire: %v cannot be JSON encoded", f)
	}
	return appendFloat(dst, f, jsonPrecision, 'e'), nil
}

func appendTarget(dst []byte, v reflect.Value) ([]byte, error) {
	if v.IsNil() {
		return append(dst, "null"...), nil
	}
	v = v.Elem()
	return encoderOf(v.Type())(dst, v)
}

func appendList(dst []byte, v reflect.Value) (_ []byte, err error) {
	if v.Kind() == reflect.Slice && v.IsNil() {
		return append(dst, "null"...), nil
	}
	dst = append(dst, '[')
	element := encoderOf(v.Type().Elem())
	for i := range v.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = element(dst, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendMap(dst []byte, v reflect.Value) (_ []byte, err error) {
	if v.IsNil() {
		return append(dst, "null"...), nil
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	dst = append(dst, '{')
	element := encoderOf(v.Type().Elem())
	for i, key := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(AppendString(dst, key.String()), ':')
		if dst, err = element(dst, v.MapIndex(key)); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// members are the members that a struct has in JSON.
type members []member

type member struct {
	name      string // with its quotes and the colon
	index     []int
	omitEmpty bool
	encoder   encoder
}

func membersOf(t reflect.Type) (list members) {
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous || !field.IsExported() || name == "-" {
			continue
		}
		if name == "" {
			name = field.Name
		}
		list = append(list, member{
			name:      string(AppendString(nil, name)) + ":",
			index:     field.Index,
			omitEmpty: options == "omitempty",
			encoder:   encoderOf(field.Type),
		})
	}
	return list
}

func (list members) append(dst []byte, v reflect.Value) (_ []byte, err error) {
	dst = append(dst, '{')
	first := len(dst)
	for i := range list {
		m := &list[i]
		field := v.FieldByIndex(m.index)
		if m.omitEmpty && isEmpty(field) {
			continue
		}
		if len(dst) > first {
			dst = append(dst, ',')
		}
		if dst, err = m.encoder(append(dst, m.name...), field); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// isEmpty reports whether omitempty leaves a value out.
func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.Kind() != reflect.Struct && v.IsZero()
}
