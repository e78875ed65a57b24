package codes_test

import (
	"testing"

	"example.com/sms77mock/mockserver/internal/gateway/codes"
)

// A code that refuses one recipient leaves the others alone; the rest refuse whole
// requests.
func TestOfRecipient(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]bool{
		11: true, 101: true, 202: true, 402: true, 403: true, 500: true, 600: true, 700: true,
		0: false, 201: false, 301: false, 305: false, 401: false, 900: false, 902: false,
	} {
		if got := codes.OfRecipient(code); got != want {
			t.Errorf("%d: got %t, want %t", code, got, want)
		}
	}
}

// A code has words; one that nobody knows has those for anything else.
func TestText(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{
		codes.NoCredit: "Not enough credit", codes.Reload: "This SMS has already been sent within the reload lock", codes.Unknown: "Unknown error", 1: "Unknown error",
	} {
		if got := codes.Text(code); got != want {
			t.Errorf("%d: got %q, want %q", code, got, want)
		}
	}
}
