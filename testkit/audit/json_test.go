package audit_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/testkit/audit"
)

// asked is what an application is asked at a path.
type asked struct {
	mu       sync.Mutex // guards what follows
	requests []*http.Request
	bodies   []string
}

// at notes what comes to a path, and what follows answers it.
func (a *asked) at(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what is missing is noticed
		a.mu.Lock()
		a.requests, a.bodies = append(a.requests, r), append(a.bodies, string(body))
		a.mu.Unlock()
		r.Body = io.NopCloser(strings.NewReader(string(body)))
		next(w, r)
	}
}

// takesJSON has a site act by JSON at /act, if isGood says so.
func (s *site) takesJSON(t *testing.T, a *asked, isGood func(*http.Request) bool) {
	t.Helper()
	s.acts(t, "sms", func(http.ResponseWriter, *http.Request) {})
	act := s.routes["/act"]
	s.routes["/act"] = a.at(func(w http.ResponseWriter, r *http.Request) {
		var said struct{ To string }
		if err := json.NewDecoder(r.Body).Decode(&said); err != nil || !isGood(r) {
			s.page(w, http.StatusForbidden, "This was not sent by a page of ours.")
			return
		}
		r.Form = url.Values{"to": {said.To}}
		act(w, r)
	})
}

// JSON is sent as a script sends it: without the blanks that it was written with, and
// with something new for what stands for that, as a text or as a number.
func TestJSON(t *testing.T) {
	t.Parallel()
	var a asked
	if _, err := play(t, func(s *site) {
		s.app.Act.Line = "POST /act\n{ \"to\": \"{number}\", \"n\": {n},\n \"text\": \"don't { say }  \\\" x=1\" }"
		s.takesJSON(t, &a, func(*http.Request) bool { return true })
	}, audit.Only("login-works")); err != nil {
		t.Fatal(err)
	}
	var numbers []int64 // they are longer than an int of 32 bits
	for i, r := range a.requests {
		if got, want := r.Header.Get("Content-Type"), "application/json"; got != want {
			t.Errorf("got the type %q, want %q", got, want)
		}
		if got, want := r.Header.Get("Sec-Fetch-Mode")+" "+r.Header.Get("Accept"), "cors application/json, text/plain, */*"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		var said struct {
			To string
			N  int64
		}
		if err := json.Unmarshal([]byte(a.bodies[i]), &said); err != nil || !strings.HasPrefix(said.To, "49171") || len(said.To) != len("491710000000") {
			t.Errorf("got %s: %v", a.bodies[i], err)
		}
		if want := `,"text":"don't { say }  \" x=1"}`; !strings.HasPrefix(a.bodies[i], `{"to":"49171`) || !strings.HasSuffix(a.bodies[i], want) {
			t.Errorf("got %s, want it to end with %s", a.bodies[i], want)
		}
		numbers = append(numbers, said.N)
	}
	if len(numbers) != 2 || numbers[0] == numbers[1] {
		t.Errorf("got the numbers %v, want two different ones", numbers)
	}
}

// The header that repeats a cookie has what a script reads: percent-encoding is undone,
// and a plus is a plus. What only reads a page, and what begins a login, is no script's.
func TestHeaders(t *testing.T) {
	t.Parallel()
	const value = "a+b/c=="
	var login, inside, act asked
	_, err := play(t, func(s *site) {
		s.app.Headers = map[string]string{"X-XSRF-TOKEN": "{cookie:XSRF-TOKEN}", "x-requested-with": "XMLHttpRequest", "X-Other": "{cookie:none}"}
		s.app.Act.Line = `POST /act {"to":"{number}"}`
		account, start := s.routes["/account"], s.routes["/login"]
		s.routes["/login"] = login.at(start)
		s.routes["/account"] = inside.at(func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "XSRF-TOKEN", Value: "a+b%2Fc%3D%3D", Path: "/"})
			account(w, r)
		})
		s.takesJSON(t, &act, func(r *http.Request) bool { return r.Header.Get("X-XSRF-TOKEN") == value })
	}, audit.Only("login-works"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range login.requests {
		if r.Header.Get("X-Requested-With") != "" || r.Header.Get("Sec-Fetch-Mode") != "navigate" {
			t.Errorf("the login was asked for with %v", r.Header)
		}
	}
	seen := func(r *http.Request) string {
		return fmt.Sprintf("%s %q %q", r.Header.Get("X-Requested-With"), r.Header["X-Xsrf-Token"], r.Header["X-Other"])
	}
	if got, want := seen(inside.requests[0]), "XMLHttpRequest [] []"; got != want {
		t.Errorf("inside: got %q, want %q", got, want)
	}
	for _, r := range act.requests {
		if got, want := seen(r), `XMLHttpRequest ["`+value+`"] []`; got != want {
			t.Errorf("act: got %q, want %q", got, want)
		}
	}
}

