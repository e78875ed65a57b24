package mockserver_test

import (
	"io"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestReasons holds the reasons that a developer reads to what they have to
// name.
func TestReasons(t *testing.T) {
	t.Parallel()
	const redirected = authorizePath + "&redirect_uri=" + "https%3A%2F%2Facme.inc%2Foauth_redirect"
	code := func(s *mockserver.Server) string {
		return authorize(t, s, authorizePath).Query().Get("code")
	}
	for name, test := range map[string]struct {
		ask  func(s *mockserver.Server) asked
		want []string
	}{
		"redirect URI that differs": {
			func(s *mockserver.Server) asked {
				return get(s, authorizePath+"&redirect_uri=https%3A%2F%2Facme.inc%2Foauth-redirect")
			},
			[]string{"https://acme.inc/oauth_redirect", "byte 22"},
		},
		"code used before": {
			func(s *mockserver.Server) asked {
				c := code(s)
				token(t, s, codeForm(c))
				s.AdvanceClock(3 * time.Second)
				return post(s, "/token", codeForm(c)).basic("testclient", "testsecret")
			},
			[]string{"used 3s ago", "by request 2", "reuse number 1"},
		},
		"code expired": {
			func(s *mockserver.Server) asked {
				c := code(s)
				s.AdvanceClock(40 * time.Second)
				return post(s, "/token", codeForm(c)).basic("testclient", "testsecret")
			},
			[]string{"expired 10s ago", "issued by request 1"},
		},
		"secret of another client": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", "othersecret")
			},
			[]string{"that of client other"},
		},
		"secret of another client that has the own one in it": {
			func(s *mockserver.Server) asked {
				must(s.AddClient(fixtures.Client{ID: "longer", Secrets: []string{"2-testsecret"}}))
				return post(s, "/token", codeForm("x")).basic("testclient", "2-testsecret")
			},
			[]string{"that of client longer"},
		},
		"client that has the name of another in its own": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient-2", "testsecret")
			},
			[]string{`client_id is "testclient-2"; registered are testclient`},
		},
		"token behind what looks like it": {
			func(s *mockserver.Server) asked {
				_, refresh := login(t, s)
				return post(s, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x" + refresh + " ü " + refresh}}).basic("testclient", "testpass")
			},
			[]string{"with 44 characters in front of it and 0 behind it"},
		},
		"secret with white space": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", "testsecret\n")
			},
			[]string{"white space"},
		},
		"credentials in the query": {
			func(s *mockserver.Server) asked {
				return post(s, "/token?client_id=testclient&client_secret=testsecret", codeForm("x"))
			},
			[]string{"query"},
		},
		"redirect_uri left out at the token endpoint": {
			func(s *mockserver.Server) asked {
				c := authorize(t, s, redirected).Query().Get("code")
				return post(s, "/token", codeForm(c)).basic("testclient", "testsecret")
			},
			[]string{"redirect_uri is absent", "https://acme.inc/oauth_redirect", "request 1"},
		},
		"refresh token where an access token belongs": {
			func(s *mockserver.Server) asked {
				_, refresh := login(t, s)
				return get(s, "/me").bearer(refresh)
			},
			[]string{"a refresh token, not an access token"},
		},
		"API key where an access token belongs": {
			func(s *mockserver.Server) asked { return get(s, "/api/balance").bearer("sms77-api-key") },
			[]string{"an API key of account john, not an access token", "X-Api-Key"},
		},
		"access token where an API key belongs": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/api/balance?p="+access)
			},
			[]string{"a code or token, not an API key", "Authorization: Bearer TOKEN"},
		},
		"API key in base64": {
			func(s *mockserver.Server) asked { return get(s, "/api/balance").basic("sms77-api-key", "") },
			[]string{"the API key came in base64"},
		},
		"token as Python writes bytes": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/me").bearer("b'" + access + "'")
			},
			[]string{"the access token has quotes around it"},
		},
		"token as Java writes what may be missing": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/me").bearer("Optional[" + access + "]")
			},
			[]string{"the access token stands within something longer, with 9 characters in front of it and 1 behind it; want it alone"},
		},
		"whole answer where a token belongs": {
			func(s *mockserver.Server) asked {
				_, refresh := login(t, s)
				return post(s, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {`{"refresh_token":"` + refresh + `"}`}}).basic("testclient", "testpass")
			},
			[]string{"the refresh token stands within something longer, with 18 characters in front of it and 2 behind it"},
		},
		"secret with the client's id": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", "testclient:testsecret")
			},
			[]string{"the secret of client testclient stands within something longer, with 11 characters in front of it"},
		},
		"token in upper case": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/me").bearer(strings.ToUpper(access))
			},
			[]string{"the access token differs in upper and lower case"},
		},
		"token that a column was too short for": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/me").bearer(access[:32])
			},
			[]string{"the access token is cut off: its first 32 of 40 characters came"},
		},
		"beginning of a token that many might have": {
			func(s *mockserver.Server) asked {
				access, _ := login(t, s)
				return get(s, "/me").bearer(access[:15])
			},
			[]string{"there is no such access token"},
		},
		"array of PHP where an access token belongs": {
			func(s *mockserver.Server) asked { return get(s, "/me").bearer("Array") },
			[]string{`the access token is the word "Array"`},
		},
		"nothing, as Java writes it, where an access token belongs": {
			func(s *mockserver.Server) asked { return get(s, "/me").bearer("Optional.empty") },
			[]string{`the access token is the word "Optional.empty"`},
		},
		"object of Ruby where an access token belongs": {
			func(s *mockserver.Server) asked { return get(s, "/me").bearer("#<OAuth2::AccessToken:0x00007f>") },
			[]string{`the access token is the word "#<OAuth2::AccessToken:0x00007f>"`},
		},
		"the paths that OAuth libraries take for usual": {
			func(s *mockserver.Server) asked { return post(s, "/oauth/token", codeForm("x")) },
			[]string{`there is nothing at this path`, `did you mean "/token"?`},
		},
		"two slashes where two parts of a URL meet": {
			func(s *mockserver.Server) asked { return get(s, "//authorize") },
			[]string{`did you mean "/authorize"?`},
		},
		"a gateway without /api": {
			func(s *mockserver.Server) asked { return get(s, "/sms") },
			[]string{`did you mean "/api/sms"?`},
		},
		"a gateway with a version, in upper case": {
			func(s *mockserver.Server) asked { return get(s, "/api/v1/SMS/") },
			[]string{`the gateway has no endpoint at this path; did you mean "/api/sms"?`},
		},
		"an OAuth server below /api": {
			func(s *mockserver.Server) asked { return post(s, "/api/token", codeForm("x")) },
			[]string{`did you mean "/token"?`},
		},
		"no value where an access token belongs": {
			func(s *mockserver.Server) asked { return get(s, "/me").bearer("undefined") },
			[]string{`the access token is the word "undefined"`},
		},
		"object where a code belongs": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("[object Object]")).basic("testclient", "testsecret")
			},
			[]string{`the code is the word "[object Object]"`},
		},
		"scheme that is there twice": {
			func(s *mockserver.Server) asked { return get(s, "/me").bearer("Bearer x") },
			[]string{`the access token is the word "Bearer"`},
		},
		"secret in quotes": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", `"testsecret"`)
			},
			[]string{"the secret of client testclient has quotes around it"},
		},
		"Basic that is not base64": {
			func(s *mockserver.Server) asked {
				a := post(s, "/token", codeForm("x"))
				a.Header.Set("Authorization", "Basic testclient:testsecret")
				return a
			},
			[]string{"what follows Basic", "in base64"},
		},
		"unhashed challenge": {
			func(s *mockserver.Server) asked {
				verifier := strings.Repeat("a", 43)
				c := authorize(t, s, authorizePath+"&code_challenge_method=S256&code_challenge="+verifier).Query().Get("code")
				form := codeForm(c)
				form.Set("code_verifier", verifier)
				return post(s, "/token", form).basic("testclient", "testsecret")
			},
			[]string{"unhashed"},
		},
		"hashed challenge of plain": {
			withVerifier("plain", sha256OfAs),
			[]string{"the challenge is the verifier's SHA-256: that is method S256"},
		},
		"padded challenge": {
			withVerifier("S256", sha256OfAs+"="),
			[]string{"must not be padded"},
		},
		"another challenge": {
			withVerifier("S256", "x"+sha256OfAs[1:]),
			[]string{"the S256 challenge " + sha256OfAs + ", and /authorize got x" + sha256OfAs[1:] + " (request 1)"},
		},
		"secret in another case": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", "TestSecret")
			},
			[]string{"differs in upper and lower case"},
		},
		"redirect URI that is shorter": {
			func(s *mockserver.Server) asked {
				return get(s, authorizePath+"&redirect_uri=https%3A%2F%2Facme.inc%2Foauth")
			},
			[]string{"differs from the registered https://acme.inc/oauth_redirect at byte 22"},
		},
		"token alone": {
			func(s *mockserver.Server) asked {
				a := get(s, "/me")
				a.Header.Set("Authorization", "x")
				return a
			},
			[]string{"the header has no scheme"},
		},
		"another scheme": {
			func(s *mockserver.Server) asked {
				a := get(s, "/me")
				a.Header.Set("Authorization", "Token x")
				return a
			},
			[]string{`the scheme is "Token"; want Bearer`},
		},
		"unknown scope": {
			func(s *mockserver.Server) asked { return get(s, authorizePath+"&scope=sms%20nope") },
			[]string{`scope "nope" is unknown; known are analytics balance`},
		},
		"scope that is there twice": {
			func(s *mockserver.Server) asked { return get(s, authorizePath+"&scope=sms%20sms") },
			[]string{`scope "sms" is twice in "sms sms"`},
		},
		"two spaces between scopes": {
			func(s *mockserver.Server) asked { return get(s, authorizePath+"&scope=sms%20%20analytics") },
			[]string{"has an empty part"},
		},
		"client id with a control character": {
			func(s *mockserver.Server) asked { return get(s, "/authorize?client_id=test%01client") },
			[]string{"invisible character in it, U+0001"},
		},
		"Bearer alone": {
			func(s *mockserver.Server) asked {
				a := get(s, "/me")
				a.Header.Set("Authorization", "bearer")
				return a
			},
			[]string{"the word Bearer alone"},
		},
		"form that is packed": {
			func(s *mockserver.Server) asked {
				a := body("/token", "application/x-www-form-urlencoded", "\x1f\x8b")(s)
				a.Header.Set("Content-Encoding", "gzip")
				return a
			},
			[]string{`it came with Content-Encoding "gzip", and is not unpacked`},
		},
		"code of the world, with another redirect URI": {
			func(s *mockserver.Server) asked {
				form := codeForm("of-the-world")
				form.Set("redirect_uri", "https://acme.inc/")
				return post(s, "/token", form).basic("testclient", "testsecret")
			},
			[]string{"/authorize got https://acme.inc/oauth_redirect: they differ at byte 17"},
		},
		"code of the world that was used": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("used-in-the-world")).basic("testclient", "testsecret")
			},
			[]string{"the code was used 0s ago; this is reuse number 1"},
		},
		"secret that is percent-encoded": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("colon", "se%3Acr%3aet")
			},
			[]string{"secret of client colon", "decoded it would match", "does not decode"},
		},
		"client id that is percent-encoded": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("test%63lient", "testsecret")
			},
			[]string{"decoded it would match", "does not decode"},
		},
		"PKCE without state": {
			func(s *mockserver.Server) asked {
				return get(s, "/authorize?response_type=code&client_id=testclient&code_challenge_method=S256&code_challenge=x")
			},
			[]string{"state is absent", "PKCE", "Auth.js"},
		},
		"grant type as an array": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", url.Values{"grant_type[]": {"refresh_token"}})
			},
			[]string{"grant_type is absent: `grant_type` came as a list"},
		},
		"scope as an array, beside a mistake": {
			func(s *mockserver.Server) asked {
				return get(s, "/authorize?client_id=testclient&response_type=x&scope[]=sms")
			},
			[]string{`response_type is "x"; want code; scope came as an array`},
		},
		"client id with a space that does not break": {
			func(s *mockserver.Server) asked { return get(s, "/authorize?client_id=test%C2%A0client") },
			[]string{"invisible character in it, U+00A0"},
		},
		"code as an array": {
			func(s *mockserver.Server) asked {
				a := post(s, "/token", nil).basic("testclient", "testsecret")
				a.Body = io.NopCloser(strings.NewReader(`{"grant_type":"authorization_code","code":["5ecret"]}`))
				a.Header.Set("Content-Type", "application/json")
				return a
			},
			[]string{"code is absent: `code` came as a list"},
		},
		"JSON that says it is a form": {
			body("/token", "application/x-www-form-urlencoded", `{"grant_type":"refresh_token"}`),
			[]string{"grant_type is absent: no parameters could be read from the body: it is JSON"},
		},
		"JSON with a byte order mark": {
			body("/token", "application/json", "\ufeff{}"),
			[]string{"grant_type is absent: the body begins with a byte order mark"},
		},
		"broken JSON": {
			body("/revoke", "application/json", `{"token":"x"`),
			[]string{"token is absent: the body is no JSON"},
		},
		"no content type": {
			body("/authorize", "", "client_id=testclient"),
			[]string{"client_id is absent: no parameters could be read from the body, which came without a Content-Type"},
		},
		"bearer token in text": {
			body("/me", "text/plain", "access_token=x"),
			[]string{"no token", `Content-Type "text/plain"`},
		},
		"bearer token in the body of GET": {
			func(s *mockserver.Server) asked {
				a := body("/me", "application/x-www-form-urlencoded", "access_token=x")(s)
				a.Method = "GET"
				return a
			},
			[]string{"no token", "the body of GET is not looked at"},
		},
		"another spelling": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", url.Values{"grant_type": {"refresh_token"}, "Refresh_Token": {"x"}}).basic("testclient", "testsecret")
			},
			[]string{`"Refresh_Token" is there, which is another name`},
		},
		"parameter without a value": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"0"}}).basic("testclient", "testsecret")
			},
			[]string{`refresh_token is "0", which counts as absent`},
		},
		"response type that is empty": {
			func(s *mockserver.Server) asked {
				return get(s, "/authorize?client_id=testclient&response_type=")
			},
			[]string{`response_type is "", which counts as absent`},
		},
		"secret in Latin-1": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("umlaut", "ge\xfcheim")
			},
			[]string{"secret of client umlaut came in Latin-1"},
		},
		"secret with an invisible character": {
			func(s *mockserver.Server) asked {
				return post(s, "/token", codeForm("x")).basic("testclient", "test\u200bsecret")
			},
			[]string{"invisible character in it, U+200B"},
		},
		"client id with an invisible character": {
			func(s *mockserver.Server) asked { return get(s, "/authorize?client_id=%EF%BB%BFtestclient") },
			[]string{"invisible character in it, U+FEFF"},
		},
		"refresh token with a line break in it": {
			func(s *mockserver.Server) asked {
				_, refresh := login(t, s)
				return post(s, "/token", refreshForm(refresh[:20]+"\n"+refresh[20:])).basic("testclient", "testsecret")
			},
			[]string{"the refresh token has an invisible character in it, U+000A"},
		},
		"wrong content type": {
			func(s *mockserver.Server) asked {
				a := post(s, "/token", url.Values{"grant_type": {"refresh_token"}})
				a.Header.Set("Content-Type", "text/plain")
				return a
			},
			[]string{`"text/plain"`, "application/x-www-form-urlencoded"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, func(w *fixtures.World) {
				w.Codes = append(w.Codes, fixtures.Code{Code: "of-the-world", Client: "testclient", RedirectURI: "https://acme.inc/oauth_redirect"},
					fixtures.Code{Code: "used-in-the-world", Client: "testclient", State: fixtures.Used})
				w.Clients = append(w.Clients, fixtures.Client{ID: "other", Secrets: []string{"othersecret"}},
					fixtures.Client{ID: "colon", Secrets: []string{"se:cr:et"}}, fixtures.Client{ID: "umlaut", Secrets: []string{"geheim", "geüheim"}})
			})
			server.FreezeClock() // the reasons count seconds
			w := test.ask(server).answer()
			reason := w.Header().Get("Mock-Reason")
			for _, want := range test.want {
				if !strings.Contains(reason, want) {
					t.Errorf("got reason %q, want it to name %q", reason, want)
				}
			}
			entries := must(server.Requests(control.RequestFilter{}))
			if last := entries[len(entries)-1]; last.Reason != reason {
				t.Errorf("reason in the journal: got %q, want that of the header, %q", last.Reason, reason)
			}
		})
	}
}

