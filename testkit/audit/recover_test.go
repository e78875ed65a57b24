package audit_test

import (
	"net/http"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// An application in which nobody can log in any more is told once, and not accused
// of all that comes after.
func TestNobodyCanLogInAnyMore(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		callback, broken := s.callback, false
		s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
			broken = broken || r.FormValue("error") != ""
			if broken {
				s.page(w, http.StatusInternalServerError, "Oops.")
				return
			}
			callback(w, r)
		}
	}, audit.Only("callback-error-and-code", "other-errors", "no-store"))
	if err != nil {
		t.Fatal(err)
	}
	const since = ": since callback-error-and-code a login does not work: no code was exchanged; GET /callback was answered with 500"
	if got, want := verdicts(report), "fail callback-error-and-code: GET /callback was answered with 500\nskip other-errors"+since+"\nskip no-store"+since; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
