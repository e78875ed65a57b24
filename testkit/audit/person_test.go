package audit_test

import (
	"strings"
	"testing"
)

// A login that does not work is told with the double's own reason, whatever the
// application makes of it.
func TestReasonOfTheDouble(t *testing.T) {
	t.Parallel()
	_, err := play(t, func(s *site) { s.secret = "another" })
	for _, want := range []string{"the double refused request ", "POST /token: ", "secret", "GET /callback was answered with 502"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
