package phpwire

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// Precisions of a printed float: the significant digits, or -1 for as many as it takes to read the same float back.
const (
	textPrecision = 14 // ini setting precision: a float cast to a string
	jsonPrecision = -1 // ini setting serialize_precision: json_encode
)

// numberText returns a JSON number as PHP prints it once json_decode has read it. But -0.0, which PHP prints as -0, is
// "0": it counts as absent, which the text "-0" does not.
func numberText(number string) string {
	switch whole, float, isWhole := readNumber(number); {
	case isWhole:
		return strconv.FormatInt(whole, 10)
	case float == 0:
		return "0"
	default:
		return floatText(float)
	}
}

// readNumber reads a JSON number as json_decode does: a whole one that does not fit into 64 bits becomes a float.
func readNumber(number string) (whole int64, float float64, isWhole bool) {
	if !strings.ContainsAny(number, ".eE") {
		switch isLong := len(number) > maxWhole; { // a million digits would take long to read
		case isLong && number[0] == '-':
			return 0, math.Inf(-1), false
		case isLong:
			return 0, math.Inf(1), false
		}
		if n, err := strconv.ParseInt(number, 10, 64); err == nil {
			return n, 0, true
		}
	}
	float, _ = strconv.ParseFloat(number, 64) // the only possible error is a range error, for which it is infinite
	return 0, float, false
}

// floatText returns a float as PHP casts it to a string.
func floatText(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "INF"
	case math.IsInf(f, -1):
		return "-INF"
	}
	var text [32]byte
	return string(appendFloat(text[:0], f, textPrecision, 'E'))
}

// maxWhole is how long a whole number may be, its sign included, that a float can be near to.
const maxWhole = 310

// appendFloat appends a finite float as PHP's php_gcvt prints it: in decimal notation while the point is within the
// digits or not far off, else with a mantissa of at least two digits and an unpadded, signed exponent.
func appendFloat(dst []byte, f float64, precision int, exponent byte) []byte {
	if math.Signbit(f) {
		dst, f = append(dst, '-'), -f
	}
	var room [32]byte
	digits, point := decimal(room[:0], f, precision)
	widest := precision
	if precision == jsonPrecision {
		widest = 17
	}
	switch {
	case point < -3 || point > widest:
		return appendScientific(dst, digits, point-1, exponent)
	case point <= 0:
		dst = append(dst, "0."...)
		dst = append(dst, zeros(-point)...)
		return append(dst, digits...)
	case point >= len(digits):
		dst = append(dst, digits...)
		return append(dst, zeros(point-len(digits))...)
	}
	dst = append(dst, digits[:point]...)
	dst = append(dst, '.')
	return append(dst, digits[point:]...)
}

func appendScientific(dst, digits []byte, power int, exponent byte) []byte {
	dst = append(dst, digits[0], '.')
	if len(digits) == 1 {
		dst = append(dst, '0')
	}
	dst = append(dst, digits[1:]...)
	dst = append(dst, exponent)
	if power >= 0 {
		dst = append(dst, '+')
	}
	return strconv.AppendInt(dst, int64(power), 10)
}

// decimal returns the significant digits of f >= 0, without trailing zeros, and where the decimal point stands
// relative to the first of them: 0.25 is "25" and 0, 250 is "25" and 3. It writes into the room, if that suffices.
func decimal(room []byte, f float64, precision int) (digits []byte, point int) {
	text := strconv.AppendFloat(room, f, 'e', max(precision-1, -1), 64)
	mantissa, power, _ := bytes.Cut(text, []byte("e"))
	point, _ = strconv.Atoi(string(power))
	digits = mantissa[:1]
	if len(mantissa) > 1 {
		digits = append(digits, mantissa[2:]...)
	}
	if !keepsZeros(f, precision) {
		digits = append(digits[:1], bytes.TrimRight(digits[1:], "0")...)
	}
	return digits, point + 1
}

// keepsZeros reports whether f is the one kind of number whose trailing zeros PHP prints: an integer of 15 digits that
// lies in the middle between two of 14 digits and goes down, 123456789012305 as 1.2345678901230E+14.
func keepsZeros(f float64, precision int) bool {
	return precision == textPrecision && f >= 1e14 && f < 1e15 && math.Mod(f, 100) == 5
}

func zeros(n int) []byte {
	return bytes.Repeat([]byte("0"), n)
}
