package audit_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit/audit"
)

// A login that does not work is told with the double's own reason, whatever the
// application makes of it.
func TestReasonOfTheDouble(t *testing.T) {
	t.Parallel()
	_, err := play(t, func(s *site) { s.secret = "another" })
	for _, want := range []string{"the double refused request ", "POST /token: ", "secret", "GET /callback was answered with 502"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A refusal in which the double sees no client is told too, for what comes of it is
// all that the audit would have to tell: the application may take the wrong path, lose
// its credentials or send something else than its token.
func TestReasonWithoutClient(t *testing.T) {
	t.Parallel()
	asks := func(s *site, method, path, token string) {
		ask, err := http.NewRequest(method, s.double+path, nil)
		if err != nil {
			t.Error(err)
			return
		}
		ask.Header.Set("Authorization", "Bearer "+token)
		if answer, err := http.DefaultClient.Do(ask); err == nil {
			_ = answer.Body.Close() // nobody reads it
		}
	}
	fails := func(method, path string) func(*site) {
		return func(s *site) {
			s.takes = func([]byte) bool { asks(s, method, path, "null"); return false }
		}
	}
	for name, test := range map[string]struct {
		change func(*site)
		want   []string
	}{
		"a token that is none, at /me": {fails(http.MethodGet, "/me"), []string{"the login does not work: meanwhile the double refused request ", `GET /me, in which it sees no client: the access token is the word "null"; GET /callback was`}},
		"a wrong path for the token": {func(s *site) {
			s.routes["/callback"] = func(w http.ResponseWriter, _ *http.Request) {
				asks(s, http.MethodPost, "/oauth/token", "")
				s.page(w, http.StatusBadGateway, "That did not work.")
			}
		}, []string{"no code was exchanged; meanwhile the double refused request ", "POST /oauth/token, in which it sees no client: there is nothing at this path"}},
		"credentials where they are not looked for": {func(s *site) {
			s.routes["/callback"] = func(w http.ResponseWriter, r *http.Request) {
				form := url.Values{"grant_type": {"authorization_code"}, "code": {r.FormValue("code")}, "redirect_uri": {s.base + "/callback"}}
				if answer, err := http.PostForm(s.double+"/token?client_id=shop&client_secret="+s.secret, form); err == nil {
					_ = answer.Body.Close() // nobody reads it
				}
				s.page(w, http.StatusBadGateway, "That did not work.")
			}
		}, []string{"no code was exchanged; meanwhile the double refused request ", "POST /token, in which it sees no client: client_id is in the query"}},
		"a wrong path for an act": {func(s *site) {
			s.app.Act.Line = "POST /act"
			s.routes["/act"] = func(w http.ResponseWriter, _ *http.Request) {
				asks(s, http.MethodPost, "/sms", "")
				s.page(w, http.StatusBadGateway, "That did not work.")
			}
		}, []string{"act does not work: the gateway was not asked; meanwhile the double refused request ", "POST /sms, in which it sees no client: there is nothing at this path"}},
		"a call by somebody's API key": {func(s *site) {
			if _, err := s.levers.AddAccount(fixtures.Account{Name: "jane", APIKeys: []string{"key-of-jane"}}); err != nil {
				t.Error(err)
			}
			s.takes = func([]byte) bool {
				if answer, err := http.Get(s.double + "/api/sms?p=key-of-jane"); err == nil {
					_ = answer.Body.Close() // nobody reads it
				}
				return false
			}
		}, []string{"the login does not work: GET /callback was answered with 502"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := play(t, test.change)
			for _, want := range test.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
			}
		})
	}
}

// An authorization that the double refuses by a redirect reaches the application as
// an error, and the reason is the double's too.
func TestReasonOfTheRedirect(t *testing.T) {
	t.Parallel()
	_, err := play(t, func(s *site) {
		s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, s.double+"/authorize?response_type=code&client_id=shop", http.StatusFound)
		}
	})
	for _, want := range []string{"no code was exchanged; the double refused request ", "GET /authorize: state is absent", "was answered with 403"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A logout that does not end the session, and is refused, may be a slip of who ordered
// the audit: the verdict says how it was answered.
func TestLogoutRefused(t *testing.T) {
	t.Parallel()
	base := ""
	report, err := play(t, func(s *site) { s.app.Logout.Line, base = "/signout", s.base }, audit.Only("logout"))
	if err != nil {
		t.Fatal(err)
	}
	want := "fail logout: inside opens after the logout: GET " + base + "/signout was answered with 404 Not Found: There is nothing here."
	if got := verdicts(report); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What was ordered wrongly is told as such, and not as a fault of the application.
func TestOrdersThatDoNotFit(t *testing.T) {
	t.Parallel()
	html := func(s *site, path, page string) {
		s.routes[path] = func(w http.ResponseWriter, _ *http.Request) { s.page(w, http.StatusOK, page) }
	}
	for name, test := range map[string]struct {
		change func(*site)
		want   string
	}{
		"a logout that is not there": {func(s *site) { s.app.Logout.Line = "/#logout" }, "logout does not work: / has no form logout, nor any other"},
		"a logout of another name": {func(s *site) {
			html(s, "/", `<form id="out"></form><form action="/send"></form>`)
			s.app.Logout.Line = "/#logout"
		}, "logout does not work: / has no form logout, but out, /send"},
		"an act that is not there": {func(s *site) { s.app.Act.Line = "/#send" }, "act does not work: the gateway was not asked; / has no form send, nor any other"},
		"a preparation":            {func(s *site) { s.app.Prepare = []audit.Request{{Line: "/#signin"}} }, "prepare does not work: / has no form signin, nor any other"},
		"another inside":           {func(s *site) { s.app.Inside.Line = "/acount" }, "inside does not open: GET BASE/acount was answered with 404 Not Found: There is nothing here."},
		"a login by a form": {func(s *site) {
			html(s, "/start", `<form id="go" action="/login"></form>`)
			s.app.Login.Line = s.base + "/start"
		}, "if one of its forms starts the login, name it: BASE/start#go"},
		"a login for scripts": {func(s *site) {
			html(s, "/start", `{"go":"http://oauth.sms77.io/authorize?client_id=shop\u0026state=1"}`)
			s.app.Login.Line = "POST " + s.base + "/start"
		}, "to which only scripts would go: such a login is audited by hand (attended)"},
		"another host": {func(s *site) { s.app.Login.Line = strings.Replace(s.base, "127.0.0.1", "localhost", 1) + "/login" },
			"the login begins on localhost and comes back to 127.0.0.1, where cookies of the former do not go"},
		"another double": {func(s *site) {
			other, err := mockserver.New(fixtures.World{Clients: []fixtures.Client{{ID: "shop", Secrets: []string{"shop-secret"}, RedirectURIs: []string{s.base + "/callback"}}}})
			if err != nil {
				t.Error(err)
				return
			}
			served := httptest.NewServer(other)
			t.Cleanup(func() { served.Close(); other.Close() })
			s.app.Double, s.double = s.double, served.URL
		}, ", and this audit asks the double at 127.0.0.1:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base := ""
			_, err := play(t, func(s *site) { test.change(s); base = s.base }, audit.Only("pkce", "logout"))
			if want := strings.ReplaceAll(test.want, "BASE", base); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

// A form is named by its action as well, with or without the first slash.
func TestFormByAction(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		`<form action="/login"><input name="x" value="1"></form>`:                                                                   "x=1",
		`<form action="/login"><input name="x" value="1"></form><form id="login" action="/login"><input name="x" value="2"></form>`: "x=2",
	} {
		got := make(chan string, 100)
		if _, err := play(t, func(s *site) {
			s.app.Login.Line = s.base + "/start#login"
			s.routes["/start"] = func(w http.ResponseWriter, _ *http.Request) { s.page(w, http.StatusOK, page) }
			start := s.routes["/login"]
			s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
				got <- r.URL.RawQuery
				start(w, r)
			}
		}, audit.Only("login-works")); err != nil {
			t.Fatal(err)
		}
		if got := <-got; got != want {
			t.Errorf("%s: got %q, want %q", page, got, want)
		}
	}
}

// A form is sent as a person sends it who leaves it as it is.
func TestForms(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ inputs, want string }{
		"the first":    {`<select name="x"><option>Sh&amp;p <option value="2">Two</select>`, "x=Sh%26p"},
		"the chosen":   {`<select name="x"><option value="1">One</option><option value="2" selected>Two</option></select>`, "x=2"},
		"a disabled":   {`<select name="x"><option value="" disabled>Choose</option><option value="1">One</option></select>`, "x=1"},
		"none of many": {`<select name="x" multiple><option value="1">One</option></select>`, ""},
		"two of many":  {`<select name="x" multiple><option value="1" selected>One<option value="2">Two<option value="3" selected>Three</select>`, "x=1&x=3"},
		"elsewhere":    {`</form><input type="hidden" name="x" value="1" form="go"><select name="y" form="go"><option>2</select>`, "x=1&y=2"},
		"of another":   {`<input name="x" value="1" form="other">`, ""},
		"disabled":     {`<select name="x" disabled><option value="1">One</option></select>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := make(chan string, 100)
			if _, err := play(t, func(s *site) {
				s.page = func(w http.ResponseWriter, status int, text string) {
					w.Header().Set("Content-Type", "text/html")
					w.WriteHeader(status)
					_, _ = io.WriteString(w, `<form id="go" action="/login">`+test.inputs+"</form>"+text) // who asked may have gone
				}
				s.app.Login.Line = s.base + "/#go"
				start := s.routes["/login"]
				s.routes["/login"] = func(w http.ResponseWriter, r *http.Request) {
					got <- r.URL.RawQuery
					start(w, r)
				}
			}, audit.Only("login-works")); err != nil {
				t.Fatal(err)
			}
			if got := <-got; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
