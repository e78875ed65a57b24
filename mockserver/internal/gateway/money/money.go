// Package money counts in euros as the vendor does: exactly, and with four
// decimals.
package money

import (
	"bytes"
	"strconv"
	"strings"
)

// Amount is an amount in ten-thousandths of a euro, the smallest unit that the
// vendor prints, so that sums are exact. The zero Amount is nothing.
type Amount int64

// euro is one euro.
const euro Amount = 10000

// Parse reads an amount in euros with at most twelve digits and four decimals,
// such as 627.3615, and reports whether it is one.
func Parse(s string) (Amount, bool) {
	amount, negative := strings.CutPrefix(s, "-")
	whole, decimals, dotted := strings.Cut(amount, ".")
	if whole == "" || len(whole) > 12 || dotted != (decimals != "") || len(decimals) > 4 {
		return 0, false
	}
	var m Amount
	for _, digits := range [...]string{whole, decimals, "0000"[len(decimals):]} {
		for _, c := range []byte(digits) {
			if c < '0' || c > '9' {
				return 0, false
			}
			m = 10*m + Amount(c-'0')
		}
	}
	if negative {
		m = -m
	}
	return m, true
}

// Configured reads an amount of the world, which has been checked. An absent
// one is nothing.
func Configured(s string) Amount {
	m, _ := Parse(s)
	return m
}

// Fixed returns the amount with four decimals, as /me and the journal print it:
// 0.0750.
func (m Amount) Fixed() string {
	var room [20]byte
	return string(m.appendFixed(room[:0]))
}

func (m Amount) appendFixed(dst []byte) []byte {
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
func (m Amount) String() string {
	var room [20]byte
	return string(m.appendShort(room[:0]))
}

func (m Amount) appendShort(dst []byte) []byte {
	dst = m.appendFixed(dst) // there is a point, so that no digit before it goes
	return bytes.TrimSuffix(bytes.TrimRight(dst, "0"), []byte("."))
}

// Schema describes the amount in JSON.
func (Amount) Schema() map[string]any { return map[string]any{"type": "number"} }

// AppendJSON writes the amount as a number with as few decimals as possible.
func (m Amount) AppendJSON(dst []byte) ([]byte, error) { return m.appendShort(dst), nil }
