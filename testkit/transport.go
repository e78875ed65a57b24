package testkit

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"

	"example.com/sms77mock/mockserver"
)

// transport leads requests to the vendor's hosts to the double.
type transport struct {
	double  string            // host of the double's URL
	toMock  http.RoundTripper // reaches the double
	onward  http.RoundTripper // reaches everything else
	allowed []string          // hosts that are passed on
	idle    *http.Transport   // whose idle connections are closed in the end
}

// newTransport returns the transport of a server. What reaches the double is
// direct, or the network if direct is nil.
func newTransport(s *Server, direct http.RoundTripper, allowed []string) *transport {
	u, err := url.Parse(s.URL)
	if err != nil {
		panic(err) // the URL is our own
	}
	network := &http.Transport{Proxy: nil, ForceAttemptHTTP2: false}
	t := &transport{double: u.Host, toMock: direct, onward: network, allowed: allowed, idle: network}
	if direct == nil {
		t.toMock = network
	}
	return t
}

func (t *transport) close() { t.idle.CloseIdleConnections() }

// RoundTrip sends a request to the double if it is meant for the vendor or for
// the double itself, passes it on if it is meant for this machine or an allowed
// host, and refuses it otherwise.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case t.isDouble(r.URL):
		return t.toMock.RoundTrip(t.redirected(r))
	case isLoopback(r.URL), slices.Contains(t.allowed, r.URL.Hostname()):
		return t.onward.RoundTrip(r)
	}
	if r.Body != nil {
		r.Body.Close()
	}
	return nil, fmt.Errorf("testkit: %s %s: the host %q is not the vendor's; testkit.AllowHosts(%q) would let the request out", r.Method, r.URL.Redacted(), r.URL.Hostname(), r.URL.Hostname())
}

func (t *transport) isDouble(u *url.URL) bool {
	return u.Host == t.double || slices.Contains(mockserver.Hosts(), u.Hostname())
}

// redirected returns r for the double's own address. The Host header stays that
// of the host it was meant for.
func (t *transport) redirected(r *http.Request) *http.Request {
	if r.URL.Host == t.double {
		return r
	}
	out := r.Clone(r.Context())
	if out.Host == "" {
		out.Host = r.URL.Host
	}
	out.URL.Scheme, out.URL.Host = "http", t.double
	return out
}

func isLoopback(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// Transport returns the round tripper behind [Server.Client], for code that
// brings an [http.Client] of its own.
func (s *Server) Transport() http.RoundTripper { return s.transport }

// Client returns a client for which the vendor's four hosts lead to the double,
// by http and https alike, so that code with hard-coded URLs runs unchanged.
// Redirects are followed to the double and to this machine; one to anywhere
// else is returned as the answer.
func (s *Server) Client() *http.Client {
	return &http.Client{
		Transport: s.transport,
		CheckRedirect: func(next *http.Request, via []*http.Request) error {
			switch {
			case len(via) >= 10:
				return fmt.Errorf("testkit: stopped after %d redirects", len(via))
			case s.transport.isDouble(next.URL), isLoopback(next.URL), slices.Contains(s.transport.allowed, next.URL.Hostname()):
				return nil
			}
			return http.ErrUseLastResponse
		},
	}
}

// setenv sets a variable for a test and reports whether it is one that may: a
// parallel test may not, and one that has may not become parallel. Its panic is
// all that the testing package tells of that.
func setenv(tb interface{ Setenv(key, value string) }, key, value string) (serial bool) {
	defer func() { serial = recover() == nil }()
	tb.Setenv(key, value)
	return true
}

// InterceptDefaultTransport puts [Server.Transport] into the place of
// [http.DefaultTransport] until the test ends, for code that knows no other
// client than [http.DefaultClient]. That is a variable of the whole process, so
// a parallel test is refused. Code that takes it for an [http.Transport] cannot
// be helped so.
func (s *Server) InterceptDefaultTransport(tb TB) {
	tb.Helper()
	serial, ok := tb.(interface{ Setenv(key, value string) })
	if !ok {
		tb.Fatalf("testkit: InterceptDefaultTransport needs a test with Setenv, to make sure that it is not parallel")
		return
	}
	if !setenv(serial, "SMS77MOCK_INTERCEPTED", s.URL) {
		tb.Fatalf("testkit: InterceptDefaultTransport replaces http.DefaultTransport for the whole process: it does not go with t.Parallel")
		return
	}
	original := http.DefaultTransport
	http.DefaultTransport = s.transport
	tb.Cleanup(func() { http.DefaultTransport = original })
}
