package audit_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// Whoever plants the cookies of a login of their own in somebody's browser may stay
// logged in with them, but does not get into the account that is logged in there next.
func TestSessionPlantedByALogin(t *testing.T) {
	t.Parallel()
	const planted = "fail session-renewed: the cookies of one login open, after somebody else has logged in in the same browser, an act with the latter's token, request "
	for name, test := range map[string]struct {
		kept, shared bool // whether a login of somebody who is logged in keeps the id, or has the old one open the new session, too
		want         string
	}{
		"the old one goes on":    {want: "pass session-renewed: "},
		"it is kept":             {kept: true, want: planted},
		"the old one is renewed": {shared: true, want: planted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				s.app.Act.Line = "POST /act to={number}"
				s.acts(t, "sms", func(http.ResponseWriter, *http.Request) {})
				var mu sync.Mutex // guards what follows
				var access string
				tokens := map[string]string{} // by the id of the session
				s.takes = func(answer []byte) bool {
					var issued struct {
						Access string `json:"access_token"`
					}
					err := json.Unmarshal(answer, &issued)
					access = issued.Access
					return err == nil
				}
				callback := s.routes["/callback"]
				s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
					mu.Lock()
					defer mu.Unlock()
					got := httptest.NewRecorder()
					callback(got, r)
					old, err := r.Cookie("session")
					for _, c := range got.Result().Cookies() {
						if err == nil && (test.kept || test.shared) {
							tokens[old.Value] = access
						}
						if err != nil || !test.kept {
							tokens[c.Value] = access
							http.SetCookie(w, c)
						}
					}
					w.Header().Set("Location", got.Header().Get("Location"))
					w.WriteHeader(got.Code)
				}
				s.token = func(session string) string {
					mu.Lock()
					defer mu.Unlock()
					return tokens[session]
				}
			}, audit.Only("session-renewed"))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdicts(report); !strings.HasPrefix(got, test.want) {
				t.Errorf("got %q, want it to begin with %q", got, test.want)
			}
		})
	}
}
