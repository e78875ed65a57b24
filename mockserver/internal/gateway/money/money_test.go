package money_test

import (
	"testing"

	"example.com/sms77mock/mockserver/internal/gateway/money"
)

// An amount that is read is written with four decimals, and with as few as will do.
func TestAmounts(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]struct{ fixed, short string }{
		"627.3615":      {"627.3615", "627.3615"},
		"0.0750":        {"0.0750", "0.075"},
		"10":            {"10.0000", "10"},
		"100.0":         {"100.0000", "100"},
		"007":           {"7.0000", "7"},
		"0":             {"0.0000", "0"},
		"-0.5":          {"-0.5000", "-0.5"},
		"-0":            {"0.0000", "0"},
		"999999999999":  {"999999999999.0000", "999999999999"},
		"-999999999999": {"-999999999999.0000", "-999999999999"},
	} {
		m, ok := money.Parse(written)
		json, err := m.AppendJSON([]byte(`[`))
		if !ok || err != nil || m.Fixed() != want.fixed || m.String() != want.short || string(json) != "["+want.short {
			t.Errorf("%q: got %t, %s, %s, %s (%v), want %+v", written, ok, m.Fixed(), m, json, err, want)
		}
	}
}

// What the vendor would not print is no amount; of the world it is nothing.
func TestNoAmount(t *testing.T) {
	t.Parallel()
	for _, written := range []string{"", "-", ".", ".5", "5.", "1.23456", "1,5", "+1", "1e3", "--1", " 1", "1 ", "0x1", "1234567890123", "1.-5"} {
		if m, ok := money.Parse(written); ok || m != 0 || money.Configured(written) != 0 {
			t.Errorf("%q: got %s, want no amount", written, m)
		}
	}
}
