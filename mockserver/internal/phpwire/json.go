package phpwire

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"unicode/utf8"
)

// Marshal returns v as PHP's json_encode prints it with its default flags: compact, without a final newline, "/" as
// \/, non-ASCII characters as \uXXXX (surrogate pairs beyond U+FFFF), and < > & ' as they are. Struct tags, methods
// and errors are those of encoding/json.
//
// Invalid UTF-8, for which PHP fails, is replaced by U+FFFD. A float is printed with as few digits as possible, 1e25 as
// 1.0e+25; between 1e17 and 1e21, where PHP uses an exponent too, it is printed like an integer.
func Marshal(v any) ([]byte, error) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return restyle(bytes.TrimSuffix(encoded.Bytes(), []byte("\n"))), nil
}

// restyle turns the JSON that encoding/json prints into the JSON that PHP prints. What is the same in both is copied
// in one piece.
func restyle(src []byte) []byte {
	dst := make([]byte, 0, len(src)+len(src)/8)
	same := 0
	for same < len(src) {
		switch c := src[same]; {
		case c == '"':
			dst, src = restyleString(append(dst, src[:same]...), src[same:])
			same = 0
		case c == '-' || isDigit(c):
			dst, src = restyleNumber(append(dst, src[:same]...), src[same:])
			same = 0
		default:
			same++
		}
	}
	return append(dst, src...)
}

// restyleString moves one string from src to dst. Its escape sequences are PHP's already.
func restyleString(dst, src []byte) (_, rest []byte) {
	done := 0
	for i := 1; i < len(src); {
		switch c := src[i]; {
		case c == '"':
			return append(dst, src[done:i+1]...), src[i+1:]
		case c == '\\':
			i += 2
		case isPlain(c):
			i++
		default:
			r, size := utf8.DecodeRune(src[i:])
			dst = appendRune(append(dst, src[done:i]...), r)
			i += size
			done = i
		}
	}
	return append(dst, src[done:]...), nil
}

// restyleNumber moves one number from src to dst. The two languages differ where one of them uses an exponent.
func restyleNumber(dst, src []byte) (_, rest []byte) {
	n := 1
	for n < len(src) && (isDigit(src[n]) || bytes.IndexByte([]byte("+-.eE"), src[n]) >= 0) {
		n++
	}
	number, rest := src[:n], src[n:]
	if !bytes.ContainsAny(number, ".eE") {
		return append(dst, number...), rest
	}
	f, err := strconv.ParseFloat(string(number), 64)
	isTiny := f != 0 && math.Abs(f) < 1e-4
	if err != nil || !isTiny && !bytes.ContainsAny(number, "eE") {
		return append(dst, number...), rest
	}
	return appendFloat(dst, f, jsonPrecision, 'e'), rest
}
