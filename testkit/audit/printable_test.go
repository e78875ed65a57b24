package audit_test

import (
	"net/http"
	"strings"
	"testing"
	"unicode"

	"example.com/sms77mock/testkit/audit"
)

// What an audited application says does nothing to the terminal, and does not
// fill it.
func TestApplicationsTextIsPrintable(t *testing.T) {
	t.Parallel()
	const nasty = "A\x1b[31mRED\x1b]0;title\x07 \u009b31m \u202etxt \x00 ```<b>![i](http://x)"
	long := strings.Repeat("long", 10_000)
	checkText := func(t *testing.T, what, text string, longest int) {
		t.Helper()
		for _, r := range text {
			if !unicode.IsPrint(r) && r != '\n' {
				t.Errorf("%s: has %q in it", what, r)
			}
		}
		if len(text) > longest {
			t.Errorf("%s: got %d bytes, want %d or less", what, len(text), longest)
		}
	}
	answer := func(status int, location string) func(*site) http.HandlerFunc {
		return func(s *site) http.HandlerFunc {
			return func(w http.ResponseWriter, _ *http.Request) {
				if location != "" {
					w.Header().Set("Location", location)
				}
				s.page(w, status, nasty+long)
			}
		}
	}
	for name, handler := range map[string]func(*site) http.HandlerFunc{
		"a page":    answer(http.StatusOK, ""),
		"an error":  answer(http.StatusInternalServerError, ""),
		"a limit":   answer(http.StatusTooManyRequests, ""),
		"elsewhere": answer(http.StatusFound, "/%1b"+long),
	} {
		t.Run("the login is "+name, func(t *testing.T) {
			t.Parallel()
			_, err := play(t, func(s *site) { s.routes["/login"] = handler(s) })
			if err == nil {
				t.Fatal("got no error, want one")
			}
			checkText(t, "the error", err.Error(), 1500)
		})
	}
	t.Run("a report", func(t *testing.T) {
		t.Parallel()
		report, err := play(t, func(s *site) {
			page := s.page
			s.page = func(w http.ResponseWriter, status int, text string) {
				if status == http.StatusForbidden {
					status = http.StatusInternalServerError
				}
				page(w, status, text+nasty+long)
			}
		}, audit.Only("denied", "callback-bare"))
		if err != nil {
			t.Fatal(err)
		}
		if report.Count(audit.Fail) != 2 {
			t.Errorf("got %s, want two that failed", verdicts(report))
		}
		for _, format := range []string{"text", "markdown", "json", "junit"} {
			var b strings.Builder
			if err := report.Write(&b, format); err != nil {
				t.Fatal(err)
			}
			checkText(t, format, b.String(), 12_000)
			if !strings.Contains(b.String(), "RED") {
				t.Errorf("%s: does not tell what the page says: %s", format, b.String())
			}
			if format == "markdown" && strings.Contains(b.String(), "![") {
				t.Errorf("%s: has a picture in it", format)
			}
		}
	})
}
