package testkit

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/url"
	"strings"

	"example.com/sms77mock/internal/handoff"
	"example.com/sms77mock/internal/hosts"
)

// wires are connections to the double and to applications that are served in
// memory, for whoever dials the hosts that these stand in for.
type wires struct {
	double *double
	inner  *http.Server // serves those that have no socket
	handed *handoff.Listener
	done   chan struct{}
}

// newWires returns wires, which hold until they are closed.
func (d *double) newWires() *wires {
	w := &wires{double: d, handed: handoff.New(), done: make(chan struct{})}
	w.inner = &http.Server{Handler: http.HandlerFunc(w.serve)}
	go func() {
		defer close(w.done)
		w.inner.Serve(w.handed) // ends with close, and has nothing else to say
	}()
	return w
}

func (w *wires) close() {
	w.inner.Close()
	<-w.done
}

// serve answers where there is no socket: as an application or as the double.
func (w *wires) serve(rw http.ResponseWriter, r *http.Request) {
	for _, scheme := range []string{"http", "https"} {
		if app := w.double.apps.at(&url.URL{Scheme: scheme, Host: r.Host}); app != nil {
			app.handler.ServeHTTP(rw, r)
			return
		}
	}
	w.double.handler().ServeHTTP(rw, r)
}

// dial connects to where plain HTTP is to be spoken.
func (w *wires) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	if conn, ours, err := w.ours(ctx, addr); ours {
		return conn, err
	}
	return new(net.Dialer).DialContext(ctx, network, addr)
}

// dialTLS connects to where HTTPS is to be spoken. To the double it is spoken
// without the S: what comes out is the same.
func (w *wires) dialTLS(ctx context.Context, network, addr string) (net.Conn, error) {
	if conn, ours, err := w.ours(ctx, addr); ours {
		return conn, err
	}
	return new(tls.Dialer).DialContext(ctx, network, addr)
}

// ours connects to what this package stands in for, and refuses what must not be
// reached; what is left is anybody's.
func (w *wires) ours(ctx context.Context, addr string) (conn net.Conn, ours bool, err error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, true, err
	}
	d := w.double
	switch {
	case d.is(&url.URL{Host: host}), d.is(&url.URL{Host: addr}):
		conn, err = d.connect(ctx, w.handed)
		return conn, true, err
	case d.servesApp(addr):
		conn, err = w.handed.Dial(ctx)
		return conn, true, err
	case d.passes(&url.URL{Host: addr}):
		return nil, false, nil
	}
	return nil, true, d.foreign(host)
}

// servesApp reports whether an application is served in memory at an address.
func (d *double) servesApp(addr string) bool {
	return d.apps.at(&url.URL{Scheme: "http", Host: addr}) != nil || d.apps.at(&url.URL{Scheme: "https", Host: addr}) != nil
}

// connect returns a connection on which the double answers plain HTTP.
func (d *double) connect(ctx context.Context, inMemory *handoff.Listener) (net.Conn, error) {
	if d.options.inMemory {
		return inMemory.Dial(ctx)
	}
	address := d.base.Host
	if d.base.Port() == "" {
		address = net.JoinHostPort(d.base.Hostname(), hosts.DefaultPort(d.base.Scheme))
	}
	conn, err := d.refusals.dial(ctx, "tcp", address)
	if err != nil || d.base.Scheme != "https" {
		return conn, err
	}
	config, err := d.stand.clientConfig()
	if err != nil {
		return nil, err
	}
	config.ServerName = strings.Trim(d.base.Hostname(), "[]")
	return tls.Client(conn, config), nil
}
