package authority_test

import (
	"bytes"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/sms77mock/internal/authority"
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
	if days := leaf.NotAfter.Sub(leaf.NotBefore).Hours() / 24; days > 91 {
		t.Errorf("the leaf is good for %.0f days, want at most 91", days)
	}
}

// TestChain looks at what strict clients ask of a certificate.
func TestChain(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config, err := a.TLSConfig("oauth.sms77.io")
	if err != nil {
		t.Fatal(err)
	}
	var chain []*x509.Certificate
	for _, der := range config.Certificates[0].Certificate {
		parsed, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		chain = append(chain, parsed)
	}
	if got, want := len(chain), 2; got != want {
		t.Fatalf("got %d certificates, want %d: the leaf and its authority", got, want)
	}
	leaf, ca := chain[0], chain[1]
	for what, ok := range map[string]bool{
		"the authority is one":                        ca.BasicConstraintsValid && ca.IsCA && ca.KeyUsage&x509.KeyUsageCertSign != 0,
		"the authority has a subject key id":          len(ca.SubjectKeyId) > 0,
		"the authority is for servers":                slices.Equal(ca.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}),
		"the authority is good for a year":            ca.NotAfter.Sub(ca.NotBefore) < 367*24*time.Hour,
		"the authority is constrained":                ca.PermittedDNSDomainsCritical && len(ca.PermittedDNSDomains) > 0 && len(ca.PermittedIPRanges) > 0,
		"the leaf names the authority's key":          bytes.Equal(leaf.AuthorityKeyId, ca.SubjectKeyId),
		"the leaf is no authority":                    !leaf.IsCA && leaf.KeyUsage == x509.KeyUsageDigitalSignature,
		"the leaf has a subject key id":               len(leaf.SubjectKeyId) > 0,
		"the leaf is for servers":                     slices.Equal(leaf.ExtKeyUsage, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}),
		"the two have serial numbers of their own":    leaf.SerialNumber.Cmp(ca.SerialNumber) != 0,
		"a clock that is behind finds the leaf valid": leaf.NotBefore.Before(time.Now().Add(-10 * time.Minute)),
	} {
		if !ok {
			t.Errorf("not so: %s", what)
		}
	}
}

// TestLeafOfAnOldAuthority is not good for longer than its authority.
func TestLeafOfAnOldAuthority(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	key, err := a.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	old, err := authority.Load(a.PEM(), key, time.Now().AddDate(0, 11, 0))
	if err != nil {
		t.Fatal(err)
	}
	config, err := old.TLSConfig("oauth.sms77.io")
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(config.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	ca, err := x509.ParseCertificate(config.Certificates[0].Certificate[1])
	if err != nil {
		t.Fatal(err)
	}
	if leaf.NotAfter.After(ca.NotAfter) {
		t.Errorf("the leaf is good until %s, its authority until %s", leaf.NotAfter, ca.NotAfter)
	}
}

// TestConstraints has a stolen key sign for hosts that the authority may not
// speak for: no client believes it.
func TestConstraints(t *testing.T) {
	t.Parallel()
	a, err := authority.New(time.Now(), "app.example.com", "10.0.0.7", "fd00::7")
	if err != nil {
		t.Fatal(err)
	}
	keyPEM, err := a.KeyPEM()
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(a.PEM(), keyPEM)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(a.PEM())
	for host, want := range map[string]bool{
		"oauth.sms77.io": true, "gateway.seven.io": true, "localhost": true, "x.localhost": true, "app.example.com": true,
		"127.0.0.1": true, "127.9.9.9": true, "::1": true, "10.0.0.7": true, "fd00::7": true,
		"example.com": false, "google.com": false, "evilsms77.io": false, "10.0.0.8": false, "::2": false, "fd00::8": false,
	} {
		template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = []net.IP{ip}
		} else {
			template.DNSNames = []string{host}
		}
		der, err := x509.CreateCertificate(rand.Reader, template, pair.Leaf, pair.Leaf.PublicKey, pair.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		leaf, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		_, err = leaf.Verify(x509.VerifyOptions{DNSName: host, Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}})
		if got := err == nil; got != want {
			t.Errorf("%s: trusted is %t, want %t: %v", host, got, want, err)
		}
		if _, err = a.TLSConfig(host); (err == nil) != want {
			t.Errorf("%s: got %v, want a certificate: %t", host, err, want)
		}
	}
}

// TestRenewal asks a server that has run for 70 days.
func TestRenewal(t *testing.T) {
	t.Parallel()
	a, err := authority.New(time.Now().AddDate(0, 0, -70))
	if err != nil {
		t.Fatal(err)
	}
	config, err := a.TLSConfig("localhost")
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := config.GetConfigForClient(nil)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(renewed.Certificates[0].Leaf.NotAfter); left < 80*24*time.Hour {
		t.Errorf("the certificate is good for %s, want 90 days", left)
	}
}

func TestNoHost(t *testing.T) {
	t.Parallel()
	if _, err := newAuthority(t).TLSConfig(); err == nil {
		t.Error("got a certificate for nothing, want an error")
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
	leaf, leafKey := leafOf(t, a)
	for want, load := range map[string]struct {
		certificate, key []byte
		now              time.Time
	}{
		`PEM block "CERTIFICATE"`:       {[]byte("x"), key, time.Now()},
		`PEM block "PRIVATE KEY"`:       {a.PEM(), a.PEM(), time.Now()},
		"not that of the certificate":   {a.PEM(), otherKey, time.Now()},
		"the certificate expired on 20": {a.PEM(), key, time.Now().AddDate(2, 0, 0)},
		"not good before 20":            {a.PEM(), key, time.Now().AddDate(-1, 0, 0)},
		"not that of an authority":      {leaf, leafKey, time.Now()},
	} {
		if _, err := authority.Load(load.certificate, load.key, load.now); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want one with %q", err, want)
		}
	}
}

// leafOf returns a certificate that a has signed, and its key, as PEM.
func leafOf(t *testing.T, a *authority.Authority) (leaf, key []byte) {
	t.Helper()
	config, err := a.TLSConfig("oauth.sms77.io")
	if err != nil {
		t.Fatal(err)
	}
	shown := config.Certificates[0]
	der, err := x509.MarshalPKCS8PrivateKey(shown.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: shown.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}