// sha256OfAs is the S256 challenge of 43 times a.
const sha256OfAs = "ZtNPunH49FD35FWYhT5Tv8I7vRKQJ8uxMaL0_9eHjNA"

// withVerifier redeems a code that was issued for a challenge, by 43 times a.
func withVerifier(method, challenge string) func(*mockserver.Server) asked {
	return func(s *mockserver.Server) asked {
		w := get(s, authorizePath+"&code_challenge_method="+method+"&code_challenge="+challenge).answer()
		u, _ := w.Result().Location()
		form := codeForm(u.Query().Get("code"))
		form.Set("code_verifier", strings.Repeat("a", 43))
		return post(s, "/token", form).basic("testclient", "testsecret")
	}
}

// body posts a body with a Content-Type, or none.
func body(path, contentType, body string) func(*mockserver.Server) asked {
	return func(s *mockserver.Server) asked {
		a := post(s, path, nil)
		a.Body = io.NopCloser(strings.NewReader(body))
		a.Header.Set("Content-Type", contentType)
		return a
	}
}

// TestReasonOfAnArrayThatPasses looks for what came in the journal, since the
// request succeeds: with the default scope in the place of the array.
func TestReasonOfAnArrayThatPasses(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	get(server, "/authorize?response_type=code&client_id=testclient&state=xyz&scope%5B%5D=sms&scope%5B%5D=voice").answer()
	const want = `scope came as an array in the query, scope[] = ["sms" "voice"], and counts as absent: send one value`
	if got := must(server.Requests(control.RequestFilter{}))[0].Reason; got != want {
		t.Errorf("got reason %q, want %q", got, want)
	}
}

