package mockserver_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// TestRulesBeyondTheRecordings holds the rules of which no exchange was kept:
// what docs/fidelity.md names as known from the library or as a guess.
func TestRulesBeyondTheRecordings(t *testing.T) {
	t.Parallel()
	const (
		anyRedirect = "&redirect_uri=https%3A%2F%2Fx.example%2Fcb"
		hex         = "0123456789abcdef0123456789abcdef01234567"
	)
	authorizeAs := func(client, more string) func(*mockserver.Server) asked {
		return func(s *mockserver.Server) asked {
			return get(s, "/authorize?response_type=code&state=xyz&client_id="+client+more)
		}
	}
	bearer := func(header string) func(*mockserver.Server) asked {
		return func(s *mockserver.Server) asked {
			access, _ := login(t, s)
			a := get(s, "/me")
			a.Header.Set("Authorization", strings.ReplaceAll(header, "TOKEN", access))
			return a
		}
	}
	for name, test := range map[string]struct {
		world  func(*fixtures.World)
		ask    func(*mockserver.Server) asked
		status int
		want   string // part of the body, or of Location for a redirect
	}{
		"no redirect URI, none registered":    {nil, authorizeAs("joomla", ""), 400, "No redirect URI was supplied or stored"},
		"no redirect URI, several registered": {nil, authorizeAs("seven-mcp", ""), 400, `when multiple redirect URIs are registered","error_uri":"http:\/\/tools.ietf.org\/html\/rfc6749#section-3.1.2.3"`},
		"no default scope":                    {func(w *fixtures.World) { w.Scopes.Default = []string{} }, authorizeAs("joomla", anyRedirect), 302, "error=invalid_client&error_description=This+application+requires+you+specify+a+scope+parameter&state=xyz"},
		"openid, for a client with scopes of its own": {func(w *fixtures.World) { w.Clients[0].Scopes = []string{"sms"} },
			authorizeAs("testclient", "&scope=openid%20sms"), 302, "error=invalid_scope"},
		"offline_access alone, for a client with scopes of its own": {func(w *fixtures.World) { w.Clients[0].Scopes = []string{"sms"} },
			authorizeAs("testclient", "&scope=offline_access"), 302, "error=invalid_scope"},
		"openid, where a client has it among its own scopes": {func(w *fixtures.World) {
			w.Scopes.Known = append(fixtures.KnownScopes(), "openid")
			w.Clients[0].Scopes = []string{"sms", "openid"}
		}, authorizeAs("testclient", "&scope=openid%20sms"), 302, "?code="},
		"an array of scopes grants the default": {nil, authorizeAs("testclient", "&scope[]=sms"), 302, "?code="},
		"a denial under PKCE": {func(w *fixtures.World) { w.Authorize.Decision = fixtures.Deny },
			authorizeAs("testclient", "&code_challenge_method=S256&code_challenge="+strings.Repeat("a", 43)), 302, "error=access_denied"},
		"unknown parameters":           {nil, authorizeAs("testclient", "&approval_prompt=auto"), 302, "?code="},
		"the words of a response type": {nil, authorizeAs("testclient", "&response_type=code%20token"), 302, "error=invalid_request"},
		"two slashes lead nowhere":     {nil, func(s *mockserver.Server) asked { return post(s, "//token", nil) }, 404, "not_found"},
		"a body that is too large": {nil, func(s *mockserver.Server) asked {
			return post(s, "/token", url.Values{"x": {strings.Repeat("x", 1<<20)}})
		}, 413, "Too Large"},
		"an empty hint is a bad one": {nil, func(s *mockserver.Server) asked {
			return post(s, "/revoke", url.Values{"token": {"x"}, "token_type_hint": {""}})
		}, 400, "Token type hint must be either 'access_token' or 'refresh_token'"},
		"a wrong hint finds the token":   {nil, revokeThenAsk("refresh_token"), 401, "The access token provided is invalid"},
		"bearer token behind other text": {nil, bearer("XBearer TOKEN junk"), 200, "john.doe"},
		"bearer token after two spaces":  {nil, bearer("Bearer  TOKEN"), 401, "Malformed auth header"},
		"bearer token in a JSON body": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/me", nil)
			a.Body = io.NopCloser(strings.NewReader(`{"access_token":"x"}`))
			a.Header.Set("Content-Type", "application/json")
			return a
		}, 401, "The content type for POST requests must be"},
		"bearer token in a multipart form": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/me", nil)
			a.Body = io.NopCloser(strings.NewReader("--B\r\nContent-Disposition: form-data; name=access_token\r\n\r\nx\r\n--B--\r\n"))
			a.Header.Set("Content-Type", "multipart/form-data; boundary=B")
			return a
		}, 401, "The content type for POST requests must be"},
		"access_token 0 in the query, beside a bearer token": {nil, func(s *mockserver.Server) asked {
			access, _ := login(t, s)
			return get(s, "/me?access_token=0").bearer(access)
		}, 200, "john.doe"},
		"access_token 0 in the body, beside a bearer token": {nil, func(s *mockserver.Server) asked {
			access, _ := login(t, s)
			return post(s, "/me", url.Values{"access_token": {"0"}}).bearer(access)
		}, 200, "john.doe"},
		"bearer token in the body of DELETE": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/me", url.Values{"access_token": {"x"}})
			a.Method = http.MethodDelete
			return a
		}, 401, "the method must be POST or PUT"},
		"bearer token in the body of put": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/me", url.Values{"access_token": {"x"}})
			a.Method = "put"
			return a
		}, 401, "The access token provided is invalid"},
		"post in lower case": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/token", codeForm(hex)).basic("testclient", "testsecret")
			a.Method = "post"
			return a
		}, 400, "The grant type was not specified in the request"},
		"options in lower case": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/revoke", nil)
			a.Method = "options"
			return a
		}, 200, ""},
		"Basic with a tab": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/token", codeForm(hex))
			a.Header.Set("Authorization", "Basic\tdGVzdGNsaWVudDp0ZXN0c2VjcmV0")
			return a
		}, 400, "Authorization code doesn't exist"},
		"the redirect URIs are decoded once more": {nil, func(s *mockserver.Server) asked {
			code := authorize(t, s, "/authorize?response_type=code&state=xyz&client_id=joomla&redirect_uri=https%3A%2F%2Fx.example%2Fa%252Fb").Query().Get("code")
			form := codeForm(code)
			form.Set("client_id", "joomla")
			form.Set("redirect_uri", "https://x.example/a/b")
			return post(s, "/token", form)
		}, 200, "access_token"},
		"a newline after the verifier":          {nil, verified(strings.Repeat("a", 43) + "\n"), 200, "access_token"},
		"a verifier of every kind of character": {nil, verified("-._~09azAZ" + strings.Repeat("a", 118)), 200, "access_token"},
		"a verifier that is too long":           {nil, verified(strings.Repeat("a", 129)), 400, "code_verifier_invalid"},
		"a verifier that is too short":          {nil, verified(strings.Repeat("a", 42)), 400, "code_verifier_invalid"},
		"a verifier with a bracket":             {nil, verified("[" + strings.Repeat("a", 43)), 400, "code_verifier_invalid"},
		"a verifier with a brace":               {nil, verified("{" + strings.Repeat("a", 43)), 400, "code_verifier_invalid"},
		"bearer token that counts as absent":    {nil, bearer("Bearer 0"), 401, ""},
		"bearer token behind a longer word":     {nil, bearer("Bearers TOKEN"), 401, "Malformed auth header"},
		"an error behind a query that is empty": {nil, authorizeAs("joomla", "&response_type=x&redirect_uri=https%3A%2F%2Fx.example%2Fcb%3F"),
			302, "https://x.example/cb??error="},
		"an error behind a query that counts as absent": {nil, authorizeAs("joomla", "&response_type=x&redirect_uri=https%3A%2F%2Fx.example%2Fcb%3F0"),
			302, "https://x.example/cb?0?error="},
		"an error behind a query": {nil, authorizeAs("joomla", "&response_type=x&redirect_uri=https%3A%2F%2Fx.example%2Fcb%3Fa"),
			302, "https://x.example/cb?a&error="},
		"a body of unknown length that is too large": {nil, func(s *mockserver.Server) asked {
			a := post(s, "/token", nil)
			a.Body, a.ContentLength = io.NopCloser(strings.NewReader(strings.Repeat("x", 1<<20+1))), -1
			return a
		}, 413, "Too Large"},
		"opening the answer of the consent page": {nil, func(s *mockserver.Server) asked { return get(s, "/consent") }, 405, "answers by POST"},
		"an expired refresh token, time and again": {nil, func(s *mockserver.Server) asked {
			_, refresh := login(t, s)
			s.AdvanceClock(15 * 24 * time.Hour)
			token(t, s, refreshForm(refresh))
			return post(s, "/token", refreshForm(refresh)).basic("testclient", "testsecret")
		}, 400, "Refresh token has expired"},
		"an expired code, without the redirect URI that /authorize had": {nil, func(s *mockserver.Server) asked {
			code := authorize(t, s, authorizePath+"&redirect_uri=https%3A%2F%2Facme.inc%2Foauth_redirect").Query().Get("code")
			s.AdvanceClock(31 * time.Second)
			return post(s, "/token", codeForm(code)).basic("testclient", "testsecret")
		}, 400, "The redirect URI is missing or do not match"},
		"an expired refresh token of another client": {nil, func(s *mockserver.Server) asked {
			_, refresh := login(t, s)
			s.AdvanceClock(15 * 24 * time.Hour)
			form := refreshForm(refresh)
			form.Set("client_id", "joomla")
			return post(s, "/token", form)
		}, 400, "Refresh token has expired"},
		"narrow stays narrow": {nil, func(s *mockserver.Server) asked {
			_, refresh := login(t, s)
			form := refreshForm(refresh)
			form.Set("scope", "sms")
			_, narrow := token(t, s, form)
			form = refreshForm(narrow["refresh_token"].(string))
			form.Set("scope", "sms analytics")
			return post(s, "/token", form).basic("testclient", "testsecret")
		}, 400, "The scope requested is invalid for this request"},
		"the world file's tokens have no end": {nil, func(s *mockserver.Server) asked {
			s.AdvanceClock(100 * 365 * 24 * time.Hour)
			return get(s, "/me").bearer("b1a9391d0469cafe30258893ab6025d4ad94ecec")
		}, 200, "john.doe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := test.ask(newServer(t, test.world)).answer()
			got := w.Body.String()
			if w.Code == http.StatusFound {
				got = w.Header().Get("Location")
			}
			if w.Code != test.status || !strings.Contains(got, test.want) {
				t.Errorf("got %d %s, want %d %s; reason: %s", w.Code, got, test.status, test.want, w.Header().Get("Mock-Reason"))
			}
		})
	}
}

