package audit_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// An application that limits logins is not blamed for anything: the audit ends,
// and says why.
func TestLimitEndsTheAudit(t *testing.T) {
	t.Parallel()
	hold := func(status int, after string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			w.WriteHeader(status)
		}
	}
	from := func(nth int64, then http.HandlerFunc, before func(*site) http.HandlerFunc) func(*site) http.HandlerFunc {
		var n atomic.Int64
		return func(s *site) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				if n.Add(1) > nth {
					then(w, r)
					return
				}
				before(s)(w, r)
			}
		}
	}
	login := func(s *site) http.HandlerFunc { return s.start }
	callback := func(s *site) http.HandlerFunc { return s.callback }
	for name, test := range map[string]struct {
		path    string
		handler func(*site) http.HandlerFunc
		want    string // of the error; "" for none
	}{
		"the first login":    {"/login", from(0, hold(429, ""), login), "GET /login was answered with 429 Too Many Requests; "},
		"a later login":      {"/login", from(3, hold(429, "60"), login), "GET /login was answered with 429 Too Many Requests, Retry-After: 60; "},
		"a later callback":   {"/callback", from(3, hold(429, "60"), callback), "GET /callback was answered with 429 "},
		"a login, by 503":    {"/login", from(3, hold(503, "60"), login), "GET /login was answered with 503 "},
		"a callback, by 503": {"/callback", from(1, hold(503, "60"), callback), "GET /callback was answered with 503 "},
		"one that is down":   {"/login", from(3, hold(503, ""), login), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []audit.Result
			report, err := play(t, func(s *site) {
				s.routes[test.path] = test.handler(s)
			}, audit.Around(func(_ string, play func() audit.Result) { told = append(told, play()) }), audit.Only("session-renewed", "code-not-in-address", "state-tampered"))
			if test.want == "" {
				if err != nil || report.Count(audit.Fail) == 0 {
					t.Errorf("got %v and %s, want no error and a failure", err, verdicts(report))
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
			if report.Count(audit.Fail) > 0 {
				t.Errorf("got %s, want nothing that failed", verdicts(report))
			}
			for _, r := range told {
				if r.Verdict == audit.Fail {
					t.Errorf("got %s, want nothing that failed", r)
				}
			}
		})
	}
}
