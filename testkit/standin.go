package testkit

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"example.com/sms77mock/internal/authority"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/internal/proxy"
	"example.com/sms77mock/mockserver"
)

// standIn is what lets a process with hard-coded URLs reach the double: a CA
// and, once it is asked for, an HTTPS proxy. Both are made when first needed.
type standIn struct {
	mu    sync.Mutex // guards everything below
	ca    *authority.Authority
	proxy []string // the environment that leads through the proxy
}

// authorityLocked returns the CA.
func (s *standIn) authorityLocked() (*authority.Authority, error) {
	if s.ca == nil {
		ca, err := authority.New(time.Now())
		if err != nil {
			return nil, err
		}
		s.ca = ca
	}
	return s.ca, nil
}

// serverConfig returns the configuration of a server for the vendor's hosts and
// this machine.
func (s *standIn) serverConfig() (*tls.Config, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ca, err := s.authorityLocked()
	if err != nil {
		return nil, err
	}
	config, err := ca.TLSConfig(slices.Concat(mockserver.Hosts(), hosts.Local())...)
	if err != nil {
		return nil, err
	}
	config.NextProtos = []string{"http/1.1"} // over HTTP/2 there is no connection that a fault could cut
	return config, nil
}

// pool returns the certificates to trust.
func (s *standIn) pool() (*x509.CertPool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ca, err := s.authorityLocked()
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca.PEM()) {
		return nil, errors.New("the CA certificate cannot be read")
	}
	return pool, nil
}

// clientConfig returns the configuration of a client that trusts the CA.
func (s *standIn) clientConfig() (*tls.Config, error) {
	pool, err := s.pool()
	return &tls.Config{RootCAs: pool}, err
}

// CertPool returns the CA certificate that a client has to trust to reach the
// double by HTTPS: at [Server.URL] with the option [TLS], under the vendor's
// hosts through [Server.ProxyEnv].
func (s *Server) CertPool() *x509.CertPool {
	s.tb.Helper()
	pool, err := s.double.stand.pool()
	s.check("CertPool", err)
	return pool
}

// ProxyEnv returns environment variables, as name=value, with which a process
// that has the vendor's URLs hard-coded reaches the double: its requests go
// through an HTTPS proxy in this process, and the proxy's CA is in a file.
//
//	cmd := exec.Command("php", "send.php")
//	cmd.Env = append(os.Environ(), srv.ProxyEnv()...)
//
// curl, PHP's curl, Go, Python and Node 22.21 or 24 take them as they are; PHP's
// streams, such as file_get_contents, know of no proxy. Requests to other hosts
// are refused by the proxy, those to 127.0.0.1 and localhost go directly. The
// proxy and the files are gone with the double.
func (s *Server) ProxyEnv() []string {
	s.tb.Helper()
	env, err := s.double.proxyEnv()
	s.check("ProxyEnv", err)
	return env
}

// proxyEnv starts the proxy when it is first asked for it.
func (d *double) proxyEnv() ([]string, error) {
	if inBubble() {
		return nil, errors.New("a proxy needs a socket, which a synctest bubble does not go with")
	}
	config, err := d.stand.serverConfig()
	if err != nil {
		return nil, err
	}
	d.stand.mu.Lock()
	defer d.stand.mu.Unlock()
	if d.stand.proxy != nil {
		return d.stand.proxy, nil
	}
	dir, err := d.keep(d.stand.ca.PEM())
	if err != nil {
		return nil, err
	}
	p := proxy.New(proxy.Options{Handler: d.handler(), TLS: config, Hosts: mockserver.Hosts()})
	listener := httptest.NewServer(p)
	d.atEnd(func() { p.Close(); listener.Close() })
	d.stand.proxy = proxyVariables(listener.URL, dir)
	return d.stand.proxy, nil
}

// caFile is the name of the file with the CA's certificate.
const caFile = "ca.pem"

// proxyVariables are what the usual clients read; dir is where the CA is kept. In PHP,
// an empty first entry of the list of directories stands for its own directory.
func proxyVariables(proxy, dir string) []string {
	ca := filepath.Join(dir, caFile)
	return []string{
		"HTTPS_PROXY=" + proxy, "https_proxy=" + proxy, "http_proxy=" + proxy, "HTTP_PROXY=" + proxy,
		"NO_PROXY=127.0.0.1,localhost", "no_proxy=127.0.0.1,localhost",
		"SSL_CERT_FILE=" + ca, "CURL_CA_BUNDLE=" + ca, "REQUESTS_CA_BUNDLE=" + ca, "NODE_EXTRA_CA_CERTS=" + ca,
		"PHP_INI_SCAN_DIR=" + string(filepath.ListSeparator) + dir,
		"NODE_USE_ENV_PROXY=1",
	}
}

// keep writes the CA's certificate, and settings by which PHP trusts it, into a
// directory that is gone with the double.
func (d *double) keep(certificate []byte) (dir string, err error) {
	dir, err = os.MkdirTemp("", "sms77mock-*")
	if err != nil {
		return "", err
	}
	d.atEnd(func() { os.RemoveAll(dir) })
	ca := filepath.Join(dir, caFile)
	settings := fmt.Sprintf("curl.cainfo=%q\nopenssl.cafile=%q\n", ca, ca)
	return dir, errors.Join(os.WriteFile(ca, certificate, 0o600), os.WriteFile(filepath.Join(dir, "php.ini"), []byte(settings), 0o600))
}

// handler answers as the double, wherever that is.
func (d *double) handler() http.Handler {
	if d.process != nil {
		return d.process
	}
	return &httputil.ReverseProxy{Transport: d.reach, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(d.base)
		r.Out.Host = r.In.Host
	}}
}