// TestWhatPHPCannotSend makes errors of what PHP leaves out of its answer: a
// Location of several lines, and JSON of bytes that are no UTF-8.
func TestWhatPHPCannotSend(t *testing.T) {
	t.Parallel()
	const anyURI = "/authorize?client_id=joomla&response_type=nope&state=xyz&redirect_uri=https%3A%2F%2Fx.example%2F"
	for name, test := range map[string]struct {
		ask                    func(http.Handler) asked
		status                 int
		location, body, reason string
	}{
		"line feed in the redirect URI": {func(s http.Handler) asked { return get(s, anyURI+"a%0Ab") },
			302, "", `{"error":"invalid_request","error_description":"Invalid or missing response type","state":"xyz"}`, "no Location"},
		"carriage return at its end": {func(s http.Handler) asked { return get(s, anyURI+"a%0D") },
			302, "", `{"error":"invalid_request","error_description":"Invalid or missing response type","state":"xyz"}`, "no Location"},
		"NUL in it": {func(s http.Handler) asked { return get(s, anyURI+"a%00b") },
			302, "", `{"error":"invalid_request","error_description":"Invalid or missing response type","state":"xyz"}`, "no Location"},
		"tab in it": {func(s http.Handler) asked { return get(s, anyURI+"a%09b") },
			302, "https://x.example/a\tb?error=invalid_request&error_description=Invalid+or+missing+response+type&state=xyz",
			`{"error":"invalid_request","error_description":"Invalid or missing response type","state":"xyz"}`, "response_type"},
		"grant type that is no UTF-8": {func(s http.Handler) asked { return post(s, "/token", url.Values{"grant_type": {"\xe4"}}) },
			400, "", "", "no UTF-8"},
		"state that is no UTF-8": {func(s http.Handler) asked { return get(s, authorizePath+"&state=%ED%A0%80&scope=nope") },
			302, "https://acme.inc/oauth_redirect?error=invalid_scope&error_description=An+unsupported+scope+was+requested&state=%ED%A0%80", "", "no UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := test.ask(newServer(t, nil)).answer()
			h := w.Header()
			if w.Code != test.status || h.Get("Location") != test.location || w.Body.String() != test.body {
				t.Errorf("got %d to %q with body %s, want %d to %q with %s", w.Code, h.Get("Location"), w.Body, test.status, test.location, test.body)
			}
			if got, want := h.Get("Content-Type")+" "+h.Get("Cache-Control"), "application/json no-store"; got != want {
				t.Errorf("headers: got %s, want %s", got, want)
			}
			if got := h.Get("Mock-Reason"); !strings.Contains(got, test.reason) {
				t.Errorf("got reason %q, want it to name %q", got, test.reason)
			}
		})
	}
}

