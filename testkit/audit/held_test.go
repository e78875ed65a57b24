package audit_test

import (
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/testkit"
	"example.com/sms77mock/testkit/audit"
)

// sleeper is an application that waits for as long as Retry-After says, with the
// person waiting too.
type sleeper struct{ srv *testkit.Server }

func (s *sleeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	session, err := r.Cookie("session")
	switch {
	case r.URL.Path == "/login":
		http.Redirect(w, r, s.srv.AuthURL()+"?response_type=code&client_id=shop&scope=sms&state="+rand.Text(), http.StatusFound)
	case r.URL.Path == "/callback":
		http.SetCookie(w, &http.Cookie{Name: "session", Value: s.post(s.srv.TokenURL(), "", url.Values{
			"grant_type": {"authorization_code"}, "client_id": {"shop"}, "client_secret": {"shop-secret"}, "code": {r.FormValue("code")},
		}, `"access_token":"`), Path: "/"})
	case err != nil:
		w.WriteHeader(http.StatusUnauthorized)
	case r.URL.Path == "/send":
		_, _ = io.WriteString(w, s.post(s.srv.GatewayURL()+"/sms", session.Value, url.Values{"to": {r.FormValue("to")}, "text": {"hi"}}, ""))
	}
}

// post returns what stands in an answer behind a mark, up to the next quote; "later"
// if the answer was 429, after the time that it said.
func (s *sleeper) post(to, token string, form url.Values, mark string) string {
	r, err := http.NewRequest(http.MethodPost, to, strings.NewReader(form.Encode()))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := s.srv.Client().Do(r)
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusTooManyRequests {
		wait, _ := time.ParseDuration(answer.Header.Get("Retry-After") + "s")
		time.Sleep(wait)
		return "later"
	}
	body, _ := io.ReadAll(answer.Body) // as far as it goes
	_, found, _ := strings.Cut(string(body), mark)
	found, _, _ = strings.Cut(found, `"`)
	return found
}

// Nobody is to wait for thirty seconds, however patient the audit is.
func TestHeldForAsLongAsRetryAfterSays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		app := &sleeper{}
		world := fixtures.World{Clients: []fixtures.Client{{ID: "shop", Secrets: []string{"shop-secret"}, RedirectURIs: []string{"http://shop.test/callback"}}}}
		app.srv = testkit.New(t, testkit.InMemory(), testkit.WithWorld(world), testkit.WithApp("http://shop.test", app))
		report, err := audit.Run(t.Context(), app.srv.Levers(), audit.App{
			Login: audit.Request{Line: "http://shop.test/login"}, Inside: audit.Request{Line: "/account"}, Act: audit.Request{Line: "POST /send to={number}"},
			Patience: time.Minute, Double: app.srv.URL, Transport: app.srv.Transport(),
		}, audit.Only("api-rate-limited"))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := verdicts(report), "fail api-rate-limited: the person was held for 30s"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
