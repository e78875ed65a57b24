package number

import "strings"

// InternationalFormatted returns the number as it is written abroad:
// +49 171 6992343.
func (n Number) InternationalFormatted() string {
	if n.country == nil {
		return ""
	}
	return "+" + n.country.prefix + " " + lay(n.block().layout, n.national)
}

// National returns the number as it is written at home: 0171 6992343.
func (n Number) National() string {
	if n.country == nil {
		return ""
	}
	b := n.block()
	if b.home != "" {
		return lay(b.home, n.national)
	}
	return n.country.trunk + lay(b.layout, n.national)
}

// NetworkType returns what kind of line the number is, in the vendor's words:
// fixed_line, mobile, toll_free and so on, fixed_line_or_mobile where the two look
// alike, and unknown where the country's numbering plan is unknown. The zero
// Number's is unknown, too.
func (n Number) NetworkType() string {
	return n.block().kind
}

// block returns the block of the numbering plan that the number is in.
func (n Number) block() block {
	for _, b := range plans[n.CountryPrefix()] {
		if b.leads == "" || hasLead(b.leads, n.national) {
			return b
		}
	}
	return block{kind: unknown, layout: "*"}
}

// lay writes digits into a layout. A layout that is longer than the number ends
// with it.
func lay(layout, digits string) string {
	var b strings.Builder
	for _, c := range layout {
		if digits == "" {
			break
		}
		switch c {
		case '#':
			b.WriteByte(digits[0])
			digits = digits[1:]
		case '*':
			b.WriteString(digits)
			digits = ""
		default:
			b.WriteRune(c)
		}
	}
	return strings.TrimRight(b.String(), " -(")
}