// TestReuseOfRefreshTokens uses a refresh token twice, in both worlds.
func TestReuseOfRefreshTokens(t *testing.T) {
	t.Parallel()
	for reuse, want := range map[fixtures.Reuse]int{"": 400, fixtures.RefuseReuse: 400, fixtures.AllowReuse: 200} {
		t.Run("reuse "+string(reuse), func(t *testing.T) {
			t.Parallel()
			server := newServer(t, func(w *fixtures.World) { w.RefreshTokenReuse = reuse })
			_, first := login(t, server)
			_, members := token(t, server, refreshForm(first))
			if got, _ := token(t, server, refreshForm(first)); got != want {
				t.Errorf("used again: got %d, want %d", got, want)
			}
			second := members["refresh_token"].(string)
			if second == first {
				t.Error("the refresh gave out the same token, want a new one")
			}
			if got, _ := token(t, server, refreshForm(second)); got != 200 {
				t.Errorf("the successor: got %d, want 200", got)
			}
		})
	}
}

// verified redeems a code by a verifier.
func verified(verifier string) func(*mockserver.Server) asked {
	return func(s *mockserver.Server) asked {
		w := get(s, authorizePath+"&code_challenge_method=plain&code_challenge="+url.QueryEscape(verifier)).answer()
		u, _ := w.Result().Location()
		form := codeForm(u.Query().Get("code"))
		form.Set("code_verifier", verifier)
		return post(s, "/token", form).basic("testclient", "testsecret")
	}
}

// revokeThenAsk revokes an access token with a hint and asks /me with it.
func revokeThenAsk(hint string) func(*mockserver.Server) asked {
	return func(s *mockserver.Server) asked {
		access := must(s.Tokens(control.TokenFilter{Kind: "access_token"}))[0].Token
		post(s, "/revoke", url.Values{"token": {access}, "token_type_hint": {hint}}).answer()
		return get(s, "/me").bearer(access)
	}
}
