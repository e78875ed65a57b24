package audit_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// Who begins a new login by itself whenever one does not work sends the browser in
// circles for as long as the vendor is down; doing so once is nobody's harm.
func TestLoginsThatStartByThemselves(t *testing.T) {
	t.Parallel()
	// again has a login that did not work begin anew, as often as the application likes.
	again := func(likes func(*http.Request) bool) func(*site) {
		return func(s *site) {
			callback := s.callback
			s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
				got := httptest.NewRecorder()
				callback(got, r)
				if got.Code == http.StatusBadGateway && likes(r) {
					http.SetCookie(w, &http.Cookie{Name: "again", Value: "1", Path: "/"})
					http.Redirect(w, r, "/login", http.StatusSeeOther)
					return
				}
				for name, values := range got.Header() {
					w.Header()[name] = values
				}
				w.WriteHeader(got.Code)
				_, _ = got.Body.WriteTo(w) // who asked may have gone
			}
		}
	}
	always := func(*http.Request) bool { return true }
	once := func(r *http.Request) bool { _, err := r.Cookie("again"); return err != nil }
	for name, test := range map[string]struct {
		likes func(*http.Request) bool
		want  string
	}{
		"always": {always, "fail token-unavailable: new logins start by themselves, again and again\nfail token-reset: new logins start by themselves, again and again"},
		"once":   {once, "pass token-unavailable: \npass token-reset: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, again(test.likes), audit.Only("token-unavailable", "token-reset"))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdicts(report); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Where an application may take an answer or not, not taking it is no fault.
func TestAnswersThatMayBeRefused(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		s.takes = func(answer []byte) bool {
			var token struct {
				ExpiresIn int `json:"expires_in"`
			}
			return json.Unmarshal(answer, &token) == nil && token.ExpiresIn > 0
		}
	}, audit.Only("token-string-expires-in", "token-zero-expires-in", "token-without-expires-in"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"fail token-without-expires-in: GET /callback was answered with 502", "pass token-string-expires-in: ", "pass token-zero-expires-in: "}
	if got := verdicts(report); got != strings.Join(want, "\n") {
		t.Errorf("got %s, want %s", got, strings.Join(want, "\n"))
	}
}
