package audit_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// What stands in the addresses and cookies of a login is judged by its value, not
// by its name.
func TestValuesOfALogin(t *testing.T) {
	t.Parallel()
	// in has an application log somebody in by one more cookie, and send them to a page.
	in := func(path func(code, session string) string, session func(state string) string, more ...string) func(*site) {
		return func(s *site) {
			callback := s.callback
			s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
				got := httptest.NewRecorder()
				callback(got, r)
				id := ""
				for _, c := range got.Result().Cookies() {
					id = session(r.FormValue("state"))
					if id == "" {
						id = c.Value
					}
					s.sessions[id] = true // one person at a time
					http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
				}
				if got.Code == http.StatusSeeOther {
					w.Header().Set("Location", path(r.FormValue("code"), id))
				}
				w.WriteHeader(got.Code)
			}
			account := s.account
			s.routes["/account"] = func(w http.ResponseWriter, r *http.Request) {
				for _, name := range more {
					if _, err := r.Cookie(name); err != nil {
						r = httptest.NewRequest(http.MethodGet, "/account", nil)
					}
				}
				account(w, r)
			}
		}
	}
	home := func(_, _ string) string { return "/account" }
	fresh := func(string) string { return "" }
	for name, test := range map[string]struct {
		change func(*site)
		want   string // what is found
	}{
		"nothing":                       {in(home, fresh), ""},
		"the code by another name":      {in(func(code, _ string) string { return "/account?c=" + code }, fresh), "warn code-not-in-address: the page shown after the login, /account, has the code in its URL"},
		"the code behind a number sign": {in(func(code, _ string) string { return "/account#" + code }, fresh), "warn code-not-in-address: the page shown after the login, /account, has the code in its URL"},
		"another code":                  {in(func(_, _ string) string { return "/account?code=DE&state=open" }, fresh), ""},
		"the session in the address":    {in(func(_, id string) string { return "/account?sid=" + id }, fresh), "warn cookie-flags: the value of the cookie session stands in a URL"},
		"a session that was a state":    {in(home, func(state string) string { return state }), "fail session-renewed: cookies whose values were there before the login open inside: session, state"},
		"several readable cookies": {func(s *site) {
			in(home, fresh, "c", "a", "b")(s)
			start := s.routes["/login"]
			s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
				for _, name := range []string{"c", "a", "b"} {
					http.SetCookie(w, &http.Cookie{Name: name, Value: "1", Path: "/", SameSite: http.SameSiteLaxMode})
				}
				start(w, r)
			}
		}, "warn cookie-flags: the cookie a is not HttpOnly"},
		"a cookie that stays beside it": {in(home, fresh, "state"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, test.change, audit.Only("session-renewed", "cookie-flags", "code-not-in-address"))
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for line := range strings.SplitSeq(verdicts(report), "\n") {
				if !strings.HasPrefix(line, "pass ") {
					found = append(found, line)
				}
			}
			if got := strings.Join(found, "\n"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// An address of the application's own, with what a parameter says behind it, leads
// elsewhere.
func TestBehindOnesOwnAddress(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		target func(base, next string) string
		want   string
	}{
		"unchecked":    {func(base, next string) string { return base + next }, "fail no-open-redirect: the login, asked with a parameter that says @x.invalid/"},
		"without user": {func(base, next string) string { return base + strings.ReplaceAll(next, "@", "") }, "fail no-open-redirect: the login, asked with a parameter that says .x.invalid/"},
		"begins alike": {func(base, next string) string {
			if strings.HasPrefix(next, base) && !strings.Contains(next, "@") {
				return next
			}
			return base
		}, "fail no-open-redirect: the login, asked with a parameter that says BASE.x.invalid/"},
		"begins alike, with a user": {func(base, next string) string {
			if strings.HasPrefix(next, base) {
				return next
			}
			return base
		}, "fail no-open-redirect: the login, asked with a parameter that says BASE@x.invalid/"},
		"has one's own": {func(base, next string) string {
			if strings.Contains(next, base+"/") {
				return next
			}
			return base
		}, "fail no-open-redirect: the login, asked with a parameter that says https://x.invalid/?BASE/"},
		"begins with one's own": {func(base, next string) string {
			if strings.HasPrefix(next, base+"/") {
				return next
			}
			return base
		}, "pass"},
		"behind a slash":   {func(base, next string) string { return base + "/" + next }, "pass"},
		"only an own path": {func(base, next string) string { return base + "/?" + url.QueryEscape(next) }, "pass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := ""
			report, err := play(t, func(s *site) {
				base = s.base
				s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
					if next := r.FormValue("next"); next != "" {
						w.Header().Set("Location", test.target(s.base, next))
						w.WriteHeader(http.StatusSeeOther)
						return
					}
					s.start(w, r)
				}
			}, audit.Only("no-open-redirect"))
			if err != nil {
				t.Fatal(err)
			}
			if got, want := verdicts(report), strings.ReplaceAll(test.want, "BASE", base); !strings.HasPrefix(got, want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// A server that takes no long addresses is asked with fewer parameters at once, since one
// that turns a request away says nothing of the application behind it.
func TestRedirectOfAServerOfShortAddresses(t *testing.T) {
	t.Parallel()
	for name, longest := range map[string]int{"as WEBrick": 2083, "so that one parameter fits": 200} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
					next := r.FormValue("back")
					switch {
					case len(r.RequestURI) > longest:
						w.WriteHeader(http.StatusRequestURITooLong)
					case strings.HasPrefix(next, s.base) && !strings.HasPrefix(next, s.base+"/"):
						http.Redirect(w, r, next, http.StatusSeeOther)
					default:
						s.start(w, r)
					}
				}
			}, audit.Only("no-open-redirect"))
			if err != nil {
				t.Fatal(err)
			}
			const want = "fail no-open-redirect: the login, asked with a parameter that says http"
			if got := verdicts(report); !strings.HasPrefix(got, want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// A page that scripts fill is neither empty nor not, as far as an audit can tell.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ page, want string }{
		"text":                {"<p>The login did not work.</p>", "pass"},
		"nothing":             {"<p> </p>", "fail"},
		"scripts":             {`<!doctype html><head><script src="/app.js"></script></head><div id="root"></div>`, "skip"},
		"for who has none":    {`<noscript>Please turn on <b>JavaScript</b>.</noscript><div id="root"></div><script src="/app.js"></script>`, "skip"},
		"noscript alone":      {`<noscript>Please turn on JavaScript.</noscript>`, "fail"},
		"scripts beside text": {`<p>No.</p><script>1</script>`, "pass"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := play(t, func(s *site) {
				s.page = func(w http.ResponseWriter, status int, _ string) {
					w.Header().Set("Content-Type", "text/html")
					w.WriteHeader(status)
					_, _ = io.WriteString(w, test.page)
				}
			}, audit.Only("denied", "other-errors"))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.SplitSeq(verdicts(report), "\n") {
				if !strings.HasPrefix(line, test.want) {
					t.Errorf("got %s, want %s", line, test.want)
				}
			}
		})
	}
}
