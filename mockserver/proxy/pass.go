package proxy

import (
	"io"
	"net"
	"net/http"
	"net/http/httputil"
)

// pass tunnels a CONNECT to the host it is meant for.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) {
	dialer := net.Dialer{Timeout: dialTimeout}
	there, err := dialer.DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	here, err := hijack(w)
	if err != nil {
		there.Close()
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	p.running.Go(func() { p.copyBoth(here, there) })
}

// copyBoth copies in both directions until either side is done or the proxy is
// closed.
func (p *Proxy) copyBoth(here, there net.Conn) {
	done := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{here, there}, {there, here}} {
		p.running.Go(func() {
			io.Copy(way[0], way[1]) // its end is all that matters
			done <- struct{}{}
		})
	}
	select {
	case <-done:
	case <-p.context.Done():
	}
	here.Close()
	there.Close()
}

// forward sends a plain request on to the host it is meant for.
func (p *Proxy) forward(w http.ResponseWriter, r *http.Request) {
	transport := &http.Transport{DisableKeepAlives: true}
	onward := httputil.ReverseProxy{
		Rewrite:   func(out *httputil.ProxyRequest) { out.Out.Host = r.Host },
		Transport: transport,
		ErrorLog:  p.options.ErrorLog,
	}
	onward.ServeHTTP(w, r)
}
