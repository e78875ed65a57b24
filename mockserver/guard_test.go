package mockserver_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// newGuarded returns a server with options, in which a person answers.
func newGuarded(t *testing.T, opts ...mockserver.Option) *mockserver.Server {
	t.Helper()
	world := fixtures.Default()
	world.Authorize.Decision = fixtures.Prompt
	s, err := mockserver.New(world, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// through answers a request that came through a socket at a local address, for
// a host, with headers: "Name: value" each.
func through(h http.Handler, local, host, methodAndPath, form string, headers ...string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(methodAndPath, " ")
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.Host = host
	r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(local), Port: 8077}))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	askConsent = "GET /authorize?response_type=code&client_id=testclient&state=8f14e45f&scope=sms"
	loopback   = "127.0.0.1"
	elsewhere  = "172.17.0.2"
)

// answerForm is what the consent page sends.
func answerForm(more url.Values) string {
	form := url.Values{
		"request": {"response_type=code&client_id=testclient&state=8f14e45f&scope=sms"},
		"account": {"john"}, "scope": {"sms"}, "answer": {"allow"},
	}
	for name, values := range more {
		form[name] = values
	}
	return form.Encode()
}

// TestForeignHosts asks by hosts that are and are not the server's.
func TestForeignHosts(t *testing.T) {
	t.Parallel()
	s := newGuarded(t, mockserver.WithPublicURL("https://QA.example:8443/sms77"), mockserver.WithAllowedHosts(" Mock.test.", "*.svc.cluster.local", "[fd00::7]"))
	for _, test := range []struct {
		local, host string
		let         bool
	}{
		{loopback, "127.0.0.1:8077", true},
		{loopback, "127.9.9.9", true},
		{loopback, "[::1]:8077", true},
		{loopback, "localhost:8077", true},
		{loopback, "LOCALHOST.", true},
		{loopback, "app.localhost:3000", true},
		{loopback, "oauth.sms77.io", true},
		{loopback, "gateway.seven.io:443", true},
		{loopback, "qa.example", true},
		{loopback, "mock.test:80", true},
		{loopback, "[FD00:0::7]:80", true},
		{loopback, "sms77mock.ci.svc.cluster.local", true},
		{loopback, "evil.example:8077", false},
		{loopback, "127.0.0.1.evil.example", false},
		{loopback, "localhost.evil.example", false},
		{loopback, "evilmock.test", false},
		{loopback, "sms77mock:8077", false},
		{loopback, "192.168.1.7", false},
		{elsewhere, "sms77mock:8077", true},
		{elsewhere, "172.17.0.2:8077", true},
		{elsewhere, "localhost:8077", true},
		{elsewhere, "[fd00::2]", true},
		{elsewhere, "evil.example:8077", false},
	} {
		for path, status := range map[string]int{
			"GET /":                 200,
			"GET /_mock/":           200,
			"GET /_mock/tokens":     200,
			"GET /_mock/events/no":  404,
			askConsent:              200,
			"GET /assets/style.css": 200,
		} {
			if !test.let {
				status = http.StatusForbidden
			}
			if got := through(s, test.local, test.host, path, "").Code; got != status {
				t.Errorf("%s: %s by %s: got %d, want %d", path, test.local, test.host, got, status)
			}
		}
		for _, path := range []string{"GET /_mock/health", "GET /me", "GET /api/balance"} {
			if got := through(s, test.local, test.host, path, "").Code; got == http.StatusForbidden {
				t.Errorf("%s: %s by %s: got %d, want another one", path, test.local, test.host, got)
			}
		}
		if got := through(s.Control(), test.local, test.host, "GET /_mock/tokens", "").Code; (got == http.StatusOK) != test.let {
			t.Errorf("on a listener of its own: %s by %s: got %d", test.local, test.host, got)
		}
	}
}

