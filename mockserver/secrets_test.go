package mockserver_test

import (
	"bytes"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestSecretsStayOutOfTheLog puts secrets, keys, codes and tokens where they do
// not belong: the line is there, and what is secret is not in it.
func TestSecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	const secret, added, odd, key = "s3cret-one", "s3cret_two", "s3cret/three é", "k3yk3y"
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
		"token without Bearer":      func(a, r, c string) asked { return header("/me", a) },
		"token after another word":  func(a, r, c string) asked { return header("/me", "Token "+a) },
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
		"minted token, also revoked": func(a, r, c string) asked { return get(nil, "/me/m1nted") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			server := newServer(t, func(w *fixtures.World) {
				w.Clients = append(w.Clients, fixtures.Client{ID: "app", Secrets: []string{secret, odd}, RedirectURIs: []string{"https://app.test/"}})
				w.Accounts[0].APIKeys = append(w.Accounts[0].APIKeys, key)
			}, mockserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil))))
			if _, err := server.AddClient(fixtures.Client{ID: "later", Secrets: []string{added}, RedirectURIs: []string{"https://app.test/"}}); err != nil {
				t.Fatal(err)
			}
			code := authorize(t, server, authorizePath).Query().Get("code")
			access, refresh := login(t, server)
			must(server.IssueToken(control.TokenRequest{AccessToken: "m1nted"}))
			must(server.Revoke(control.TokenFilter{Token: "m1nted"}))
			log.Reset()
			a := ask(access, refresh, code)
			a.server = server
			a.answer()
			line := log.String()
			if !strings.Contains(line, "msg=request") {
				t.Errorf("got log %q, want a line", line)
			}
			for _, word := range []string{secret, added, "three", key, access, refresh, code, "m1nted", "0123456789abcdef",
				base64.StdEncoding.EncodeToString([]byte("app:" + secret))} {
				if strings.Contains(line, word) {
					t.Errorf("the log has %q: %s", word, line)
				}
			}
		})
	}
}