// A header that repeats what a tag says has what the last page said that has the tag: the
// first of a name, and neither a comment nor a script.
func TestHeadersFromPages(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ header, login, account, want string }{
		"meta":            {"{meta:csrf-token}", "", `<META content='a+b&amp;"/=' name=csrf-token>`, `["a+b&\"/="]`},
		"an input":        {"t={input:__Token[a b]}", "", `<input type=hidden name="__Token[a b]" value="x y">`, `["t=x y"]`},
		"several":         {"{meta:t}", `<meta name="t" content="0">`, `<!--<meta name=t content=1>--><meta name="t" content="2"><meta name="t" content="3">`, `["2"]`},
		"an earlier page": {"{meta:t}", `<meta name="t" content="0">`, `<meta name="u" content="1"><input name="t" value="2">`, `["0"]`},
		"an empty one":    {"{meta:t}", `<meta name="t" content="0">`, `<meta name="t">`, `[""]`},
		"none":            {"{meta:t}", "", `<script>"<meta name=t content=1>"</script>`, "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var act asked
			if _, err := play(t, func(s *site) {
				s.app.Headers = map[string]string{"X-CSRF-Token": test.header}
				s.app.Act.Line = `POST /act {"to":"{number}"}`
				s.takesJSON(t, &act, func(*http.Request) bool { return true })
				s.app.Prepare = []audit.Request{{Line: "/start"}}
				with := func(text string, next http.HandlerFunc) http.HandlerFunc {
					return func(w http.ResponseWriter, r *http.Request) {
						w.Header().Set("Content-Type", "text/html")
						next(w, r)
						_, _ = io.WriteString(w, text) // who asked may have gone
					}
				}
				s.routes["/start"] = with(test.login, func(http.ResponseWriter, *http.Request) {})
				s.routes["/account"] = with(test.account, s.routes["/account"])
			}, audit.Only("login-works")); err != nil {
				t.Fatal(err)
			}
			for _, r := range act.requests {
				if got := fmt.Sprintf("%q", r.Header["X-Csrf-Token"]); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
			}
		})
	}
}