// TestOptionsThatCanHaveNoEffect holds a server to refuse hosts, origins and URLs
// that are none.
func TestOptionsThatCanHaveNoEffect(t *testing.T) {
	t.Parallel()
	options := map[string]func(string) mockserver.Option{
		"WithAllowedHosts": func(s string) mockserver.Option { return mockserver.WithAllowedHosts("mock.test", s) },
		"WithCORS":         func(s string) mockserver.Option { return mockserver.WithCORS("http://mock.test", s) },
		"WithPublicURL":    mockserver.WithPublicURL,
	}
	for name, entries := range map[string][]string{
		"WithAllowedHosts": {"http://mock.test", "mock.test:8077", "mock .test", ""},
		"WithCORS":         {"mock.test", "http://mock.test/", "null", ""},
		"WithPublicURL":    {"mock.test", "https://mock.test/?a=b"},
	} {
		for _, entry := range entries {
			if _, err := mockserver.New(fixtures.World{}, options[name](entry)); err == nil || !strings.Contains(err.Error(), name+": ") {
				t.Errorf("%s(%q): got %v, want an error", name, entry, err)
			}
		}
	}
}

// TestForgedCalls sends what pages of other sites can make a browser send.
func TestForgedCalls(t *testing.T) {
	t.Parallel()
	const key = "p=sms77-api-key"
	for _, test := range []struct {
		host, path, form string
		headers          string
		refused          bool
	}{
		{loopback, "GET /api/sms?to=49170&text=a&" + key, "", "cross-site no-cors", true},
		{loopback, "GET /api/sms?to=49170&text=a&" + key, "", "cross-site navigate", true},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "cross-site navigate", true},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "cross-site cors", true},
		{loopback, "GET /api/hooks?action=subscribe&event_type=all&target_url=http://127.0.0.1:1/&" + key, "", "cross-site no-cors", true},
		{loopback, "POST /api/contacts?" + key, "action=write&nick=a&empfaenger=49170", "cross-site no-cors", true},
		{"evil.example", "POST /api/sms?" + key, "to=49170&text=a", "same-origin cors", true},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "same-origin cors", false},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "same-site cors", false},
		{loopback, "GET /api/sms?to=49170&text=a&" + key, "", "none navigate", false},
		{loopback, "GET /api/balance?" + key, "", "cross-site navigate", false},
		{"evil.example", "POST /api/sms?" + key, "to=49170&text=a", "", false}, // a program
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "Cross-Site navigate", true},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "Origin http://evil.example", true}, // older browsers
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "Origin null", true},
		{loopback, "POST /api/sms?" + key, "to=49170&text=a", "Origin http://localhost:3000", false},
		{loopback, "GET /api/balance?" + key, "", "Origin http://evil.example", false},
		{"evil.example", "GET /api/sms?to=49170&text=a&" + key, "", "User-Agent Mozilla/5.0 (X11; Linux x86_64)", true}, // an image
		{"evil.example", "GET /api/balance?" + key, "", "User-Agent Mozilla/5.0 (X11; Linux x86_64)", false},
		{"evil.example", "GET /api/sms?to=49170&text=a&" + key, "", "User-Agent Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1", false},
		{"evil.example", "GET /api/sms?to=49170&text=a&" + key, "", "User-Agent curl/8.5.0", false},
		{loopback, "GET /api/sms?to=49170&text=a&" + key, "", "User-Agent Mozilla/5.0 (X11; Linux x86_64)", false},
		{"gateway.sms77.io", "GET /api/sms?to=49170&text=a&" + key, "", "User-Agent Mozilla/5.0 (X11; Linux x86_64)", false},
		{loopback, askConsent, "", "cross-site navigate", false}, // the application
		{loopback, "POST /token", "grant_type=refresh_token", "cross-site cors", false},
		{loopback, "POST /consent", answerForm(nil), "cross-site navigate", true},
		{loopback, "POST /consent", answerForm(nil), "same-site navigate", true},
		{"evil.example", "POST /consent", answerForm(nil), "same-origin navigate", true},
		{loopback, "POST /consent", answerForm(nil), "same-origin navigate", false},
		{loopback, "POST /consent", answerForm(nil), "", false},
	} {
		s := newGuarded(t)
		var headers []string
		switch first, rest, _ := strings.Cut(test.headers, " "); first {
		case "":
		case "Origin", "User-Agent":
			headers = []string{first + ": " + rest}
		default:
			headers = []string{"Sec-Fetch-Site: " + first, "Sec-Fetch-Mode: " + rest}
		}
		w := through(s, loopback, test.host, test.path, test.form, headers...)
		if got := w.Code == http.StatusForbidden; got != test.refused {
			t.Errorf("%s by %s, %s: got %d %s, want it refused: %t", test.path, test.host, test.headers, w.Code, w.Body, test.refused)
		}
		messages, err := s.Messages(control.MessageFilter{})
		if err != nil || test.refused && len(messages) > 0 {
			t.Errorf("%s by %s, %s: got %d messages, %v, want none", test.path, test.host, test.headers, len(messages), err)
		}
	}
}

