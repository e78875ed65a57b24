package gateway

import (
	"regexp"
	"strconv"
	"strings"
)

// money is an amount in ten-thousandths of a euro, the smallest unit that the
// vendor prints, so that sums are exact.
type money int64

// euro is one euro.
const euro money = 10000

// amountPattern is an amount as a world file or a client writes it.
var amountPattern = regexp.MustCompile(`^(-?)([0-9]{1,12})(?:\.([0-9]{1,4}))?$`)

// parseMoney reads an amount in euros with at most four decimals, such as
// 627.3615, and reports whether it is one.
func parseMoney(s string) (money, bool) {
	match := amountPattern.FindStringSubmatch(s)
	if match == nil {
		return 0, false
	}
	digits := match[2] + (match[3] + "0000")[:4]
	n, err := strconv.ParseInt(match[1]+digits, 10, 64)
	return money(n), err == nil
}

// configured reads an amount of the world, which has been checked. An absent
// one is nothing.
func configured(s string) money {
	m, _ := parseMoney(s)
	return m
}

// fixed returns the amount with four decimals, as /me and the journal print it:
// 0.0750.
func (m money) fixed() string {
	text := make([]byte, 0, 20)
	if m < 0 {
		text, m = append(text, '-'), -m
	}
	text = append(strconv.AppendInt(text, int64(m/euro), 10), '.')
	for place := euro / 10; place > 0; place /= 10 {
		text = append(text, '0'+byte(m/place%10))
	}
	return string(text)
}

// String returns the amount with as few decimals as possible: 0.075.
func (m money) String() string {
	return strings.TrimSuffix(strings.TrimRight(m.fixed(), "0"), ".")
}

// Schema describes the amount in JSON.
func (money) Schema() map[string]any { return map[string]any{"type": "number"} }

// MarshalJSON writes the amount as a number with as few decimals as possible.
func (m money) MarshalJSON() ([]byte, error) { return []byte(m.String()), nil }
