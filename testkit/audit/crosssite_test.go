package audit_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A stranger's page can lead a browser to an act that is made by GET, with its Lax
// cookies, and can only send a form to one that is made by POST, without them.
func TestActsOfStrangers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ act, endpoint, want string }{
		"sends by POST": {"POST /act to={number}", "sms", "pass act-cross-site: "},
		"sends by GET":  {"/act to={number}", "sms", "warn act-cross-site: the gateway was asked once"},
		"reads by GET":  {"/act", "balance", "pass act-cross-site: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				var issued struct {
					Access string `json:"access_token"`
				}
				s.takes = func(answer []byte) bool { return json.Unmarshal(answer, &issued) == nil }
				s.app.Act.Line = test.act
				s.routes["/act"] = func(w http.ResponseWriter, r *http.Request) {
					if c, err := r.Cookie("session"); err != nil || !s.sessions[c.Value] {
						s.page(w, http.StatusUnauthorized, "Please log in.")
						return
					}
					form := url.Values{"to": {r.FormValue("to")}, "text": {"hi"}}
					ask, err := http.NewRequest(http.MethodPost, s.double+"/api/"+test.endpoint, strings.NewReader(form.Encode()))
					if err != nil {
						t.Error(err)
						return
					}
					ask.Header.Set("Content-Type", "application/x-www-form-urlencoded")
					ask.Header.Set("Authorization", "Bearer "+issued.Access)
					answer, err := http.DefaultClient.Do(ask)
					if err != nil {
						t.Error(err)
						return
					}
					_ = answer.Body.Close() // nobody reads it
					s.page(w, answer.StatusCode, "Done.")
				}
			}, audit.Only("act-cross-site"))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdicts(report); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