// TestCallsOfNobody has a frame that may not say whose it is send an SMS over a network,
// where browsers say the origin alone.
func TestCallsOfNobody(t *testing.T) {
	t.Parallel()
	key := "p=" + fixtures.Default().Accounts[0].APIKeys[0]
	w := through(newGuarded(t), elsewhere, "sms77mock:8077", "POST /api/sms?"+key, "to=49170123456789&text=a", "Origin: null")
	if w.Code != http.StatusForbidden {
		t.Errorf("got %d %s, want it refused", w.Code, w.Body)
	}
	r := httptest.NewRequest("POST", "/api/sms?"+key+"&to=49170123456789&text=a", nil)
	r.Header.Set("Origin", "null")
	inProcess := httptest.NewRecorder()
	if newGuarded(t).ServeHTTP(inProcess, r); inProcess.Code != http.StatusOK {
		t.Errorf("through no socket: got %d %s, want it carried out: no page asks so", inProcess.Code, inProcess.Body)
	}
}

// TestPagesOfAnOriginMayCall has a page send an SMS whose origin was named, over plain
// HTTP and by a name of the double that nobody has named.
func TestPagesOfAnOriginMayCall(t *testing.T) {
	t.Parallel()
	s := newGuarded(t, mockserver.WithCORS("http://shop.example"))
	key := "p=" + fixtures.Default().Accounts[0].APIKeys[0]
	w := through(s, elsewhere, "mock.example:8077", "POST /api/sms?"+key, "to=49170123456789&text=a",
		"Origin: http://shop.example", "User-Agent: Mozilla/5.0 (X11; Linux x86_64)")
	if w.Code != http.StatusOK {
		t.Errorf("got %d %s, want it sent", w.Code, w.Body)
	}
}

// Pages of the public URL pull levers and answer for the user, however that URL is
// written: browsers have one way to write its origin.
func TestPublicURLInAnySpelling(t *testing.T) {
	t.Parallel()
	for public, origin := range map[string]string{
		"HTTPS://QA.Example:443/sms77": "https://qa.example",
		"http://[FD00:0::7]:8077":      "http://[fd00::7]:8077",
	} {
		s := newGuarded(t, mockserver.WithPublicURL(public))
		for _, asked := range []string{"POST /_mock/reset", "POST /consent"} {
			if w := through(s, elsewhere, "sms77mock:8077", asked, answerForm(nil), "Origin: "+origin); w.Code == http.StatusForbidden {
				t.Errorf("%s: %s from %s: got %d %s", public, asked, origin, w.Code, w.Body)
			}
			if w := through(s, elsewhere, "sms77mock:8077", asked, answerForm(nil), "Origin: "+origin+"0"); w.Code != http.StatusForbidden {
				t.Errorf("%s: %s from %s0: got %d %s, want 403", public, asked, origin, w.Code, w.Body)
			}
		}
	}
}

// TestConsentWithoutControl shows no faults, and takes none.
func TestConsentWithoutControl(t *testing.T) {
	t.Parallel()
	for name, opt := range map[string]mockserver.Option{"no control": mockserver.WithoutControl(), "token": mockserver.WithToken("sesame")} {
		s := newGuarded(t, opt)
		if page := through(s, loopback, "localhost", askConsent, ""); page.Code != 200 || strings.Contains(page.Body.String(), "rate-limited") {
			t.Errorf("%s: got %d, want a page without faults", name, page.Code)
		}
		w := through(s, loopback, "localhost", "POST /consent", answerForm(url.Values{"preset": {"rate-limited"}}))
		if w.Code != http.StatusBadRequest {
			t.Errorf("%s: got %d %s, want 400", name, w.Code, w.Body)
		}
		if faults, err := s.Faults(); err != nil || len(faults) > 0 {
			t.Errorf("%s: got %d faults, %v, want none", name, len(faults), err)
		}
	}
}

