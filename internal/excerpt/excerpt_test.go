package excerpt_test

import (
	"testing"

	"example.com/sms77mock/internal/excerpt"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		most int
		want string
	}{
		{"", 3, ""},
		{"abc", 3, "abc"},
		{"abcd", 3, "abc..."},
		{"a€", 3, "a..."},
		{"a€b", 4, "a€..."},
		{"€", 0, "..."},
		{"\x80\x80\x80\x80\x80\x80", 5, "\x80..."}, // which is no text
	} {
		if got := excerpt.Of(test.text, test.most); got != test.want {
			t.Errorf("%q, at most %d: got %q, want %q", test.text, test.most, got, test.want)
		}
	}
}
