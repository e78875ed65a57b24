package testkit_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
)

// TestMain is the tests, or a program under test that asks the vendor by name.
func TestMain(m *testing.M) {
	if token := os.Getenv("TESTKIT_TEST_TOKEN"); token != "" {
		status, profile := call(http.DefaultClient, token, http.MethodGet, "https://oauth.sms77.io/me", nil)
		fmt.Println(status, profile)
		return
	}
	os.Exit(m.Run())
}

// TestAChildProcessReachesTheDouble with the vendor's URLs hard-coded.
func TestAChildProcessReachesTheDouble(t *testing.T) {
	t.Parallel()
	for name, begin := range map[string]func(testkit.TB) *testkit.Server{
		"socket":    func(tb testkit.TB) *testkit.Server { return testkit.New(tb) },
		"in memory": func(tb testkit.TB) *testkit.Server { return testkit.New(tb, testkit.InMemory()) },
		"TLS":       func(tb testkit.TB) *testkit.Server { return testkit.New(tb, testkit.TLS()) },
		"elsewhere": func(tb testkit.TB) *testkit.Server { return testkit.Connect(tb, testkit.New(tb).URL) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := begin(t)
			child := exec.CommandContext(t.Context(), os.Args[0])
			child.Env = append(os.Environ(), srv.ProxyEnv()...)
			child.Env = append(child.Env, "TESTKIT_TEST_TOKEN="+srv.Token().AccessToken)
			said, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			if !bytes.HasPrefix(said, []byte(`200 {"success":true`)) {
				t.Errorf("got %s, want the profile", said)
			}
			if got, want := srv.RequireRequest(control.RequestFilter{Endpoint: "me"}).Host, "oauth.sms77.io"; got != want {
				t.Errorf("Host: got %q, want %q", got, want)
			}
		})
	}
}

// TestPHPReachesTheDouble by its curl, which reads settings and no variables.
func TestPHPReachesTheDouble(t *testing.T) {
	t.Parallel()
	php, err := exec.LookPath("php")
	if err != nil {
		t.Skip("there is no PHP here")
	}
	srv := testkit.New(t, testkit.InMemory())
	program := `extension_loaded("curl") or exit("no curl");
		$c = curl_init("https://oauth.sms77.io/me");
		curl_setopt($c, CURLOPT_HTTPHEADER, ["Authorization: Bearer " . getenv("TOKEN")]);
		curl_exec($c) or exit(curl_error($c));`
	child := exec.CommandContext(t.Context(), php, "-r", program)
	child.Env = append(os.Environ(), srv.ProxyEnv()...)
	child.Env = append(child.Env, "TOKEN="+srv.Token().AccessToken)
	said, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if string(said) == "no curl" {
		t.Skip("this PHP has no curl")
	}
	if !bytes.HasPrefix(said, []byte(`{"success":true`)) {
		t.Errorf("got %s, want the profile", said)
	}
}

// TestTheCAFileIsGoneWithTheTest, and the proxy too.
func TestTheCAFileIsGoneWithTheTest(t *testing.T) {
	t.Parallel()
	tb := new(recordingT)
	var file, proxy string
	for _, variable := range testkit.New(tb).ProxyEnv() {
		switch name, value, _ := strings.Cut(variable, "="); name {
		case "SSL_CERT_FILE":
			file = value
		case "HTTPS_PROXY":
			proxy = value
		}
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
	tb.end()
	if _, err := os.Stat(file); err == nil {
		t.Errorf("%s is still there", file)
	}
	if response, err := http.Get(proxy); err == nil {
		response.Body.Close()
		t.Error("the proxy is still there")
	}
}

// TestTLS is trusted by the server's own client, and by one that has its pool.
func TestTLS(t *testing.T) {
	t.Parallel()
	srv := testkit.New(t, testkit.TLS())
	if !strings.HasPrefix(srv.URL, "https://") {
		t.Fatalf("URL: got %s, want https", srv.URL)
	}
	own := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: srv.CertPool()}, DisableKeepAlives: true}}
	for name, client := range map[string]*http.Client{"Client": srv.Client(), "one of the test's own": own} {
		response, err := client.Get(srv.MeURL())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
	}
	if got, want := srv.RequireRequests(2, control.RequestFilter{Endpoint: "me"})[1].Scheme, "https"; got != want {
		t.Errorf("scheme: got %q, want %q", got, want)
	}
	if got, want := me(t, srv.Client(), srv.Token().AccessToken), http.StatusOK; got != want {
		t.Errorf("the vendor's host: got %d, want %d", got, want)
	}
}

// TestInterceptDefaultTransport leads http.DefaultClient, and clones of its
// transport, to the double and to the application, and lets them go again.
func TestInterceptDefaultTransport(t *testing.T) { // not parallel: the method refuses that
	original := http.DefaultTransport
	for name, opts := range map[string][]testkit.Option{"socket": nil, "in memory": {testkit.InMemory()}, "TLS": {testkit.TLS()}} {
		t.Run(name, func(t *testing.T) {
			app := newShop(shopURL)
			srv := testkit.New(t, append(opts, testkit.WithApp(app.url, app))...)
			srv.InterceptDefaultTransport(t)
			token := srv.Token().AccessToken
			clone := http.DefaultTransport.(*http.Transport).Clone()
			defer clone.CloseIdleConnections()
			for _, client := range []*http.Client{http.DefaultClient, {Transport: clone}} {
				if got, want := me(t, client, token), http.StatusOK; got != want {
					t.Errorf("/me: got %d, want %d", got, want)
				}
				if _, err := client.Get("https://elsewhere.example/"); err == nil || !strings.Contains(err.Error(), "AllowHosts") {
					t.Errorf("another host: got %v, want a refusal", err)
				}
				response, err := client.Get(app.url + "/callback")
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				if got, want := response.StatusCode, http.StatusBadRequest; got != want {
					t.Errorf("application: got %d, want %d", got, want)
				}
			}
			if got, want := srv.RequireRequests(2, control.RequestFilter{Endpoint: "me"})[0].Host, "oauth.seven.io"; got != want {
				t.Errorf("Host: got %q, want %q", got, want)
			}
		})
	}
	if http.DefaultTransport != original {
		t.Error("http.DefaultTransport was not put back")
	}
}