// A text that is no UTF-8 is sent all the same, and the journal says so.
func TestReasonOfATextInLatin1(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ query, body, want string }{
		"UTF-8":         {"", "text=gr%C3%BC%C3%9Fe", ""},
		"in the body":   {"", "text=gr%FC%DFe&foreign_id=B%FCro", `no UTF-8, perhaps Latin-1, came in "foreign_id", "text": what is no character shows as U+FFFD`},
		"in the query":  {"&text=gr%FC%DFe", "", `no UTF-8, perhaps Latin-1, came in "text": what is no character shows as U+FFFD`},
		"in both":       {"&label=%FC", "text=gr%FC%DFe&label=%FC", `no UTF-8, perhaps Latin-1, came in "label", "text": what is no character shows as U+FFFD`},
		"a name's part": {"", "text=a&%FC=1&b=%FC", `no UTF-8, perhaps Latin-1, came in "b": what is no character shows as U+FFFD`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newServer(t, nil)
			w := body("/api/sms?p=sms77-api-key&to=491716992343"+test.query, "application/x-www-form-urlencoded", test.body)(server).answer()
			if got := w.Body.String(); got != "100" {
				t.Errorf("got %s, want 100", got)
			}
			if got := must(server.Requests(control.RequestFilter{}))[0].Reason; got != test.want {
				t.Errorf("got reason %q, want %q", got, test.want)
			}
		})
	}
}