// TestNothingIsLoadedForOtherSites asks for levers that change nothing as browsers do for
// pages of other sites, which get no answer worked out that they could not read.
func TestNothingIsLoadedForOtherSites(t *testing.T) {
	t.Parallel()
	const shop, other = "Origin: http://shop.example", "Origin: http://evil.example"
	s := newGuarded(t, mockserver.WithCORS("http://shop.example"))
	for _, test := range []struct {
		path             string
		site, mode, dest string
		more             string
		want             int
	}{
		{"GET /_mock/requests", "cross-site", "no-cors", "image", "Accept: image/*", 403},
		{"GET /_mock/world?state=now", "cross-site", "no-cors", "empty", "Accept: application/yaml", 403},
		{"GET /_mock/world?state=now", "same-site", "no-cors", "script", "Accept: */*", 403},
		{"HEAD /_mock/events", "Cross-Site", "cors", "empty", other, 403},
		{"HEAD /_mock/lease", "cross-site", "cors", "empty", "Origin: null", 403},
		{"GET /_mock/demo", "cross-site", "navigate", "iframe", "Accept: text/html", 403},
		{"GET /_mock/openapi.json", "cross-site", "navigate", "iframe", "Accept: text/html", 403},
		{"GET /_mock/openapi.json", "cross-site", "navigate", "document", "Accept: text/html", 200}, // a link
		{"GET /_mock/", "cross-site", "navigate", "document", "Accept: text/html", 200},
		{"GET /_mock/requests", "none", "navigate", "document", "Accept: text/html", 200},
		{"GET /_mock/requests", "same-origin", "cors", "empty", "Accept: */*", 200},
		{"GET /_mock/requests", "cross-site", "cors", "empty", shop, 200},
		{"GET /_mock/health", "cross-site", "no-cors", "empty", "Accept: */*", 200},
	} {
		w := through(s, loopback, "localhost", test.path, "",
			"Sec-Fetch-Site: "+test.site, "Sec-Fetch-Mode: "+test.mode, "Sec-Fetch-Dest: "+test.dest, test.more)
		if w.Code != test.want {
			t.Errorf("%+v: got %d %.200s", test, w.Code, w.Body)
		}
	}
}

