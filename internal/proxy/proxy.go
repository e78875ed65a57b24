// Package proxy answers as an HTTPS proxy: requests to the hosts that the
// double stands in for end at the double, every other host is refused or passed
// on.
//
// With HTTPS_PROXY and the CA certificate in its environment, an application
// with hard-coded URLs reaches the double unchanged, without a name server and
// without root.
package proxy

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/internal/handoff"
	"example.com/sms77mock/internal/handshake"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/internal/unread"
)

// Options configure a [Proxy].
type Options struct {
	Handler     http.Handler // answers for Hosts; required
	TLS         *tls.Config  // speaks for Hosts; required
	Hosts       []string     // the hosts that end here, in lower case
	PassThrough bool         // whether other hosts are passed on instead of refused
	Advice      string       // what would let a refused host pass, for its client; "" for nothing
	Logger      *slog.Logger // told of refused hosts and of clients that do not trust the CA; nil logs nothing
}

// Proxy is an [http.Handler] for CONNECT, and for plain requests with an
// absolute URL. It needs a server that speaks HTTP/1.1, since it takes
// connections over. Its methods may be called from several goroutines.
type Proxy struct {
	options Options
	inner   *http.Server      // serves the tunnels that end here
	handed  *handoff.Listener // hands them to inner
	tunnels tunnels
}

// The limits of a tunnel: a client that stalls does not keep it for ever.
// Nothing limits the time of an answer, which the double may hold back.
const (
	handshakeTimeout = 10 * time.Second
	readTimeout      = 30 * time.Second
	writeTimeout     = 2 * time.Minute
	idleTimeout      = 2 * time.Minute
	dialTimeout      = 10 * time.Second
)

// New returns a proxy, which runs until [Proxy.Close].
func New(o Options) *Proxy {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Proxy{options: o, handed: handoff.New()}
	p.inner = &http.Server{
		Handler:           http.HandlerFunc(p.serveInner),
		TLSConfig:         o.TLS.Clone(), // which the server changes
		ReadHeaderTimeout: handshakeTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		ConnState:         p.innerState,
		ErrorLog:          handshake.Log(o.Logger),
	}
	unread.Bound(p.inner)
	p.tunnels.running.Go(func() {
		defer p.handed.Close()
		p.inner.ServeTLS(p.handed, "", "") // ends with Close, and has nothing else to say
	})
	return p
}

// Close ends every tunnel and returns when nothing is served any more that came
// through one. Later requests for a tunnel are refused.
func (p *Proxy) Close() {
	p.tunnels.close()
	p.inner.Close()
	p.tunnels.running.Wait()
}

// ServeHTTP answers one request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host, connect := hosts.OfHeader(r.Host), r.Method == http.MethodConnect
	switch ours := slices.Contains(p.options.Hosts, host); {
	case !connect && !r.URL.IsAbs():
		http.Error(w, "This is an HTTPS proxy: name it in HTTPS_PROXY, and ask it for "+p.hosts()+".", http.StatusBadRequest)
	case ours && connect:
		p.end(w)
	case ours:
		p.options.Handler.ServeHTTP(w, r)
	case !p.options.PassThrough:
		p.options.Logger.Warn("proxy refuses a host", "host", host)
		http.Error(w, p.refusal(host), http.StatusForbidden)
	case connect:
		p.pass(w, r)
	default:
		p.forward(w, r)
	}
}

// refusal says that a host is none of the proxy's.
func (p *Proxy) refusal(host string) string {
	said := fmt.Sprintf("The proxy stands in for %s and refuses %q", p.hosts(), host)
	if p.options.Advice == "" {
		return said + "."
	}
	return said + "; " + p.options.Advice + "."
}

func (p *Proxy) hosts() string { return strings.Join(p.options.Hosts, ", ") }
