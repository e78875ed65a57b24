package gateway

import (
	"bytes"
	"strconv"
	"strings"
)

// money is an amount in ten-thousandths of a euro, the smallest unit that the
// vendor prints, so that sums are exact.
type money int64

// euro is one euro.
const euro money = 10000

// parseMoney reads an amount in euros with at most twelve digits and four decimals,
// such as 627.3615, and reports whether it is one.
func parseMoney(s string) (money, bool) {
	amount, negative := strings.CutPrefix(s, "-")
	whole, decimals, dotted := strings.Cut(amount, ".")
	if whole == "" || len(whole) > 12 || dotted != (decimals != "") || len(decimals) > 4 {
		return 0, false
	}
	var m money
	for _, digits := range [...]string{whole, decimals, "0000"[len(decimals):]} {
		for _, c := range []byte(digits) {
			if c < '0' || c > '9' {
				return 0, false
			}
			m = 10*m + money(c-'0')
		}
	}
	if negative {
		m = -m
	}
	return m, true
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
	var room [20]byte
	return string(m.appendFixed(room[:0]))
}

func (m money) appendFixed(dst []byte) []byte {
	if m < 0 {
		dst, m = append(dst, '-'), -m
	}
	dst = append(strconv.AppendInt(dst, int64(m/euro), 10), '.')
	for place := euro / 10; place > 0; place /= 10 {
		dst = append(dst, '0'+byte(m/place%10))
	}
	return dst
}

// String returns the amount with as few decimals as possible: 0.075.
func (m money) String() string {
	var room [20]byte
	return string(m.appendShort(room[:0]))
}

func (m money) appendShort(dst []byte) []byte {
	dst = m.appendFixed(dst) // there is a point, so that no digit before it goes
	return bytes.TrimSuffix(bytes.TrimRight(dst, "0"), []byte("."))
}

// Schema describes the amount in JSON.
func (money) Schema() map[string]any { return map[string]any{"type": "number"} }

// AppendJSON writes the amount as a number with as few decimals as possible.
func (m money) AppendJSON(dst []byte) ([]byte, error) { return m.appendShort(dst), nil }
