package audit_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A page that scripts fill is neither empty nor not, as far as an audit can tell.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ page, want string }{
		"text":                {"<p>The login did not work.</p>", "pass"},
		"nothing":             {"<p> </p>", "fail"},
		"scripts":             {`<!doctype html><head><script src="/app.js"></script></head><div id="root"></div>`, "skip"},
		"for who has none":    {`<noscript>Please turn on <b>JavaScript</b>.</noscript><div id="root"></div><script src="/app.js"></script>`, "skip"},
		"noscript alone":      {`<noscript>Please turn on JavaScript.</noscript>`, "fail"},
		"scripts beside text": {`<p>No.</p><script>1</script>`, "pass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				s.page = func(w http.ResponseWriter, status int, _ string) {
					w.Header().Set("Content-Type", "text/html")
					w.WriteHeader(status)
					_, _ = io.WriteString(w, test.page)
				}
			}, audit.Only("denied", "other-errors"))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(verdicts(report), "\n") {
				if !strings.HasPrefix(line, test.want) {
					t.Errorf("got %s, want %s", line, test.want)
				}
			}
		})
	}
}
