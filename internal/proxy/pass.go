package proxy

import (
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"sync"
	"time"
)

// pass tunnels a CONNECT to the host that it is meant for.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) {
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	there := p.tunnels.keep(conn)
	defer there.Close()
	if !p.tunnels.enter() {
		http.Error(w, "The proxy is closed.", http.StatusServiceUnavailable)
		return
	}
	defer p.tunnels.leave()
	if here, ok := p.take(w); ok {
		defer here.Close()
		join(here, there)
	}
}

// join copies in both directions until both sides have said all, either fails,
// or nothing moves for a while.
func join(here, there *tunnel) {
	end := func() {
		here.Close()
		there.Close()
	}
	idle := time.AfterFunc(idleTimeout, end)
	defer idle.Stop()
	carry := func(to, from *tunnel) {
		if _, err := io.Copy(to, watched{from, idle}); err != nil || to.CloseWrite() != nil {
			end()
		}
	}
	var back sync.WaitGroup
	back.Go(func() { carry(here, there) })
	carry(there, here)
	back.Wait()
}

// watched puts the end of an idle tunnel off with all that is read from it.
type watched struct {
	io.Reader
	idle *time.Timer
}

// Read reads from the tunnel.
func (w watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.idle.Reset(idleTimeout)
	return n, err
}

// forward sends a plain request on to the host that it is meant for.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request) {
	onward := httputil.ReverseProxy{
		Rewrite: func(out *httputil.ProxyRequest) { out.Out.Host = r.Host },
		Transport: &http.Transport{
			DisableKeepAlives: true, // nothing is left behind
			DialContext:       (&net.Dialer{Timeout: dialTimeout}).DialContext,
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	onward.ServeHTTP(w, r)
}
