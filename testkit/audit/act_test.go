package audit_test

import (
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// Who was logged out is told so, and not that a page has no such form.
func TestActOfSomebodyLoggedOut(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		s.app.Act.Line = "POST /act to={number}"
		s.acts(t, "sms", func(_ http.ResponseWriter, r *http.Request) {
			c, _ := r.Cookie("session") // it was there
			s.mu.Lock()
			delete(s.sessions, c.Value)
			s.mu.Unlock()
		})
	}, audit.Only("api-500"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "fail api-500: after the gateway failed, act does not work: the person is logged in no more; "
	if got := verdicts(report); len(got) < len(want) || got[:len(want)] != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// An application whose script is told 401 while the session goes on asks for no login,
// and is told that its 401 was seen.
func TestLoginAskedForOnlyByTheAnswer(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		s.app.Act.Line = "POST /act to={number}"
		page := s.page
		s.page = func(w http.ResponseWriter, status int, text string) {
			if status == http.StatusBadGateway {
				status = http.StatusUnauthorized
			}
			page(w, status, text)
		}
		s.acts(t, "sms", func(http.ResponseWriter, *http.Request) {})
	}, audit.Only("revoked-by-user"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "; the act was answered with 401, but inside opens as before"
	if got := verdicts(report); !strings.HasPrefix(got, "fail revoked-by-user: no login is asked for: ") || !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want a failure that ends with %q", got, want)
	}
}
