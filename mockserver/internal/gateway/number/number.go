// Package number reads telephone numbers and writes them in the forms of the
// vendor's answers.
//
// It knows every country's prefix, and the numbering plans of some: elsewhere, a
// number is written without spaces after its prefix and its network type is
// unknown. Whether a number is assigned to anybody is beyond it.
package number

import "strings"

// Number is a telephone number with its country. The zero Number is none: its
// forms and its country are empty. Numbers may be compared with ==.
type Number struct {
	country  *country
	national string // without trunk prefix
}

// home is the prefix of a number that is written without its country: the
// vendor's own, Germany.
const home = "49"

// Parse reads a number in one of the forms that the vendor takes: 0049171...,
// +49171..., 49171..., or 0171..., which is a German one. Blanks, dots, dashes,
// slashes and brackets are ignored. It reports whether s is a number: nothing but
// digits that begin with a country's prefix, 7 to 15 of them in all.
func Parse(s string) (Number, bool) {
	digits, international, ok := strip(s)
	if !ok {
		return Number{}, false
	}
	if !international {
		switch {
		case strings.HasPrefix(digits, "00"):
			digits = digits[2:]
		case strings.HasPrefix(digits, "0"):
			digits = home + digits[1:]
		}
	}
	owner, national := split(digits)
	if owner == nil || len(owner.prefix)+len(national) < 7 || len(owner.prefix)+len(national) > 15 {
		return Number{}, false
	}
	return Number{country: owner, national: national}, true
}

// strip returns the digits of s, and whether a plus sign stands before them. It
// fails on anything that belongs into no number.
func strip(s string) (digits string, plus, ok bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\t", "", ".", "", "-", "", "/", "", "(", "", ")", "").Replace(s)
	digits, plus = strings.CutPrefix(s, "+")
	return digits, plus, strings.Trim(digits, "0123456789") == ""
}

// split divides the digits of an international number into its country and the
// national number. A zero that is dialled only at home, as in +49 (0)171, is
// dropped. The country is nil if no country has that prefix.
func split(digits string) (owner *country, national string) {
	for i := range countries {
		c := &countries[i]
		rest, ok := strings.CutPrefix(digits, c.prefix)
		if !ok {
			continue
		}
		if c.trunk == "0" {
			rest = strings.TrimPrefix(rest, "0")
		}
		// No prefix is the beginning of another one: a second country that
		// fits shares it, and the one that claims the number by a lead has it.
		if hasLead(c.leads, rest) || c.leads == "" && owner == nil {
			owner, national = c, rest
		}
	}
	return owner, national
}

// hasLead reports whether national begins with one of the leads.
func hasLead(leads, national string) bool {
	for lead := range strings.FieldsSeq(leads) {
		if strings.HasPrefix(national, lead) {
			return true
		}
	}
	return false
}

// E164 returns the number as the vendor's answers to sms have it: 491716992343.
func (n Number) E164() string {
	return n.CountryPrefix() + n.national
}

// International returns the number with its plus sign: +491716992343.
func (n Number) International() string {
	if n.country == nil {
		return ""
	}
	return "+" + n.E164()
}

// CountryISO returns the country's ISO 3166-1 code of two letters: DE.
func (n Number) CountryISO() string {
	if n.country == nil {
		return ""
	}
	return n.country.iso
}

// CountryPrefix returns the country's calling code: 49.
func (n Number) CountryPrefix() string {
	if n.country == nil {
		return ""
	}
	return n.country.prefix
}

// CountryName returns the country's English name: Germany.
func (n Number) CountryName() string {
	if n.country == nil {
		return ""
	}
	return n.country.name
}
