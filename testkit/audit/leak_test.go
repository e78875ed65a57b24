package audit_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
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
	answers := func(text string) func(*site) {
		return func(s *site) {
			s.routes["/"] = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, text) // who asked may have gone
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
		"JSON":                           {answers(`{"k":"` + secret + `"}`), "in the JSON of GET "},
		"JSON, escaped":                  {answers(`{"k":"shop\u002dsecret"}`), "in the JSON of GET "},
		"a redirect, and its page": {func(s *site) {
			s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "/begin?key="+secret, http.StatusFound)
			}
			s.routes["/begin"] = s.start
		}, "in the header Location of GET "},
		"a URL, by percent": {header("Link", "/x?s="+url.QueryEscape("ä"+secret)), "in the header Link of GET "},
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

// What stands where it should not is told with the scenario in which it was seen: often it
// is there only when something fails, as where the message of an error has the answer in it.
func TestWhenATokenWasSeen(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		callback := s.routes["/callback"]
		var answer []byte
		s.takes = func(got []byte) bool { answer = got; return json.Valid(got) }
		s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
			answer = nil
			callback(w, r)
			if len(answer) > 0 && !json.Valid(answer) {
				s.page(w, http.StatusBadGateway, "This is no JSON: "+string(answer))
			}
		}
	}, audit.Only("token-malformed", "tokens-stay-home"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "fail tokens-stay-home: the access token stands in the page of GET "
	if got := verdicts(report); !strings.Contains(got, want) || !strings.Contains(got, ", which was seen during token-malformed") {
		t.Errorf("got %s, want %q, during token-malformed", got, want)
	}
}
