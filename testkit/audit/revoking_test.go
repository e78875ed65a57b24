package audit_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit/audit"
)

// between are levers that have something happen before the first question about a
// token.
type between struct {
	control.Levers
	happens func()
}

func (b between) Tokens(f control.TokenFilter) ([]control.TokenInfo, error) {
	if f.Token != "" {
		b.happens()
	}
	return b.Levers.Tokens(f)
}

// An application may revoke the tokens at any moment after its answer.
func TestRevokesMeanwhile(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		var issued struct {
			Access  string `json:"access_token"`
			Refresh string `json:"refresh_token"`
		}
		s.takes = func(answer []byte) bool { return json.Unmarshal(answer, &issued) == nil }
		s.routes["/logout"] = func(w http.ResponseWriter, _ *http.Request) { s.page(w, http.StatusOK, "Goodbye.") }
		s.app.Logout = audit.Request{Line: "/logout"}
		s.levers = between{s.levers, sync.OnceFunc(func() {
			for _, token := range []string{issued.Refresh, issued.Access} {
				r, err := http.NewRequest(http.MethodPost, s.double+"/revoke", strings.NewReader(url.Values{"token": {token}}.Encode()))
				if err != nil {
					t.Error(err)
					return
				}
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				r.SetBasicAuth("shop", s.secret)
				answer, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Error(err)
					return
				}
				_ = answer.Body.Close() // nobody reads it
			}
		})}
	}, audit.Only("logout-revokes"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), "pass logout-revokes: "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
