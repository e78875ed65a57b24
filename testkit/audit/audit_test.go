package audit_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// answering is how an application answers, or the lack of one.
type answering func(*http.Request) (*http.Response, error)

func (s answering) RoundTrip(r *http.Request) (*http.Response, error) { return s(r) }

// stage is one on which nothing is audited but the application.
type stage struct{ control.AuditStage }

func (stage) Double() string { return "http://double.test" }
func (stage) Plays(string)   {}
func (stage) Transport() http.RoundTripper {
	return answering(func(*http.Request) (*http.Response, error) { return nil, errors.New("nobody listens") })
}

// TestAnAuditThatCouldNotBeMade says why in its report, in every format: it must
// not look as if nothing had failed.
func TestAnAuditThatCouldNotBeMade(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancelCause(t.Context())
	stop(errors.New("a tester has stopped it"))
	login := control.AuditOrder{Login: "http://shop.test/login"}
	for name, test := range map[string]struct {
		ctx   context.Context
		order control.AuditOrder
		want  string
	}{
		"no application": {t.Context(), login, "the audit cannot be made: the login does not lead to the double: GET /login got no answer: nobody listens"},
		"stopped":        {stopped, login, "interrupted: a tester has stopped it"},
		"a mistake":      {t.Context(), control.AuditOrder{Login: "http://shop.test/login", Kind: "other"}, `kind: "other": want one of login, connect`},
		"an account":     {t.Context(), control.AuditOrder{Login: "http://shop.test/login", Accounts: []string{"john", "nobody"}}, `accounts[1]: "nobody": the double has no such account`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			double, err := mockserver.New(fixtures.Default())
			if err != nil {
				t.Fatal(err)
			}
			defer double.Close()
			report, err := audit.Auditor().Audit(test.ctx, double, test.order, stage{})
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v, want %s", err, test.want)
			}
			for _, format := range []string{"text", "json", "junit", "markdown"} {
				var written strings.Builder
				if err := report.Write(&written, format); err != nil {
					t.Fatal(err)
				}
				words, _, _ := strings.Cut(test.want, "[") // each format has its own way with brackets and quotes
				words, _, _ = strings.Cut(words, `"`)
				if got := written.String(); !strings.Contains(got, strings.TrimSpace(words)) || !strings.Contains(got, "http://shop.test/login") {
					t.Errorf("%s: got %s, want it to say %s", format, got, test.want)
				}
			}
		})
	}
}
