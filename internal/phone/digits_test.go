package phone_test

import (
	"testing"

	"example.com/sms77mock/internal/phone"
)

func TestDigits(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]struct {
		digits   string
		plus, ok bool
	}{
		"":                      {"", false, true},
		"0171/69 92.343":        {"01716992343", false, true},
		"+49 (171) 69-92\u00a0": {"491716992", true, true},
		"jane":                  {"jane", false, false},
		"49+171":                {"49+171", false, false},
	} {
		if digits, plus, ok := phone.Digits(s); digits != want.digits || plus != want.plus || ok != want.ok {
			t.Errorf("%q: got %q, %t, %t, want %+v", s, digits, plus, ok, want)
		}
	}
}
