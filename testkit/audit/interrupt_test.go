package audit_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// Who interrupts an audit is told so, and has what was played until then; what was
// being played is not judged.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	report, err := playUntil(ctx, t, func(s *site) {
		s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
			if r.FormValue("error") == "access_denied" {
				interrupt()
				<-r.Context().Done()
			}
			s.callback(w, r)
		}
	}, audit.Only("state-tampered", "denied", "other-errors"))
	if err == nil || !strings.HasPrefix(err.Error(), "interrupted: ") || strings.Contains(err.Error(), "double") {
		t.Errorf("got %v, want it interrupted", err)
	}
	if got, want := verdicts(report), "pass state-tampered: "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
