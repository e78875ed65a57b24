package proxy_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/authority"
	"example.com/sms77mock/mockserver/proxy"
)

// double answers with what it was asked.
var double = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, r.Proto+" "+r.Host+r.URL.Path)
})

// start runs a proxy for oauth.sms77.io and returns a client that uses it.
func start(t *testing.T, passThrough, http2 bool) *http.Client {
	t.Helper()
	ca, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	config, err := ca.TLSConfig("oauth.sms77.io")
	if err != nil {
		t.Fatal(err)
	}
	p := proxy.New(proxy.Options{Handler: double, TLS: config, Hosts: []string{"oauth.sms77.io"}, PassThrough: passThrough, ErrorLog: log.New(io.Discard, "", 0)})
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	t.Cleanup(p.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.PEM())
	transport := &http.Transport{Proxy: http.ProxyURL(address), TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: http2}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// get returns the body of an answer.
func get(t *testing.T, client *http.Client, url string) string {
	t.Helper()
	response, err := client.Get(url)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTheVendorsHostEndsHere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		http2     bool
		url, want string
	}{
		"HTTP/1.1":   {false, "https://oauth.sms77.io/token", "HTTP/1.1 oauth.sms77.io/token"},
		"HTTP/2":     {true, "https://oauth.sms77.io/token", "HTTP/2.0 oauth.sms77.io/token"},
		"any port":   {false, "https://oauth.sms77.io:8443/token", "HTTP/1.1 oauth.sms77.io:8443/token"},
		"plain HTTP": {false, "http://oauth.sms77.io/token", "HTTP/1.1 oauth.sms77.io/token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := get(t, start(t, false, test.http2), test.url); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestOtherHostsAreRefused(t *testing.T) {
	t.Parallel()
	other := httptest.NewServer(double)
	t.Cleanup(other.Close)
	client := start(t, false, false)
	if got, want := get(t, client, "http://example.org/"), `refuses "example.org"`; !strings.Contains(got, want) {
		t.Errorf("plain HTTP: got %q, want it to say %q", got, want)
	}
	if got, want := get(t, client, "https://example.org/"), "Forbidden"; !strings.Contains(got, want) {
		t.Errorf("CONNECT: got %q, want it to say %q", got, want)
	}
}

func TestOtherHostsArePassedOn(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(double)
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(double)
	t.Cleanup(plain.Close)
	client := start(t, true, false)
	transport := client.Transport.(*http.Transport)
	transport.TLSClientConfig.RootCAs.AddCert(secure.Certificate())
	for _, server := range []*httptest.Server{secure, plain} {
		host := server.Listener.Addr().String()
		if got, want := get(t, client, server.URL+"/x"), "HTTP/1.1 "+host+"/x"; got != want {
			t.Errorf("%s: got %q, want %q", server.URL, got, want)
		}
	}
}

// TestCloseEndsTunnels closes a proxy that has a tunnel open: Close waits for
// every goroutine, so it would not return otherwise.
func TestCloseEndsTunnels(t *testing.T) {
	t.Parallel()
	hanging := make(chan struct{})
	other := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(hanging)
		<-r.Context().Done()
	}))
	t.Cleanup(other.Close)
	p := proxy.New(proxy.Options{Handler: double, TLS: &tls.Config{Certificates: other.TLS.Certificates}, PassThrough: true})
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(other.Certificate())
	transport := &http.Transport{Proxy: http.ProxyURL(address), TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(transport.CloseIdleConnections)
	done := make(chan error, 1)
	go func() {
		response, err := (&http.Client{Transport: transport}).Get(other.URL)
		if err == nil {
			response.Body.Close()
		}
		done <- err
	}()
	<-hanging
	p.Close()
	if err := <-done; err == nil {
		t.Error("the request through the tunnel got an answer")
	}
}
