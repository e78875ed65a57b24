package testkit

import (
	"cmp"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// Audit plays an application through every scenario of the audit, each as a
// subtest, so that -run chooses among them:
//
//	go test -run 'TestAudit/(login-works|state-tampered)'
//
// A must that is not met fails its subtest; a warning, and a failure that was
// expected, are logged; what cannot be judged is skipped. An application whose
// login does not work fails the test at once. The browser reaches the application
// by [Server.Transport], so one that is served in memory, or has to be allowed with
// [AllowHosts], is reached too.
func Audit(t *testing.T, s *Server, app audit.App, opts ...audit.Option) {
	t.Helper()
	app.Double = cmp.Or(app.Double, s.URL)
	if app.Transport == nil {
		app.Transport = s.Transport()
	}
	each := func(name string, play func() audit.Result) {
		t.Run(name, func(t *testing.T) { judge(t, play()) })
	}
	if _, err := audit.Run(t.Context(), s.double.levers, app, append(opts, audit.Around(each))...); err != nil {
		t.Fatalf("testkit: Audit: %v", err)
	}
}

// judge ends the subtest of a scenario as its verdict says.
func judge(t *testing.T, r audit.Result) {
	t.Helper()
	switch {
	case r.Verdict == audit.Fail:
		t.Errorf("testkit: Audit: %s", r)
	case r.Verdict == audit.Skip:
		t.Skip(r.Why)
	case r.Verdict != audit.Pass || r.Surprise():
		t.Logf("testkit: Audit: %s", r)
	}
}
