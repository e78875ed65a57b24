package proxy

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"slices"
	"sync"
	"syscall"
	"time"
)

// pass tunnels a CONNECT to the host that it is meant for.
func (p *Proxy) pass(w http.ResponseWriter, r *http.Request) {
	conn, err := dialerFor(r).DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		refuseTarget(w, err)
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

// errInside says that a target is not for those who are elsewhere.
var errInside = errors.New("the proxy passes nobody on to its own machine, or to what is beside it, who is not on this machine")

// metadata are addresses at which clouds hand out credentials to whoever gets there,
// where these are not link-local: Amazon's by IPv6, Alibaba's and Azure's, by their
// documentation.
var metadata = []netip.Addr{
	netip.MustParseAddr("fd00:ec2::254"), netip.MustParseAddr("100.100.100.200"), netip.MustParseAddr("168.63.129.16"),
}

// dialerFor connects to what the client of a request asks for. For one that is
// on another machine, that is neither this machine nor a link-local address nor
// [metadata], whatever a name server says: services listen there that trust whoever
// gets there.
func dialerFor(r *http.Request) *net.Dialer {
	dialer := &net.Dialer{Timeout: dialTimeout}
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr); ok && local.IP.IsLoopback() {
		return dialer
	}
	dialer.Control = func(_, address string, _ syscall.RawConn) error {
		target, err := netip.ParseAddrPort(address)
		ip := target.Addr().Unmap()
		if err != nil || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast() || slices.Contains(metadata, ip) {
			return errInside
		}
		return nil
	}
	return dialer
}

// refuseTarget answers a request whose target could not be reached.
func refuseTarget(w http.ResponseWriter, err error) {
	status := http.StatusBadGateway
	if errors.Is(err, errInside) {
		status = http.StatusForbidden
	}
	http.Error(w, err.Error(), status)
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
			DialContext:       dialerFor(r).DialContext,
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) { refuseTarget(w, err) },
	}
	http.NewResponseController(w).SetWriteDeadline(time.Time{}) // how long it takes is their business
	onward.ServeHTTP(w, r)
}
