package mockserver_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/proxy"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestSecretsStayOutOfTheLog puts secrets, keys, codes and tokens where they do
// not belong: the line is there, and what is secret is not in it.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	const secret, added, odd, key = "s3cret-one", "s3cret_two", "s3cret/three é?>", "k3yk3y"
	const quoted, several = `s3cret"four\`, "several-w0rds of:a-secr3t"
	late := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", 600) + ":" + secret))
	form := base64.StdEncoding.EncodeToString([]byte("app:" + url.QueryEscape(odd)))
	header := func(path, authorization string) asked {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", authorization)
		return asked{r, nil}
	}
	for name, ask := range map[string]func(access, refresh, code string) asked{
		"id and secret swapped":     func(a, r, c string) asked { return post(nil, "/token", codeForm(c)).basic(secret, "app") },
		"secret of an added client": func(a, r, c string) asked { return post(nil, "/token", codeForm(c)).basic(added, "later") },
		"secret of several words":   func(a, r, c string) asked { return post(nil, "/token", codeForm(c)).basic(odd, "app") },
		"secret as client_id":       func(a, r, c string) asked { return get(nil, "/authorize?client_id="+secret) },
		"secret as client_id of what is revoked": func(a, r, c string) asked {
			return post(nil, "/revoke", url.Values{"client_id": {secret}, "token": {a}})
		},
		"token without Bearer":     func(a, r, c string) asked { return header("/me", a) },
		"token after another word": func(a, r, c string) asked { return header("/me", "Token "+a) },
		"credentials at /me": func(a, r, c string) asked {
			return header("/me", "Basic "+base64.StdEncoding.EncodeToString([]byte("app:"+secret)))
		},
		"token in the path": func(a, r, c string) asked { return get(nil, "/me/"+a) },
		"code in the path":  func(a, r, c string) asked { return get(nil, "/token/"+c+"/x") },
		"token as grant_type": func(a, r, c string) asked {
			return post(nil, "/token", url.Values{"grant_type": {r}}).basic("app", secret)
		},
		"key in the path":            func(a, r, c string) asked { return get(nil, "/api/"+key+"/sms") },
		"token of another double":    func(a, r, c string) asked { return get(nil, "/x/0123456789abcdef0123456789abcdef01234567") },
		"minted token, also revoked": func(a, r, c string) asked { return get(nil, "/me/m1nted.t~k") },
		"token within a word":        func(a, r, c string) asked { return get(nil, "/me/token-"+a) },
		"token after what looks hexadecimal": func(a, r, c string) asked {
			return header("/me", "Code"+c)
		},
		"secret within a word": func(a, r, c string) asked { return get(nil, "/authorize?client_id=app_"+secret) },
		"escaped twice": func(a, r, c string) asked {
			return get(nil, "/me/"+escaped(escaped(secret))+"/"+escaped(escaped(a)))
		},
		"credentials with a slash": func(a, r, c string) asked {
			return get(nil, "/authorize?response_type="+url.QueryEscape(base64.StdEncoding.EncodeToString([]byte("app:"+odd))))
		},
		"secret alone in Base64": func(a, r, c string) asked {
			return get(nil, "/authorize?client_id="+base64.RawURLEncoding.EncodeToString([]byte(odd)))
		},
		"token as traceparent of what goes well": func(a, r, c string) asked {
			x := header("/me", "Bearer "+a)
			x.Header.Set("Traceparent", "00-"+a+"-01")
			return x
		},
		"token as the method": func(a, r, c string) asked {
			x := header("/me", "Bearer "+a)
			x.Method = a
			return x
		},
		"token as the delay of what goes well": func(a, r, c string) asked {
			x := get(nil, "/api/sms?to=491716992343&text=Hi&delay="+a)
			x.Header.Set("X-Api-Key", key)
			return x
		},
		"Base64 within a word": func(a, r, c string) asked {
			return get(nil, "/foo/Basic"+base64.StdEncoding.EncodeToString([]byte("app:"+secret)))
		},
		"Base64 after a slash and a letter": func(a, r, c string) asked {
			return get(nil, "/x"+base64.StdEncoding.EncodeToString([]byte("app:"+odd))+"/x")
		},
		"Base64 after much of it": func(a, r, c string) asked {
			return get(nil, "/me/"+late)
		},
		"a form in Base64": func(a, r, c string) asked {
			return get(nil, "/me/"+form)
		},
		"plus for a blank": func(a, r, c string) asked { return get(nil, "/"+url.QueryEscape(odd)) },
		"cut at a blank":   func(a, r, c string) asked { return header("/me", several+" Bearer") },
		"cut by the reason": func(a, r, c string) asked {
			return get(nil, "/authorize?response_type=code&client_id=later&redirect_uri="+url.QueryEscape("https://app.test/"+several))
		},
		"cut because it is long": func(a, r, c string) asked {
			x := post(nil, "/token", codeForm(c))
			x.Header.Set("Content-Type", strings.Repeat("x", 100-len("several-w0"))+several)
			return x
		},
		"cut at a colon": func(a, r, c string) asked {
			return header("/token", "Basic "+base64.StdEncoding.EncodeToString([]byte(several)))
		},
		"quoted secret": func(a, r, c string) asked { return get(nil, "/authorize?client_id="+url.QueryEscape(quoted)) },
		"control token": func(a, r, c string) asked { return get(nil, "/me/c0ntrol") },
		"token of the world within a word": func(a, r, c string) asked {
			return get(nil, "/me/xw0rld-t0k3n-of-its-own")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			server := newServer(t, func(w *fixtures.World) {
				w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{secret, odd, quoted, several}, RedirectURIs: []string{"https://app.test/"}})
				w.Accounts[0].APIKeys = append(w.Accounts[0].APIKeys, key)
				w.Tokens = append(w.Tokens, fixtures.Token{AccessToken: "w0rld-t0k3n-of-its-own", Client: "app"})
			}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), mockserver.WithToken("c0ntrol"))
			if _, err := server.AddClient(fixtures.Client{ID: "later", Secrets: []string{added}, RedirectURIs: []string{"https://app.test/several-w0x"}}); err != nil {
				t.Fatal(err)
			}
			code := authorize(t, server, authorizePath).Query().Get("code")
			access, refresh := login(t, server)
			must(server.IssueToken(control.TokenRequest{AccessToken: "m1nted.t~k"}))
			must(server.Revoke(control.TokenFilter{Token: "m1nted.t~k"}))
			log.Reset()
			a := ask(access, refresh, code)
			a.server = server
			a.answer()
			line := log.String()
			if !strings.Contains(line, "msg=request") {
				t.Errorf("got log %q, want a line", line)
			}
			for _, word := range []string{secret, added, "three", "four", "c0ntrol", key, access, refresh, code, "m1nted", "w0rld", "w0rds", "a-secr3t", "rds of", "several-w0r", "several-w0.", "0123456789abcdef",
				base64.StdEncoding.EncodeToString([]byte("app:" + secret)), "YXBwOn", base64.RawURLEncoding.EncodeToString([]byte(odd))[:10],
				escaped(secret), escaped(access)[:30], late[len(late)-12:], form[10:20]} {
				if strings.Contains(line, word) {
					t.Errorf("the log has %q: %s", word, line)
				}
			}
		})
	}
}

// escaped writes every byte of a text as %XX.
func escaped(text string) string {
	return "%" + strings.Join(strings.Split(fmt.Sprintf("% x", text), " "), "%")
}

// What serves the server logs through it, and so without secrets: those of
// clients that were replaced or removed are none any more.
func TestLoggerMasks(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, nil, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	add := func(secrets ...string) {
		t.Helper()
		if _, err := server.AddClient(fixtures.Client{ID: "app", Secrets: secrets, RedirectURIs: []string{"https://app.test/"}}); err != nil {
			t.Fatal(err)
		}
	}
	logged := func() string {
		log.Reset()
		logger := server.Logger().With("with", "kept-one1").WithGroup("group")
		logger.Warn("of kept-one1", "host", "kept-one1.example", slog.Group("in", "error", errors.New("dial kept-two2")), "n", 7)
		return log.String()
	}
	add("kept-one1", "kept-two2")
	add("kept-two2", "kept-one1") // replaced, with the same
	if got, want := logged(), `msg="of ***" with=*** group.host=***.example group.in.error="dial ***" group.n=7`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s", got, want)
	}
	add("kept-two2")
	if got, want := logged(), `host=kept-one1.example group.in.error="dial ***"`; !strings.Contains(got, want) {
		t.Errorf("with one replaced: got %s, want %s", got, want)
	}
	if err := server.RemoveClient("app"); err != nil {
		t.Fatal(err)
	}
	if got, want := logged(), `error="dial kept-two2"`; !strings.Contains(got, want) {
		t.Errorf("with the client removed: got %s, want %s", got, want)
	}
}

// What is no secret is in the log, a secret in any of its forms is not, and neither is
// more than a line's worth.
func TestWhatTheLogShows(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, func(w *fixtures.World) {
		w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{"secret-one", "secret-one-and-more", "four", "for"}})
	}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), mockserver.WithToken("c0ntrol"))
	shown := func(text string) string {
		log.Reset()
		server.Logger().Warn("said", "text", text)
		_, shown, _ := strings.Cut(strings.TrimSuffix(log.String(), "\n"), "text=")
		return shown
	}
	shown("the secrets are gathered by now")
	must(server.AddAccount(fixtures.Account{Name: "late", APIKeys: []string{"late-key"}}))
	must(server.IssueToken(control.TokenRequest{AccessToken: "m1nted"}))
	for text, want := range map[string]string{
		"four":           "***",
		"fourth":         "fourth",
		"for":            "for",
		"m1ntedš":        "***š",
		"a%20b%25":       "a%20b%25",
		"twentyfour":     "twentyfour",
		"late-key":       "***",
		"ends-with-c0nt": "ends-with-c0nt",
		strings.Repeat("secret-one-and-more/", 20): strings.Repeat("***/", 20),
		strings.Repeat("z", 40):                    strings.Repeat("z", 40),
		strings.Repeat("0aA", 14):                  "***",
	} {
		if got := shown(text); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
	for _, word := range []string{"word/", "secret-one/"} {
		if got := len(shown(strings.Repeat(word, 10_000))); got > 1100 {
			t.Errorf("10,000 times %s: got %d bytes, want about 1000", word, got)
		}
	}
	if err := server.RemoveAccount("late"); err != nil {
		t.Fatal(err)
	}
	if got := shown("late-key"); got != "late-key" {
		t.Errorf("the key of nobody: got %s", got)
	}
}

// A webhook's line has neither in its host nor in its path a secret.
func TestWebhookLineMasks(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, func(w *fixtures.World) {
		w.Accounts[0].Hooks = []fixtures.Hook{{URL: "http://testsecret.localhost:1/testpass/x", Event: "sms_mo"}}
	}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
	if _, err := server.Receive(control.Inbound{From: "491716992343", Text: "Hi"}); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if got := log.String(); !strings.Contains(got, "host=***.localhost:1 path=/***/x") {
		t.Errorf("got %s, want a masked host and path", got)
	}
}

// What has made a host lower-case, or a method upper-case, has not made the
// secrets in it something else: in the lines of the proxy and of webhooks, and in
// reasons.
func TestMasksInAnyCase(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	server := newServer(t, func(w *fixtures.World) {
		w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{"UniqSecret99"}, RedirectURIs: []string{"https://app.test/"}})
		w.Accounts[0].Hooks = []fixtures.Hook{{URL: "http://UniqSecret99.example/x", Event: "sms_mo"}}
	}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))), mockserver.WithToken("C0ntrol"))
	refusing := proxy.New(proxy.Options{Handler: server, Logger: server.Logger()})
	t.Cleanup(refusing.Close)
	for _, host := range []string{"UniqSecret99.example", "x.c0ntrol.example"} {
		r := httptest.NewRequest(http.MethodConnect, "/", nil)
		r.Host = host + ":443"
		refusing.ServeHTTP(httptest.NewRecorder(), r)
	}
	must(server.Receive(control.Inbound{From: "491716992343", Text: "Hi"}))
	server.Close()
	got := log.String()
	for _, want := range []string{`"proxy refuses a host" host=***.example`, `host=x.***.example`, `\"***.example\" is not this machine`} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if strings.Contains(strings.ToLower(got), "uniqsecret") {
		t.Errorf("the log has it: %s", got)
	}
}
