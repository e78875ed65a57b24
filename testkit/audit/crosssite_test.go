package audit_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
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
				s.app.Act.Line = test.act
				s.acts(t, test.endpoint, func(http.ResponseWriter, *http.Request) {})
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

// JSON is sent as text/plain by a stranger's form, which an application with SameSite=None
// cookies must not take; and as what it is by a stranger's script, with the headers that
// the stranger knows, where the application lets it.
func TestStrangersSendJSON(t *testing.T) {
	t.Parallel()
	const asForm, byScript = "warn act-cross-site: the gateway was asked once, by a form that sends the JSON as text/plain", "warn act-cross-site: the gateway was asked once, by a script of https://x.invalid, which CORS lets send it"
	isJSON := func(r *http.Request) bool { return r.Header.Get("Content-Type") == "application/json" }
	const all = "content-type, x-requested-with, x-xsrf-token"
	for name, test := range map[string]struct {
		method, sameSite string
		headers          map[string]string // of its scripts
		takes            func(*http.Request) bool
		cors             [3]string // the origin, the methods and the headers that it lets; * echoes the origin
		want             string
	}{
		"anything":                {takes: func(*http.Request) bool { return true }, want: asForm},
		"anything, with Lax":      {sameSite: "Lax", takes: func(*http.Request) bool { return true }},
		"anything, by PUT":        {method: "PUT", takes: func(*http.Request) bool { return true }},
		"JSON alone":              {takes: isJSON},
		"JSON, of anybody":        {takes: isJSON, cors: [3]string{"*", "", all}, want: byScript},
		"JSON by PUT, of anybody": {method: "PUT", takes: isJSON, cors: [3]string{"*", "GET, PUT", all}, want: byScript},
		"JSON by PUT, not let":    {method: "PUT", takes: isJSON, cors: [3]string{"*", "GET, POST", all}},
		"JSON, of others":         {takes: isJSON, cors: [3]string{"https://y.invalid", "", all}},
		"JSON, not let":           {takes: isJSON, cors: [3]string{"*", "", "x-requested-with"}},
		"JSON, with Lax":          {sameSite: "Lax", takes: isJSON, cors: [3]string{"*", "", all}},
		"a fixed header": {
			headers: map[string]string{"X-Requested-With": "XMLHttpRequest"}, cors: [3]string{"*", "", all}, want: byScript,
			takes: func(r *http.Request) bool { return r.Header.Get("X-Requested-With") == "XMLHttpRequest" },
		},
		"a cookie's header": {
			headers: map[string]string{"X-XSRF-TOKEN": "{cookie:xsrf}"}, cors: [3]string{"*", "", all},
			takes: func(r *http.Request) bool { return r.Header.Get("X-XSRF-TOKEN") == "secret" },
		},
		"a tag's header": {
			headers: map[string]string{"X-XSRF-TOKEN": "{meta:csrf-token}"}, cors: [3]string{"*", "", all},
			takes: func(r *http.Request) bool { return r.Header.Get("X-XSRF-TOKEN") == "from the page" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				page := s.page
				s.page = func(w http.ResponseWriter, status int, text string) {
					page(w, status, `<meta name="csrf-token" content="from the page">`+text)
				}
				s.app.Act.Line = cmp.Or(test.method, "POST") + ` /act {"to":"{number}"}`
				s.app.Headers = test.headers
				s.routes["/callback"] = sameSite(cmp.Or(test.sameSite, "None"), s.routes["/callback"])
				s.takesJSON(t, new(asked), test.takes)
				act := s.routes["/act"]
				s.routes["/act"] = func(w http.ResponseWriter, r *http.Request) {
					if r.Method != http.MethodOptions {
						act(w, r)
						return
					}
					if r.Header.Get("Cookie")+r.Header.Get("Content-Type") != "" {
						t.Errorf("a browser asks with %v", r.Header)
					}
					w.Header().Set("Access-Control-Allow-Origin", strings.ReplaceAll(test.cors[0], "*", r.Header.Get("Origin")))
					w.Header().Set("Access-Control-Allow-Credentials", "true")
					w.Header().Set("Access-Control-Allow-Methods", test.cors[1])
					w.Header().Set("Access-Control-Allow-Headers", test.cors[2])
				}
			}, audit.Only("act-cross-site"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := verdicts(report), cmp.Or(test.want, "pass act-cross-site: "); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// sameSite has the cookies of a page say SameSite, and sets a further one that scripts
// read.
func sameSite(word string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		got := httptest.NewRecorder()
		next(got, r)
		for name, values := range got.Header() {
			for _, value := range values {
				w.Header().Add(name, strings.Replace(value, "SameSite=Lax", "SameSite="+word, 1))
			}
		}
		w.Header().Add("Set-Cookie", "xsrf=secret; Path=/; SameSite="+word)
		w.WriteHeader(got.Code)
		_, _ = got.Body.WriteTo(w) // who asked may have gone
	}
}
