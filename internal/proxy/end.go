package proxy

import (
	"net"
	"net/http"
)

// end lets a tunnel end at the double.
func (p *Proxy) end(w http.ResponseWriter) {
	if !p.tunnels.enter() {
		http.Error(w, "The proxy is closed.", http.StatusServiceUnavailable)
		return
	}
	if here, ok := p.take(w); !ok || !p.handed.Hand(here) {
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