// What is refused has its reason alone.
func TestReasonOfARefusedTextInLatin1(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	body("/api/sms?p=sms77-api-key", "application/x-www-form-urlencoded", "text=gr%FC%DFe")(server).answer()
	if got := must(server.Requests(control.RequestFilter{}))[0].Reason; got == "" || strings.Contains(got, "UTF-8") {
		t.Errorf("got reason %q, want that the recipient is missing", got)
	}
}

// TestReasonInTheHeader is one line of printable ASCII.
func TestReasonInTheHeader(t *testing.T) {
	t.Parallel()
	w := get(newServer(t, nil), "/authorize?response_type=code&client_id=testclient&redirect_uri=a%7Fb%0D%0Ac%C3%A9").answer()
	if got, want := w.Header().Get("Mock-Reason"), "redirect_uri a b  c? differs"; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestReasonCanBeSwitchedOff holds the answer to what the real server sends.
func TestReasonCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithoutReason())
	w := get(server, "/authorize").answer()
	if got := w.Header().Get("Mock-Reason"); got != "" {
		t.Errorf("Mock-Reason: got %q, want none", got)
	}
	if must(server.Requests(control.RequestFilter{}))[0].Reason == "" {
		t.Error("the journal has no reason")
	}
}

// What a success has to remark is for the tester: the answer is as the client
// of the real server knows it.
func TestReasonOfASuccess(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil)
	access := must(server.IssueToken(control.TokenRequest{})).AccessToken
	for _, test := range []struct{ url, headers, want string }{
		{"https://app.example/", "", "the hook is there, but nothing will be sent to it"},
		{"http://localhost/", "X-Key: 1\nX-Key 2\n\n: 3", `the hook is there, but nobody will get what is no header in ` + "`headers`" + `: ["X-Key 2" ": 3"]`},
	} {
		hook := url.Values{"target_url": {test.url}, "event_type": {"sms_mo"}, "headers": {test.headers}}
		w := post(server, "/api/hooks", hook).bearer(access).answer()
		if got, ok := w.Header()["Mock-Reason"]; ok || w.Code != 200 {
			t.Errorf("got %d with the reason %q, want none", w.Code, got)
		}
		entries := must(server.Requests(control.RequestFilter{}))
		if entry := entries[len(entries)-1]; entry.Outcome != control.OK || !strings.Contains(entry.Reason, test.want) {
			t.Errorf("got %s, want ok: %s", entry, test.want)
		}
	}
}

// A code that the world has was issued to no request, and none is named.
func TestReasonOfTheWorldsCodes(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]fixtures.Code{
		"redirect URI": {RedirectURI: "https://acme.inc/oauth_redirect"},
		"verifier":     {CodeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", CodeChallengeMethod: "S256"},
	} {
		server := newServer(t, func(w *fixtures.World) {
			code.Code, code.Client = "printed", "testclient"
			w.Codes = []fixtures.Code{code}
		})
		reason := post(server, "/token", codeForm("printed")).basic("testclient", "testsecret").answer().Header().Get("Mock-Reason")
		if reason == "" || strings.Contains(reason, "request 0") {
			t.Errorf("%s: got the reason %q, want one without a request", name, reason)
		}
	}
}
