package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
)

// FuzzEndpoints sends anything to the OAuth endpoints: no input gives a 5xx. The
// recorded requests are among its seeds.
func FuzzEndpoints(f *testing.F) {
	f.Add("GET", "/authorize", "response_type=code&client_id=testclient&state=xyz", "", "", "")
	f.Add("POST", "/token", "", "Basic dGVzdGNsaWVudDp0ZXN0c2VjcmV0", "application/x-www-form-urlencoded", "grant_type=authorization_code&code=x&code_verifier=%00")
	f.Add("POST", "/token", "scope=%ff", "basic\t!!!", "application/json", `{"grant_type":["a",{"b":null}],"client_id":1e400}`)
	f.Add("POST", "/revoke", "", "", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=token\r\n\r\n1\r\n--x--")
	f.Add("DELETE", "/me", "access_token[]=1", "XBearer a b", "application/x-www-form-urlencoded", "access_token=1")
	f.Add("POST", "/consent", "", "", "application/x-www-form-urlencoded", "request=client_id%3Dtestclient&answer=allow")
	for _, x := range recordedExchanges(f) {
		path, query, _ := strings.Cut(x.Request.Path, "?")
		body := ""
		if x.Request.Body != nil {
			body = *x.Request.Body
		}
		f.Add(x.Request.Method, path, query, x.Request.Headers["Authorization"], x.Request.Headers["Content-Type"], body)
	}
	server := newServer(f, nil)
	f.Fuzz(func(t *testing.T, method, path, query, authorization, contentType, body string) {
		r, ok := fuzzed(method, path, query, body)
		if !ok {
			t.Skip()
		}
		r.Header.Set("Authorization", authorization)
		r.Header.Set("Content-Type", contentType)
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("got %d %s", w.Code, w.Body)
		}
	})
}

// fuzzed makes a request to one of the double's endpoints of fuzzed parts, if
// net/http would let them through.
func fuzzed(method, path, query, body string) (r *http.Request, ok bool) {
	defer func() { ok = recover() == nil && r != nil }() // httptest panics where net/http answers 400
	r = httptest.NewRequest(method, "/", strings.NewReader(body))
	endpoints := []string{"/authorize", "/token", "/revoke", "/me", "/consent"}
	r.URL.Path = endpoints[len(path)%len(endpoints)]
	for _, e := range endpoints {
		if path == e {
			r.URL.Path = e
		}
	}
	r.URL.RawQuery = query
	return r, true
}

// FuzzRedirect asks for a code with anything in the query: the user is never
// sent to a URI that is not registered.
func FuzzRedirect(f *testing.F) {
	const registered = "https://acme.inc/oauth_redirect"
	for _, uri := range []string{registered, registered + "/", registered + "?a=1", "https://acme.inc@evil.example/", "https://acme.inc/oauth_redirect#", "//evil.example", "\thttps://acme.inc/oauth_redirect", "0"} {
		f.Add("response_type=code&client_id=testclient&state=xyz&redirect_uri=" + url.QueryEscape(uri))
		f.Add("client_id=testclient&client_id=testclient&state=%0d%0aLocation:x&scope=nope&redirect_uri=" + url.QueryEscape(uri))
	}
	server := newServer(f, func(w *fixtures.World) { w.Clients = w.Clients[:1] })
	f.Fuzz(func(t *testing.T, query string) {
		r := httptest.NewRequest(http.MethodGet, "/authorize", nil)
		r.URL.RawQuery = query
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		for _, location := range w.Header().Values("Location") {
			if !strings.HasPrefix(location, registered+"?") {
				t.Errorf("sent to %q, want %s", location, registered)
			}
		}
	})
}
