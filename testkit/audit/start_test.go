package audit_test

import (
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A login whose answer only says where the double is leads there, where a script or a
// person would go on by themselves.
func TestLoginThatNamesTheDouble(t *testing.T) {
	t.Parallel()
	quoted := func(at string) string {
		text, _ := json.Marshal(at) // is a string
		return string(text)
	}
	for name, test := range map[string]struct {
		line, kind string
		answer     func(at string) string
		status     int
		leads      bool
	}{
		"JSON":                 {"POST /start {}", "application/json", func(at string) string { return `{"a":["/authorize?client_id=shop",` + quoted(at) + `]}` }, 200, true},
		"JSON, by a link":      {"/start", "application/json", func(at string) string { return `{"url":"` + strings.ReplaceAll(at, "/", `\/`) + `"}` }, 201, true},
		"JSON of a refusal":    {"POST /start {}", "application/json", func(at string) string { return quoted(at) }, 400, false},
		"JSON, within a text":  {"POST /start {}", "application/json", func(at string) string { return quoted("go to " + at) }, 200, false},
		"a link":               {"/start", "text/html", func(at string) string { return `<a href="` + html.EscapeString(at) + `">Log in</a>` }, 200, true},
		"a link to itself":     {"/start", "text/html", func(string) string { return `<a href="/authorize?client_id=shop">Log in</a>` }, 200, false},
		"where a script goes":  {"/start", "text/html", func(at string) string { return `<script>location.href = ` + quoted(at) + `</script>` }, 200, true},
		"what a script has":    {"/start", "text/html", func(at string) string { return `<script>var at = "` + at + `"</script>` }, 200, false},
		"text, which is not a": {"/start", "text/plain", func(at string) string { return at }, 200, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := play(t, func(s *site) {
				s.app.Login.Line = strings.Replace(test.line, "/start", s.base+"/start", 1)
				s.routes["/start"] = func(w http.ResponseWriter, r *http.Request) {
					got := httptest.NewRecorder()
					s.start(got, r)
					w.Header().Set("Set-Cookie", got.Header().Get("Set-Cookie"))
					w.Header().Set("Content-Type", test.kind)
					w.WriteHeader(test.status)
					_, _ = io.WriteString(w, test.answer(got.Header().Get("Location"))) // who asked may have gone
				}
			}, audit.Only("login-works"))
			if got := err == nil; got != test.leads || err != nil && !strings.Contains(err.Error(), "the login does not lead to the double: ") {
				t.Errorf("got %v, want it to lead to the double: %t", err, test.leads)
			}
		})
	}
}
