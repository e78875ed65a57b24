package plural_test

import (
	"testing"

	"example.com/sms77mock/internal/plural"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		n            int
		things, want string
	}{
		{0, "requests", "0 requests"},
		{1, "requests", "1 request"},
		{2, "requests", "2 requests"},
		{1, "requests endpoint=sms text=as  is", "1 request endpoint=sms text=as  is"},
		{1, "others", "1 other"},
	} {
		if got := plural.Of(test.n, test.things); got != test.want {
			t.Errorf("%d %s: got %q, want %q", test.n, test.things, got, test.want)
		}
	}
}

func TestTimes(t *testing.T) {
	t.Parallel()
	for n, want := range []string{"not at all", "once", "twice", "3 times"} {
		if got := plural.Times(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