// TestLeverHeaders keeps browsers from reading or guessing what levers answer.
func TestLeverHeaders(t *testing.T) {
	t.Parallel()
	s := newGuarded(t)
	for _, path := range []string{"GET /_mock/tokens", "GET /_mock/nowhere", "GET /_mock/health", "GET /_mock/openapi.json"} {
		h := through(s, loopback, "localhost", path, "").Header()
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: got %v, want nosniff and same-origin", path, h)
		}
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	const app = "http://app.test:3000"
	preflight := []string{"Access-Control-Request-Method: POST", "Access-Control-Request-Private-Network: true", "Access-Control-Request-Headers: authorization,x-api-key", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"}
	for name, test := range map[string]struct {
		opts   []mockserver.Option
		origin string
		shared bool
	}{
		"off":         {nil, app, false},
		"one":         {[]mockserver.Option{mockserver.WithCORS("http://x.test", app)}, app, true},
		"another way": {[]mockserver.Option{mockserver.WithCORS("HTTPS://App.test:443")}, "https://app.test", true},
		"another":     {[]mockserver.Option{mockserver.WithCORS(app)}, "http://evil.example", false},
		"all":         {[]mockserver.Option{mockserver.WithCORS("*")}, app, true},
	} {
		s := newGuarded(t, test.opts...)
		for _, path := range []string{"/token", "/revoke", "/me", "/api/sms", "/_mock/clock"} {
			origin := "Origin: " + test.origin
			before := through(s, loopback, "localhost", "OPTIONS "+path, "", append(preflight, origin)...)
			got := before.Header().Get("Access-Control-Allow-Origin") == test.origin && before.Code == http.StatusNoContent &&
				before.Header().Get("Access-Control-Allow-Methods") == "POST" && before.Header().Get("Access-Control-Allow-Headers") == "authorization,x-api-key" &&
				before.Header().Get("Access-Control-Allow-Private-Network") == "true"
			if got != test.shared {
				t.Errorf("%s: preflight of %s: got %d %v, want it allowed: %t", name, path, before.Code, before.Header(), test.shared)
			}
			read := through(s, loopback, "localhost", "GET "+path, "", origin, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors")
			if got := read.Header().Get("Access-Control-Allow-Origin") == test.origin; got != test.shared {
				t.Errorf("%s: %s: got %v, want it readable: %t", name, path, read.Header(), test.shared)
			}
			if path != "/_mock/clock" {
				for _, e := range must(s.Requests(control.RequestFilter{Limit: 2})) {
					if told := strings.Contains(e.Reason, "--cors lets pages of an origin"); told == test.shared {
						t.Errorf("%s: %s %s: got reason %q, want it to say that the page cannot read: %t", name, e.Method, path, e.Reason, !test.shared)
					}
				}
				must(s.ClearRequests(control.Everything()))
			}
			if got, want := read.Header().Get("Vary") == "Origin", test.opts != nil; got != want { // else caches give it to other origins
				t.Errorf("%s: %s: got %v, want it to differ by origin: %t", name, path, read.Header(), want)
			}
		}
		order := through(s, loopback, "localhost", "POST /_mock/reset", "", "Origin: "+test.origin, "Sec-Fetch-Site: cross-site")
		if got := order.Code == http.StatusOK; got != test.shared {
			t.Errorf("%s: reset: got %d %s, want it done: %t", name, order.Code, order.Body, test.shared)
		}
		consent := through(s, loopback, "localhost", askConsent, "", "Origin: "+test.origin, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors")
		if consent.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: the consent page may be read", name)
		}
		if e := must(s.Requests(control.RequestFilter{}))[0]; !strings.HasSuffix(e.Reason, "the browser itself has to go there, by a link or location.href") {
			t.Errorf("%s: the consent page: got reason %q, want it to say that no page can read it", name, e.Reason)
		}
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	s := newGuarded(t, mockserver.WithToken("sesame"))
	for _, path := range []string{"/_mock/", "/_mock/demo"} { // which people open
		w := through(s, loopback, "localhost", "GET "+path, "", "Accept: text/html")
		if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), `name="token"`) {
			t.Errorf("%s: got %d %s, want the form for the token", path, w.Code, w.Body)
		}
	}
	for _, test := range []struct {
		path    string
		headers []string
		want    int
	}{
		{"GET /_mock/tokens", nil, 401},
		{"GET /_mock/tokens", []string{"Authorization: Bearer wrong"}, 401},
		{"GET /_mock/tokens", []string{"Authorization: Bearer sesame"}, 200},
		{"GET /_mock/tokens", []string{"Authorization: bearer  sesame"}, 200},
		{"GET /_mock/tokens", []string{"Authorization: Basic sesame"}, 401},
		{"GET /_mock/tokens", []string{"Authorization: sesame"}, 401},
		{"GET /_mock/tokens", []string{"Cookie: sms77mock=sesame"}, 401},
		{"GET /_mock/login", nil, 403},
		{"POST /_mock/reset", nil, 401},
		{"GET /_mock/events", nil, 401},
		{"GET /_mock/lease", nil, 401},
		{"GET /_mock/", []string{"Accept: text/html"}, 401},
		{"GET /_mock/health", nil, 200},
		{"GET /_mock/ca.pem", nil, 404},
		{"GET /_mock/assets/style.css", nil, 200},
		{askConsent, nil, 200},
	} {
		if w := through(s, elsewhere, "sms77mock", test.path, "", test.headers...); w.Code != test.want {
			t.Errorf("%s %v: got %d %s, want %d", test.path, test.headers, w.Code, w.Body, test.want)
		}
	}
	if w := through(s, elsewhere, "sms77mock", "GET /_mock/", "", "Accept: text/html"); !strings.Contains(w.Body.String(), `action="login"`) {
		t.Errorf("got %s, want a form", w.Body)
	}
	if w := through(s, elsewhere, "sms77mock", "POST /_mock/login", "token=wrong"); w.Code != http.StatusForbidden || len(w.Result().Cookies()) > 0 {
		t.Errorf("a wrong token: got %d %v, want 403 and no cookie", w.Code, w.Result().Cookies())
	}
	w := through(s, elsewhere, "sms77mock", "POST /_mock/login", "token=sesame")
	if w.Code != http.StatusSeeOther || len(w.Result().Cookies()) != 1 {
		t.Fatalf("got %d %v, want 303 with a cookie", w.Code, w.Result().Cookies())
	}
	shown := w.Result().Cookies()[0]
	if strings.Contains(shown.Value, "sesame") || !shown.HttpOnly || shown.SameSite != http.SameSiteStrictMode {
		t.Errorf("got the cookie %v, want a strict one without the token", shown)
	}
	if w := through(s, elsewhere, "sms77mock", "GET /_mock/tokens", "", "Cookie: "+shown.Name+"="+shown.Value); w.Code != http.StatusOK {
		t.Errorf("with the cookie: got %d, want 200", w.Code)
	}
}

// TestDemo opens the demonstration application, which registers a client: for
// pages of other sites it does not, nor for a host that is none of the server's,
// nor for those who have not shown the token.
func TestDemo(t *testing.T) {
	t.Parallel()
	const start = "GET /_mock/demo"
	for _, test := range []struct {
		path    string
		headers []string
		want    int
		at      string // where the client is sent back to; "" if none is registered
	}{
		{"GET /demo", nil, 302, ""},
		{"GET /demo", []string{"Sec-Fetch-Site: cross-site"}, 403, ""},
		{"GET /demo", []string{"X-Forwarded-Host: evil.example"}, 403, ""},
		{start, nil, 401, ""},
		{start, []string{"Authorization: Bearer sesame"}, 302, "http://localhost:8077/demo/callback"},
		{start, []string{"Authorization: Bearer sesame", "Sec-Fetch-Site: same-origin"}, 302, "http://localhost:8077/demo/callback"},
		{start, []string{"Authorization: Bearer sesame", "X-Forwarded-Host: mock.test"}, 302, "http://mock.test/demo/callback"},
		{start, []string{"Authorization: Bearer sesame", "X-Forwarded-Host: evil.example"}, 403, ""},
		{start, []string{"Authorization: Bearer sesame", "Sec-Fetch-Site: cross-site"}, 403, ""},
		{start, []string{"Authorization: Bearer sesame", "Sec-Fetch-Site: same-site"}, 403, ""},
	} {
		s := newGuarded(t, mockserver.WithToken("sesame"), mockserver.WithAllowedHosts("mock.test"))
		if w := through(s, loopback, "localhost:8077", test.path, "", test.headers...); w.Code != test.want {
			t.Errorf("%s %v: got %d %s, want %d", test.path, test.headers, w.Code, w.Body, test.want)
		}
		at := ""
		for _, c := range must(s.Clients()) {
			if c.ID == "sms77mock-demo" {
				at = c.RedirectURIs[0]
			}
		}
		if at != test.at {
			t.Errorf("%s %v: the client is at %q, want %q", test.path, test.headers, at, test.at)
		}
	}
	if w := through(newGuarded(t, mockserver.WithoutControl()), loopback, "localhost", start, ""); w.Code != http.StatusNotFound {
		t.Errorf("without levers: got %d, want 404", w.Code)
	}
}

// The cookie that stands for the token goes only by TLS where it came by TLS.
func TestTokenCookieIsSecure(t *testing.T) {
	t.Parallel()
	s := newServer(t, nil, mockserver.WithToken("sesame"))
	for scheme, want := range map[string]bool{"http": false, "https": true} {
		login := httptest.NewRequest(http.MethodPost, scheme+"://localhost/_mock/login", strings.NewReader("token=sesame"))
		login.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		cookies := asked{login, s}.answer().Result().Cookies()
		if len(cookies) != 1 || cookies[0].Secure != want {
			t.Errorf("%s: got %v, want one cookie, secure: %t", scheme, cookies, want)
		}
	}
}
