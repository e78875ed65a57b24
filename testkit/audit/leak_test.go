package audit_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// A secret is found wherever a browser can read it, also packed.
func TestSecretIsFound(t *testing.T) {
	t.Parallel()
	const secret = "shop-secret"
	packed := func(before string) string { return base64.URLEncoding.EncodeToString([]byte(before + secret + `"}`)) }
	show := func(text string) func(*site) {
		return func(s *site) {
			page := s.page
			s.page = func(w http.ResponseWriter, status int, words string) { page(w, status, words+text) }
		}
	}
	header := func(name, value string) func(*site) {
		return func(s *site) {
			s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
				w.Header().Add(name, value)
				s.start(w, r)
			}
		}
	}
	for name, test := range map[string]struct {
		change func(*site)
		want   string
	}{
		"nothing":                        {func(*site) {}, "pass secret-stays-home: "},
		"a page":                         {show("<!-- " + secret + " -->"), "in the page of GET "},
		"a page, by character reference": {show("shop&#45;secret"), "in the page of GET "},
		"a page, packed":                 {show(`<script>boot("` + packed("1") + `")</script>`), "in the page of GET "},
		"a page, packed behind a slash":  {show("/x/" + packed("12")), "in the page of GET "},
		"a header, packed":               {header("X-Config", "v="+packed("123")), "in the header X-Config of GET "},
		"a cookie, packed":               {header("Set-Cookie", "c="+packed(`{"`)), "in the cookie c of GET "},
		"a URL, by percent":              {header("Link", "/x?s="+url.QueryEscape("ä"+secret)), "in the header Link of GET "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, test.change, audit.Only("secret-stays-home"))
			if err != nil {
				t.Fatal(err)
			}
			if got := verdicts(report); !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %q", got, test.want)
			}
		})
	}
}
