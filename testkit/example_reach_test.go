package testkit_test

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/testkit"
	"example.com/sms77mock/testkit/audit"
)

// A double runs elsewhere, for several suites. At its end a test takes back what it
// has ordered, and nothing else.
func ExampleConnect() {
	elsewhere, err := testkit.Start() // a container, say
	if err != nil {
		log.Fatal(err)
	}
	defer elsewhere.Close()

	t := new(exampleT)
	srv := testkit.Connect(t, elsewhere.URL)
	srv.Inject(control.Fault{Preset: "rate-limited", Times: -1})
	status, _ := call(srv.Client(), srv.Token().AccessToken, http.MethodGet, "https://oauth.sms77.io/me", nil)
	fmt.Println(status, len(elsewhere.Faults()))
	t.end()
	fmt.Println(len(elsewhere.Faults()))
	// Output:
	// 429 1
	// 0
}

// A client of one's own trusts the double's CA.
func ExampleTLS() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t, testkit.TLS())
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: srv.CertPool()}}}
	defer client.CloseIdleConnections()
	status, _ := call(client, srv.Token().AccessToken, http.MethodGet, srv.MeURL(), nil)
	fmt.Println(strings.HasPrefix(srv.URL, "https://"), status)
	// Output:
	// true 200
}

// No socket is open: only the client of the double reaches it. In a test,
// testing/synctest then gives both sides one clock.
func ExampleInMemory() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t, testkit.InMemory())
	_, err := http.Get(srv.MeURL())
	fmt.Println("over the network:", err == nil)
	status, _ := call(srv.Client(), srv.Token().AccessToken, http.MethodGet, srv.MeURL(), nil)
	fmt.Println("by its client:", status)
	// Output:
	// over the network: false
	// by its client: 200
}

// The variables for a process that has the vendor's URLs hard-coded.
func ExampleServer_ProxyEnv() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t)
	for _, variable := range srv.ProxyEnv() {
		name, _, _ := strings.Cut(variable, "=")
		fmt.Println(name)
	}
	// Unordered output:
	// HTTPS_PROXY
	// https_proxy
	// http_proxy
	// HTTP_PROXY
	// NO_PROXY
	// no_proxy
	// SSL_CERT_FILE
	// CURL_CA_BUNDLE
	// REQUESTS_CA_BUNDLE
	// NODE_EXTRA_CA_CERTS
	// PHP_INI_SCAN_DIR
	// NODE_USE_ENV_PROXY
}

// The journal as a file for the network panel of a browser.
func ExampleServer_HAR() {
	t := new(exampleT)
	defer t.end()

	srv := testkit.New(t)
	call(srv.Client(), "stale", http.MethodGet, "https://oauth.sms77.io/me", nil)
	har := srv.HAR() // os.WriteFile("double.har", har, 0o600)

	var archive struct {
		Log struct {
			Version string
			Entries []struct{ Comment string }
		}
	}
	if err := json.Unmarshal(har, &archive); err != nil {
		log.Fatal(err)
	}
	fmt.Println("HAR", archive.Log.Version)
	fmt.Println(archive.Log.Entries[0].Comment)
	// Output:
	// HAR 1.2
	// there is no such access token: it was never issued, or belongs to a world before the last reset
}

// A test audits an application that listens; here its URL comes from the
// environment. Each scenario is a subtest.
func ExampleAudit() {
	var t *testing.T // the test's

	srv := testkit.New(t)
	testkit.Audit(t, srv, audit.App{
		Login:            audit.Request{Line: os.Getenv("SHOP_URL") + "/login"},
		Inside:           audit.Request{Line: "/account"},
		Act:              audit.Request{Line: "POST /send to={number} text=hi", Done: "Message sent"},
		ExpectedFailures: map[string]string{"pkce": "the library cannot do it before version 3"},
	}, audit.Without("no-store"))
}