// A script follows redirects as links do, with what it sends where they say so, but with
// its headers to no other site; a page that leads on nobody sees.
func TestJSONRedirected(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		to     string
		want   string // what is asked there
	}{
		"temporarily":       {http.StatusTemporaryRedirect, "/there", `POST application/json {"to":"1"} XMLHttpRequest`},
		"after a post":      {http.StatusSeeOther, "/there", "GET   XMLHttpRequest"},
		"to another site":   {http.StatusTemporaryRedirect, "http://localhost:PORT/there", `POST application/json {"to":"1"} `},
		"by a page of HTML": {http.StatusOK, "/there", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var there asked
			_, _ = play(t, func(s *site) { // the act does not work
				_, port, _ := strings.Cut(strings.TrimPrefix(s.base, "http://"), ":")
				to := strings.ReplaceAll(test.to, "PORT", port)
				s.app.Headers = map[string]string{"X-Requested-With": "XMLHttpRequest"}
				s.app.Act.Line = `POST /act {"to":"1"}`
				s.routes["/act"] = func(w http.ResponseWriter, r *http.Request) {
					w.Header().Set("Location", to)
					s.page(w, test.status, `<meta http-equiv="refresh" content="0;url=`+to+`">`)
				}
				s.routes["/there"] = there.at(s.routes["/"])
			}, audit.Only("login-works"))
			got := ""
			for i, r := range there.requests {
				got = fmt.Sprintf("%s %s %s %s", r.Method, r.Header.Get("Content-Type"), there.bodies[i], r.Header.Get("X-Requested-With"))
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// A header that could not be sent is told where that may be why nothing works.
func TestHeaderLeftOut(t *testing.T) {
	t.Parallel()
	for header, missing := range map[string]string{
		"{cookie:session}": "there is no cookie session that a script can read", // for it is HttpOnly
		"a{meta:session}":  `no page that the browser got has <meta name="session">`,
	} {
		leftOut := "the header X-CSRF was left out: " + missing + "; "
		for path, want := range map[string]string{
			"/act":     "act does not work: the gateway was not asked; " + leftOut + "POST ",
			"/account": "the login does not work: " + leftOut + "inside does not open: GET ",
		} {
			_, err := play(t, func(s *site) {
				s.app.Headers = map[string]string{"X-CSRF": header}
				s.app.Act.Line = `POST /act {"to":"{number}"}`
				s.takesJSON(t, new(asked), func(*http.Request) bool { return true })
				next := s.routes[path]
				s.routes[path] = func(w http.ResponseWriter, r *http.Request) {
					if r.Header.Get("X-CSRF") == "" {
						s.page(w, http.StatusForbidden, "This was not sent by a script of ours.")
						return
					}
					next(w, r)
				}
			}, audit.Only("login-works"))
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q", err, want)
			}
		}
	}
}

// Whoever copies the cookies before a logout has what the page said then, too.
func TestLogoutOfAScript(t *testing.T) {
	t.Parallel()
	report, err := play(t, func(s *site) {
		s.app.Inside.Line, s.app.Logout.Line = "POST /account {}", "POST /logout {}"
		s.app.Headers = map[string]string{"X-CSRF-Token": "{meta:csrf-token}"}
		token := func(content string, next http.HandlerFunc) http.HandlerFunc {
			return func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				next(w, r)
				_, _ = io.WriteString(w, `<meta name="csrf-token" content="`+content+`">`) // who asked may have gone
			}
		}
		account := token("in", s.routes["/account"])
		s.routes["/account"] = func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && r.Header.Get("X-CSRF-Token") != "in" {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			account(w, r)
		}
		s.routes["/logout"] = token("out", func(w http.ResponseWriter, _ *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "session", Path: "/", MaxAge: -1})
		})
	}, audit.Only("logout"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := verdicts(report), "fail logout: inside opens after the logout with a copy of the cookies"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A cookie that scripts have to repeat cannot be HttpOnly, also where inside does not open
// without it; another one can.
func TestCookieThatScriptsRead(t *testing.T) {
	t.Parallel()
	for cookie, want := range map[string]string{"xsrf": "pass cookie-flags: ", "other": "warn cookie-flags: the cookie xsrf is not HttpOnly"} {
		report, err := play(t, func(s *site) {
			s.app.Headers = map[string]string{"X-XSRF-TOKEN": "{cookie:" + cookie + "}"}
			s.routes["/callback"] = sameSite("Lax", s.routes["/callback"])
			account := s.routes["/account"]
			s.routes["/account"] = func(w http.ResponseWriter, r *http.Request) {
				if c, err := r.Cookie("xsrf"); err != nil || cookie == "xsrf" && r.Header.Get("X-XSRF-TOKEN") != c.Value {
					s.page(w, http.StatusForbidden, "This was not sent by a script of ours.")
					return
				}
				account(w, r)
			}
		}, audit.Only("cookie-flags"))
		if err != nil {
			t.Fatal(err)
		}
		if got := verdicts(report); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What an act says is found in JSON however that is escaped.
func TestDoneWithinJSON(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ kind, answer, done string }{
		"a text":     {"application/json", `{"note":"\u00dcbermittelt \ud83d\udc4d an \"Anna\" \/ heute"}`, `Übermittelt 👍 an "Anna" / heute`},
		"a fragment": {"application/json; charset=utf-8", `{"sent":true}`, `"sent":true`},
		"its own":    {"application/vnd.api+json", `{"a":"\u003cb\u003e"}`, `<b>`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := play(t, func(s *site) {
				s.app.Act = audit.Request{Line: `POST /act {"to":"{number}"}`, Done: test.done}
				s.takesJSON(t, new(asked), func(*http.Request) bool { return true })
				page := s.page
				s.page = func(w http.ResponseWriter, status int, text string) {
					if text != "Done." {
						page(w, status, text)
						return
					}
					w.Header().Set("Content-Type", test.kind)
					_, _ = io.WriteString(w, test.answer) // who asked may have gone
				}
			}, audit.Only("login-works")); err != nil {
				t.Error(err)
			}
		})
	}
}

// What an act says is found on a page whose letters are entities, as htmlentities of PHP
// makes them, and whose text is wrapped and has markup.
func TestDoneOnPage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ answer, done string }{
		"umlaut":    {"&Uuml;bermittelt", "Übermittelt"},
		"quotes":    {"Anna&#039;s &quot;hi&quot; was sent", `Anna's "hi" was sent`},
		"wrapped":   {"The message\n  was <b>sent</b> to Anna", "The message was sent to Anna"},
		"as it was": {"It&#39;s sent", "It&#39;s sent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := play(t, func(s *site) {
				s.app.Act = audit.Request{Line: "POST /act to={number}", Done: test.done}
				s.acts(t, "sms", func(http.ResponseWriter, *http.Request) {})
				page := s.page
				s.page = func(w http.ResponseWriter, status int, text string) {
					page(w, status, strings.Replace(text, "Done.", test.answer, 1))
				}
			}, audit.Only("login-works")); err != nil {
				t.Error(err)
			}
		})
	}
}

// What prepare only fetches, as the cookie that headers repeat, logs nobody in, and so
// two persons can be told apart; unless the application has a login of its own.
func TestPrepareThatFetches(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]bool{"/": true, "/csrf-cookie": true, "/?as=anna": false, "POST /": false, "/signin": false} {
		report, err := play(t, func(s *site) {
			s.routes["/csrf-cookie"], s.routes["/signin"] = s.routes["/"], s.routes["/"]
			if line == "/signin" {
				s.app.Kind = audit.KindConnect
			}
			s.app.Prepare = []audit.Request{{Line: line}}
			s.app.Act.Line = "/act to={number}"
			s.acts(t, "sms", func(http.ResponseWriter, *http.Request) {})
		}, audit.Only("persons-apart"))
		if err != nil {
			t.Fatal(err)
		}
		if got := !strings.Contains(verdicts(report), "skip persons-apart: prepare logs every browser in"); got != want {
			t.Errorf("%s: got %s, want it played: %t", line, verdicts(report), want)
		}
	}
}
