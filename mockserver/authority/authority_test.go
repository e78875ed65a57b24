package authority_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/mockserver/authority"
)

func newAuthority(t *testing.T) *authority.Authority {
	t.Helper()
	a, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestLeafIsTrusted verifies a leaf as a client does that trusts the authority.
func TestLeafIsTrusted(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config, err := a.TLSConfig("oauth.sms77.io", "localhost", "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.PEM())
	for host, want := range map[string]bool{"oauth.sms77.io": true, "localhost": true, "127.0.0.1": true, "example.org": false, "::1": false} {
		_, err := leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
		if got := err == nil; got != want {
			t.Errorf("%s: trusted is %t, want %t: %v", host, got, want, err)
		}
	}
	if days := leaf.NotAfter.Sub(leaf.NotBefore).Hours() / 24; days > 825 {
		t.Errorf("the leaf is good for %.0f days, want at most 825", days)
	}
}

// TestKeptAuthority loads what was saved: clients that trust the old one trust
// the new one's leaves.
func TestKeptAuthority(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	key, err := a.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	kept, err := authority.Load(a.PEM(), key, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	config, err := kept.TLSConfig("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.TLS = config
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.PEM())
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	response, err := (&http.Client{Transport: transport}).Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if got, want := response.Proto, "HTTP/2.0"; got != want {
		t.Errorf("protocol: got %s, want %s", got, want)
	}
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	a, other := newAuthority(t), newAuthority(t)
	key, err := a.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	otherKey, err := other.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	for want, load := range map[string]struct {
		certificate, key []byte
		now              time.Time
	}{
		`PEM block "CERTIFICATE"`:            {[]byte("x"), key, time.Now()},
		`PEM block "PRIVATE KEY"`:            {a.PEM(), a.PEM(), time.Now()},
		"not that of the certificate":        {a.PEM(), otherKey, time.Now()},
		"the certificate expired on " + "20": {a.PEM(), key, time.Now().AddDate(11, 0, 0)},
	} {
		if _, err := authority.Load(load.certificate, load.key, load.now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
}
