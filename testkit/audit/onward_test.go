package audit_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A page that leads on at once is a redirect to a browser.
func TestPagesThatLeadOn(t *testing.T) {
	t.Parallel()
	// by has an application lead on by pages where it redirects, with the address
	// in the place of %s.
	by := func(path, page string, sameSite http.SameSite) func(*site) {
		return func(s *site) {
			redirects := s.routes[path]
			s.routes[path] = func(w http.ResponseWriter, r *http.Request) {
				got := httptest.NewRecorder()
				redirects(got, r)
				for _, c := range got.Result().Cookies() {
					if c.Name == "session" {
						c.SameSite = sameSite
					}
					http.SetCookie(w, c)
				}
				target := got.Header().Get("Location")
				if target == "" {
					s.page(w, got.Code, got.Body.String())
					return
				}
				if strings.Contains(page, "%s") {
					target = fmt.Sprintf(page, target)
				} else {
					w.Header().Set("Refresh", page+target)
				}
				s.page(w, http.StatusOK, target)
			}
		}
	}
	const tag = `One moment. <meta http-equiv="Refresh" content="0; URL='%s'">`
	const atCallback = "code-not-in-address: the page shown after the login, /callback, has the code in its URL"
	for name, test := range map[string]struct {
		change func(*site)
		want   string // of code-not-in-address
	}{
		"a redirect":              {func(*site) {}, "pass code-not-in-address: "},
		"a tag":                   {by("/callback", tag, http.SameSiteLaxMode), "pass code-not-in-address: "},
		"a header":                {by("/callback", "0;url=", http.SameSiteLaxMode), "pass code-not-in-address: "},
		"a tag, to a strict page": {by("/callback", tag, http.SameSiteStrictMode), "pass code-not-in-address: "},
		"a tag, in a moment":      {by("/callback", `<meta http-equiv=refresh content="0.5; url=%s">`, http.SameSiteLaxMode), "pass code-not-in-address: "},
		"a tag that begins it":    {by("/login", tag, http.SameSiteLaxMode), "pass code-not-in-address: "},
		"a script":                {by("/callback", `<script>location.replace("%s")</script>`, http.SameSiteLaxMode), "skip code-not-in-address: whether /callback keeps its address, which has the code, only its scripts know"},
		"a tag, later":            {by("/callback", `Hello. <meta http-equiv=refresh content="5; url=%s">`, http.SameSiteLaxMode), "warn " + atCallback},
		"a tag for others":        {by("/callback", `<noscript><meta http-equiv=refresh content="0; url=%s"></noscript>`, http.SameSiteLaxMode), "warn " + atCallback},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, test.change, audit.Only("code-not-in-address", "session-survives-cross-site"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := verdicts(report), "pass session-survives-cross-site: \n"+test.want; got != want {
				t.Errorf("got\n%s, want\n%s", got, want)
			}
		})
	}
}
