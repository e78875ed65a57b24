package proxy

import (
	"net"
	"net/http"
	"sync"
)

// end lets a tunnel end at the double.
func (p *Proxy) end(w http.ResponseWriter) {
	if !p.tunnels.enter() {
		http.Error(w, "The proxy is closed.", http.StatusServiceUnavailable)
		return
	}
	if here, ok := p.take(w); !ok || !p.handed.hand(here) {
		p.tunnels.leave()
	}
}

// innerState is told what becomes of a tunnel that inner serves. Inner is done
// with it when it is closed, or in the hands of a handler.
func (p *Proxy) innerState(_ net.Conn, state http.ConnState) {
	if state == http.StateClosed || state == http.StateHijacked {
		p.tunnels.leave()
	}
}

// serveInner answers a request that came through a tunnel.
func (p *Proxy) serveInner(w http.ResponseWriter, r *http.Request) {
	if !p.tunnels.enter() {
		panic(http.ErrAbortHandler) // the connection is closed anyway
	}
	defer p.tunnels.leave()
	p.options.Handler.ServeHTTP(w, r)
}

// listener is a [net.Listener] whose connections are handed to it.
type listener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newListener() *listener {
	return &listener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// hand offers a connection to Accept and reports whether it was taken.
func (l *listener) hand(c net.Conn) bool {
	select {
	case l.conns <- c:
		return true
	case <-l.closed:
		return false
	}
}

// Accept waits for a connection.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close makes Accept return.
func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr returns an address that nobody can connect to.
func (l *listener) Addr() net.Addr { return &net.TCPAddr{} }
