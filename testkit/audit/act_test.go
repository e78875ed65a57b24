package audit_test

import (
	"net/http"
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
