package testkit

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"

	"example.com/sms77mock/internal/hosts"
)

// transport leads the requests of one test to the double.
type transport struct {
	server *Server
	ended  atomic.Bool // whether the test is over
}

// RoundTrip sends a request to the double if it is meant for the vendor or for
// the double itself, hands it to the application that is served in memory, passes
// it on if it is meant for this machine or an allowed host, and refuses it
// otherwise.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if t.ended.Load() {
		return nil, refuse(r, t.leaked(r))
	}
	d := t.server.double
	switch app := d.apps.of(t.server, r.URL); {
	case d.is(r.URL):
		return d.reach.RoundTrip(d.redirected(r))
	case app != nil:
		return handlerTransport{app.handler, t.server.logf}.RoundTrip(r)
	case d.passes(r.URL):
		return d.network.RoundTrip(r)
	case d.apps.at(r.URL) != nil:
		return nil, refuse(r, errors.New("the application there is served by ServeApp of another Server of this double: ask through that one"))
	}
	return nil, refuse(r, d.foreign(r.URL.Hostname()))
}

// foreign is the error for a host that is neither the vendor's nor allowed.
func (d *double) foreign(host string) error {
	if host == "" {
		return errors.New("the URL has no host")
	}
	return fmt.Errorf("the host %q is not the vendor's; WithApp or ServeApp would serve an application there, AllowHosts(%q) would let the request out", host, host)
}

// refuse says which request is not sent, and closes its body, as a transport
// must.
func refuse(r *http.Request, why error) error {
	if r.Body != nil {
		r.Body.Close()
	}
	return fmt.Errorf("testkit: %s %s: %w", r.Method, r.URL.Redacted(), why)
}

// leaked tells of a request that came after the end of the test to which the
// transport belongs: of a goroutine that nobody has waited for.
func (t *transport) leaked(r *http.Request) error {
	err := fmt.Errorf("was sent after the end of %s: something of the test still runs", nameOf(t.server.tb))
	onStderr("testkit: %s %s: %v", r.Method, r.URL.Redacted(), err)
	return err
}

func nameOf(tb TB) string {
	if named, ok := tb.(interface{ Name() string }); ok {
		return named.Name()
	}
	return "the test"
}

// reachable reports whether a URL leads anywhere from a test.
func (t *transport) reachable(u *url.URL) bool {
	d := t.server.double
	return d.is(u) || d.apps.of(t.server, u) != nil || d.passes(u)
}

// passes reports whether requests to a URL go out over the network.
func (d *double) passes(u *url.URL) bool {
	name := hosts.Name(u.Hostname())
	return hosts.IsLocal(name) || slices.ContainsFunc(d.options.hosts, func(entry string) bool { return hosts.Matches(entry, name) })
}

// redirected returns r for the double's own address. The Host header stays that
// of the host it was meant for.
func (d *double) redirected(r *http.Request) *http.Request {
	if r.URL.Host == d.base.Host {
		return r
	}
	out := r.Clone(r.Context())
	if out.Host == "" {
		out.Host = r.URL.Host
	}
	out.URL.Scheme, out.URL.Host = d.base.Scheme, d.base.Host
	if prefix := strings.TrimSuffix(d.base.Path, "/"); prefix != "" {
		out.URL.Path, out.URL.RawPath = prefix+out.URL.Path, ""
	}
	return out
}

// Transport returns the round tripper behind [Server.Client], for code that
// brings an [http.Client] of its own. It sends each request once: it does not
// repeat one by itself when a connection breaks, as [http.Transport] does.
func (s *Server) Transport() http.RoundTripper { return s.transport }

// Client returns a client for which the vendor's four hosts lead to the double,
// by http and https alike, so that code with hard-coded URLs runs unchanged.
// Redirects are followed to the double, to applications of [WithApp] and to this
// machine; one to anywhere else is returned as the answer. A request that it
// sends when the test is over fails, and is reported on standard error.
func (s *Server) Client() *http.Client {
	return &http.Client{
		Transport: s.transport,
		CheckRedirect: func(next *http.Request, via []*http.Request) error {
			switch {
			case len(via) >= 10:
				return fmt.Errorf("testkit: stopped after %d redirects", len(via))
			case s.transport.reachable(next.URL):
				return nil
			}
			return http.ErrUseLastResponse
		},
	}
}

// onceTransport sends each request once. An [http.Transport] repeats one that it
// takes for harmless, such as a GET, when a connection that it has kept breaks
// before the answer: a fault that breaks it would go unnoticed.
type onceTransport struct{ *http.Transport }

// RoundTrip sends a request whose body cannot be read again: such a one the transport
// does not repeat. An empty body is the same as none on the wire.
func (t onceTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	once := r.WithContext(r.Context())
	once.GetBody = nil
	if once.Body == nil || once.Body == http.NoBody {
		once.Body = io.NopCloser(strings.NewReader(""))
	}
	return t.Transport.RoundTrip(once)
}
