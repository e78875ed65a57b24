package choice_test

import (
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
		{"rate", ""},
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
