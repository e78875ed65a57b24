// Package number reads telephone numbers and writes them in the forms of the
// vendor's answers.
//
// Forms, network types and regions are those of libphonenumber, whose tables it
// carries. Whether a number is assigned to anybody is beyond it.
package number

import (
	"strings"

	"example.com/sms77mock/internal/phone"
)

// Number is a telephone number with its calling code. The zero Number is none: its
// forms and its country are empty. Numbers may be compared with ==.
type Number struct {
	plan     *plan
	national string // without trunk prefix
}

// home is the calling code of a number that is written without one: the vendor's
// own, Germany's.
const home = "49"

// Parse reads a number in one of the forms that the vendor takes: 0049171...,
// +49171..., 49171..., or 0171..., which is a German one. Blanks, dots, dashes,
// slashes and brackets are ignored. It reports whether s is a number: nothing but
// digits that begin with a calling code, 7 to 15 of them in all. Fewer will do for
// a short number that its country has.
func Parse(s string) (Number, bool) {
	digits, ok := Prefix(s)
	if !ok {
		return Number{}, false
	}
	n, ok := split(digits)
	length := len(n.E164())
	if !ok || length > 15 || length < 7 && n.NetworkType() == unknown {
		return Number{}, false
	}
	return n, true
}

// Normalised returns a number in the form of [Number.E164], and anything else as it is.
func Normalised(s string) string {
	if n, ok := Parse(s); ok {
		return n.E164()
	}
	return s
}

// Prefix returns with which digits the numbers begin in international form that
// begin with s in one of the forms that Parse takes. It reports whether s could be
// the beginning of a number.
func Prefix(s string) (digits string, ok bool) {
	digits, international, ok := phone.Digits(s)
	switch {
	case !ok:
		return "", false
	case international:
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case strings.HasPrefix(digits, "0"):
		digits = home + digits[1:]
	}
	return digits, true
}

// split divides the digits of an international number into its calling code and
// the national number. It fails if no code is theirs. No code is the beginning of
// another one, and none has more than three digits.
func split(digits string) (Number, bool) {
	for end := 1; end <= min(3, len(digits)); end++ {
		if p, ok := plans()[digits[:end]]; ok {
			return Number{plan: p, national: p.strip(digits[end:])}, true
		}
	}
	return Number{}, false
}

// E164 returns the number as the vendor's answers to sms have it: 491716992343.
func (n Number) E164() string {
	return n.CountryPrefix() + n.national
}

// International returns the number with its plus sign: +491716992343.
func (n Number) International() string {
	if n.plan == nil {
		return ""
	}
	return "+" + n.E164()
}

// CountryPrefix returns the country's calling code: 49.
func (n Number) CountryPrefix() string {
	if n.plan == nil {
		return ""
	}
	return n.plan.code
}

// CountryISO returns the country's ISO 3166-1 code of two letters: DE. It is 001
// for a number of the whole world, such as +800, and "" for one that none of the
// countries has that share a calling code.
func (n Number) CountryISO() string {
	if r := n.region(); r != nil {
		return r.iso
	}
	return ""
}

// CountryName returns the country's English name: Germany. It is "" where
// [Number.CountryISO] names no country.
func (n Number) CountryName() string {
	if r := n.region(); r != nil {
		return r.name
	}
	return ""
}

// PricedAs returns the ISO code of the country whose price list has the number:
// its own, else the main one of its calling code.
func (n Number) PricedAs() string {
	if iso := n.CountryISO(); iso != "" || n.plan == nil {
		return iso
	}
	return n.plan.regions()[0].iso
}

// NetworkType returns what kind of line the number is, in the vendor's words:
// fixed_line, mobile, toll_free and so on, fixed_line_or_mobile where the two look
// alike, and unknown if the country has no such number. The zero Number's is
// unknown, too.
func (n Number) NetworkType() string {
	if r := n.region(); r != nil {
		return r.kind(n.national)
	}
	return unknown
}

func (n Number) region() *region {
	if n.plan == nil {
		return nil
	}
	return n.plan.region(n.national)
}
