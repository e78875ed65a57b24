package mockserver_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

var link = regexp.MustCompile(`(?:href|src|action)="([^"#]+)"`)

// TestPrefix looks at the pages through proxies that serve them below a path:
// one that takes it away from requests, and one that leaves it there.
func TestPrefix(t *testing.T) {
	t.Parallel()
	for name, strip := range map[string]bool{"stripped": true, "left": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const request = "response_type=code&client_id=testclient&state=8f14e45f&scope=sms"
			base := behindProxy(t, strip)
			home := followLinks(t, base, base+"/")
			if !strings.Contains(home, base+"/token") {
				t.Errorf("the first page does not name %s/token", base)
			}
			followLinks(t, base, base+"/_mock/")
			if strings.Contains(followLinks(t, base, base+"/authorize?"+request), base) {
				t.Error("the consent page names the URL of the server")
			}
			if got, want := consented(t, base, request), "https://acme.inc/oauth_redirect?code="; !strings.HasPrefix(got, want) {
				t.Errorf("consent: got to %q, want %s...", got, want)
			}
			fetch(t, base+"/_mock", http.StatusOK) // by way of a redirect
			fetch(t, base+"/demo", http.StatusOK)  // by way of /authorize
			demo := strings.Replace(request, "testclient", "sms77mock-demo", 1) + "&redirect_uri=" + url.QueryEscape(base+"/demo/callback")
			callback := consented(t, base, demo)
			if !strings.HasPrefix(callback, base+"/demo/callback?code=") {
				t.Fatalf("demonstration: got to %q", callback)
			}
			if page := fetch(t, callback, http.StatusOK); !strings.Contains(page, "demo") {
				t.Errorf("demonstration: got %s", page)
			}
			fetch(t, base+"/me", http.StatusUnauthorized)
			if !strip {
				fetch(t, base+"x/me", http.StatusNotFound)
			}
		})
	}
}

// behindProxy returns the URL of a server that is reached below a path, which its
// proxy strips or leaves there.
func behindProxy(t *testing.T, strip bool) (base string) {
	t.Helper()
	var double http.Handler
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { double.ServeHTTP(w, r) }))
	t.Cleanup(backend.Close)
	target := must(url.Parse(backend.URL))
	var onward http.Handler = &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }}
	if strip {
		onward = http.StripPrefix("/qa/sms77", onward)
	}
	mux := http.NewServeMux()
	mux.Handle("/qa/sms77/", onward)
	proxy := httptest.NewServer(mux)
	t.Cleanup(proxy.Close)
	base = proxy.URL + "/qa/sms77"
	double = newServer(t, func(w *fixtures.World) { w.Authorize.Decision = fixtures.Prompt }, mockserver.WithPublicURL(base+"/"))
	return base
}

// consented allows an authorization request on the consent page, and returns where the
// user is sent.
func consented(t *testing.T, base, request string) string {
	t.Helper()
	form := url.Values{"request": {request}, "account": {"john"}, "scope": {"sms"}, "answer": {"allow"}}
	r := must(http.NewRequest(http.MethodPost, base+"/consent", strings.NewReader(form.Encode())))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", strings.TrimSuffix(base, "/qa/sms77")) // as browsers say it that know no Sec-Fetch-Site
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.Header.Get("Location")
}

// TestPrefixItself leads to the first page, and what only begins like it is no part
// of it.
func TestPrefixItself(t *testing.T) {
	t.Parallel()
	server := newServer(t, nil, mockserver.WithPublicURL("https://qa.example/qa/sms77"))
	if w := get(server, "/qa/sms77").answer(); w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != "sms77/" {
		t.Errorf("got %d to %q, want a redirect to sms77/", w.Code, w.Header().Get("Location"))
	}
	for path, want := range map[string]int{"/qa/sms77/me": 401, "/me": 401, "/qa/sms77me": 404, "/qa/me": 404} {
		if got := get(server, path).answer().Code; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}

// followLinks gets a page and everything of the server that it leads to, all of
// which has to be below base.
func followLinks(t *testing.T, base, page string) string {
	t.Helper()
	from, err := url.Parse(page)
	if err != nil {
		t.Fatal(err)
	}
	body := fetch(t, page, http.StatusOK)
	for _, m := range link.FindAllStringSubmatch(body, -1) {
		to, err := from.Parse(strings.ReplaceAll(m[1], "&amp;", "&"))
		if err != nil || !strings.HasPrefix(to.String(), base+"/") {
			t.Errorf("%s leads to %s, %v, want something below %s", page, to, err, base)
			continue
		}
		if !strings.HasSuffix(to.Path, "/consent") && !strings.HasSuffix(to.Path, "/demo") {
			fetch(t, to.String(), http.StatusOK)
		}
	}
	return body
}

func fetch(t *testing.T, url string, want int) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		t.Errorf("%s: got %d, %v, want %d", url, response.StatusCode, err, want)
	}
	return string(body)
}
