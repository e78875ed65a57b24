package phpwire

import "reflect"

// Appender is a type whose values write their own JSON: they append it to dst, as PHP prints it, and return the extended
// slice.
type Appender interface {
	AppendJSON(dst []byte) ([]byte, error)
}

// Marshal returns v as PHP's json_encode prints it with its default flags: compact, without a final newline, "/" as
// \/, non-ASCII characters as \uXXXX (surrogate pairs beyond U+FFFF), and < > & ' as they are. It takes booleans,
// numbers, strings and [Appender]s, and what consists of them: pointers, slices, arrays, maps with strings as keys,
// which are sorted, and structs, whose tags mean what they mean to encoding/json. Nil is null.
//
// Invalid UTF-8, for which PHP fails, is replaced by U+FFFD. A float is printed with as few digits as possible, 1e25 as
// 1.0e+25. The error tells of a float that is not finite, as PHP's does, and of a type that Marshal does not take.
func Marshal(v any) ([]byte, error) {
	const usual = 256 // bytes that an answer has, and then some
	return AppendJSON(make([]byte, 0, usual), v)
}

// AppendJSON appends v as [Marshal] prints it and returns the extended slice.
func AppendJSON(dst []byte, v any) ([]byte, error) {
	if v == nil {
		return append(dst, "null"...), nil
	}
	value := reflect.ValueOf(v)
	return encoderOf(value.Type())(dst, value)
}

// OrNull returns s, or null in JSON if it is empty.
func OrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
