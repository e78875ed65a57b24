package choice_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/internal/choice"
)

func TestWant(t *testing.T) {
	t.Parallel()
	words := []string{"*", "authorize", "token", "rate-limited", "sms", "voice", "me", "john"}
	const list = "*, authorize, token, rate-limited, sms, voice, me, john"
	for _, test := range []struct{ word, nearest string }{
		{"rate-limitted", "rate-limited"},
		{"ratelimited", "rate-limited"},
		{"rate_limit", "rate-limited"},
		{"rate", "rate-limited"},
		{"RATE", "rate-limited"},
		{"rat", ""},
		{"tokens", "token"},
		{"tokne", "token"},
		{"Token", "token"},
		{"TOKEN", "token"},
		{"authorise", "authorize"},
		{"jon", "john"},
		{"smss", "sms"},
		{"smx", "sms"},
		{"", ""},
		{"x", ""},
		{"to", ""},
		{"nobody", ""},
		{"mail", ""},
		{"Ünïcödé", ""},
	} {
		want := "want one of " + list
		if test.nearest != "" {
			want += `; did you mean "` + test.nearest + `"?`
		}
		if got := choice.Want(test.word, words); got != want {
			t.Errorf("%q: got %s, want %s", test.word, got, want)
		}
	}
	if got, want := choice.WantSome("smss", words), "want some of "+list+`; did you mean "sms"?`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A message has the beginning of a word that is long, which nobody means by a slip.
func TestLongWords(t *testing.T) {
	t.Parallel()
	long := "token" + strings.Repeat("-x", 1000)
	if got, want := choice.Want("token", []string{long, "sms"}), "want one of "+long[:100]+"..., sms"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A beginning stands for a word if it can be no other, and a slip is nearer.
func TestBeginnings(t *testing.T) {
	t.Parallel()
	words := []string{"authorization_code", "refresh_token", "access_token", "access_code", "token-unavailable", "tokens"}
	for word, want := range map[string]string{"refresh": "refresh_token", "authorization": "authorization_code", "access": "", "token": "tokens", "re": "", "": ""} {
		if got := choice.Nearest(word, words); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// The nearest of many words is found, wherever it stands, and so it is beside the
// longest words of which others are tried.
func TestNearestOfMany(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("abcdefgh", 8)
	var words []string
	for i := range 1000 {
		words = append(words, fmt.Sprintf("account%03d", i), strings.Repeat("x", i%90))
	}
	for _, test := range []struct{ word, near, want string }{
		{"acount0123x", "acount0123", "acount0123"},
		{"ccaount-500", "account-500", "account-500"},
		{long, long[2:] + "z", long[2:] + "z"},
		{long, long[:40] + strings.Repeat("z", 45), ""},
		{long + "a", long, ""},
	} {
		if got := choice.Nearest(test.word, append(slices.Clone(words), test.near)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.word, got, test.want)
		}
	}
}
