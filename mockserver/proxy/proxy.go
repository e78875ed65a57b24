// Package proxy answers as an HTTPS proxy: requests to the hosts that the
// double stands in for end at the double, every other host is refused or passed
// on.
//
// With HTTPS_PROXY and the CA certificate in its environment, an application
// with hard-coded URLs reaches the double unchanged, without a name server and
// without root.
package proxy

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options configure a [Proxy].
type Options struct {
	Handler     http.Handler // answers for Hosts; required
	TLS         *tls.Config  // speaks for Hosts; required
	Hosts       []string     // the hosts that end here
	PassThrough bool         // whether other hosts are passed on instead of refused
	ErrorLog    *log.Logger  // for failed handshakes and the like; the standard logger if nil
}

// Proxy is an http.Handler for CONNECT, and for plain requests with an absolute
// URL. Its methods may be called from several goroutines.
type Proxy struct {
	options Options
	inner   *http.Server // serves the connections that end here
	tunnels *listener    // hands them to inner
	context context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup // goroutines of the proxy
}

// The limits of a connection that ends here.
const (
	handshakeTimeout = 10 * time.Second
	idleTimeout      = 2 * time.Minute
	dialTimeout      = 10 * time.Second
)

// New returns a proxy, which runs until [Proxy.Close].
func New(o Options) *Proxy {
	ctx, cancel := context.WithCancel(context.Background())
	p := &Proxy{options: o, context: ctx, cancel: cancel, tunnels: newListener()}
	p.inner = &http.Server{
		Handler:           o.Handler,
		TLSConfig:         o.TLS,
		ReadHeaderTimeout: handshakeTimeout,
		IdleTimeout:       idleTimeout,
		ErrorLog:          o.ErrorLog,
	}
	p.running.Go(func() {
		p.inner.ServeTLS(p.tunnels, "", "") // ends with Close, and has nothing else to say
	})
	return p
}

// Close ends every tunnel and returns when nothing of the proxy runs any more.
func (p *Proxy) Close() {
	p.cancel()
	p.inner.Close()
	p.running.Wait()
}

// ServeHTTP answers one request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	host := hostname(r)
	switch {
	case r.Method != http.MethodConnect && !r.URL.IsAbs():
		http.Error(w, "This is an HTTPS proxy: name it in HTTPS_PROXY, and ask it for "+strings.Join(p.options.Hosts, ", ")+".", http.StatusBadRequest)
	case slices.Contains(p.options.Hosts, host) && r.Method == http.MethodConnect:
		p.end(w)
	case slices.Contains(p.options.Hosts, host):
		p.options.Handler.ServeHTTP(w, r)
	case !p.options.PassThrough:
		http.Error(w, fmt.Sprintf("The proxy stands in for %s and refuses %q; --proxy-pass-through would let it pass.", strings.Join(p.options.Hosts, ", "), host), http.StatusForbidden)
	case r.Method == http.MethodConnect:
		p.pass(w, r)
	default:
		p.forward(w, r)
	}
}

// hostname returns the host that a request asks for, without its port.
func hostname(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		return host
	}
	return r.Host
}

// established is the answer to a CONNECT that succeeds.
const established = "HTTP/1.1 200 Connection established\r\n\r\n"

// hijack takes the connection over and says that the tunnel is there.
func hijack(w http.ResponseWriter) (net.Conn, error) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return nil, err
	}
	if _, err := conn.Write([]byte(established)); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	if buffered.Reader.Buffered() > 0 {
		return &preread{Conn: conn, rest: buffered.Reader}, nil
	}
	return conn, nil
}

// end lets a tunnel end at the double.
func (p *Proxy) end(w http.ResponseWriter) {
	conn, err := hijack(w)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if !p.tunnels.hand(conn) {
		conn.Close()
	}
}

// preread is a connection of which something has been read into a buffer.
type preread struct {
	net.Conn
	rest interface{ Read([]byte) (int, error) }
}

func (c *preread) Read(b []byte) (int, error) { return c.rest.Read(b) }
