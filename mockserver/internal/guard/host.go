package guard

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/sms77mock/internal/hosts"
)

// Foreign says why the levers and the pages are not for a request, or "": it
// names a host that is none of the server's. Anybody's page could have its own name
// lead to this machine, and then read and order what it likes. A request that came
// through no socket is from no such page.
func (g *Guard) Foreign(r *http.Request) string {
	if r.Host == "" || !g.isForeign(r, r.Host) {
		return ""
	}
	return notOurs(r.Host)
}

// notOurs is what a request is told that names a host which is none of the
// server's.
func notOurs(host string) string {
	return fmt.Sprintf("the host %q is not one of this server's: start it with --allow-host, or with --public-url if it is reached under another URL", host)
}

// isForeign reports whether a host is none of those by which the server of a request
// is reached.
func (g *Guard) isForeign(r *http.Request, host string) bool {
	local, ok := socketOf(r)
	return ok && !g.knows(hosts.OfHeader(host), local.IP.IsLoopback())
}

// socketOf returns the address that a request came to, if it came through a socket.
func socketOf(r *http.Request) (*net.TCPAddr, bool) {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return local, ok
}

// isForeignOrigin reports whether the host of an origin is none of the server's, or
// the origin has none, as "null".
func (g *Guard) isForeignOrigin(r *http.Request, origin string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" {
		_, ok := socketOf(r)
		return ok
	}
	return g.isForeign(r, u.Host)
}

// knows reports whether a host is one that the server is asked by. Off loopback,
// it is asked by addresses and by names of its network too.
func (g *Guard) knows(host string, loopback bool) bool {
	ip := net.ParseIP(host)
	switch {
	case hosts.IsLocal(host), g.Public != nil && host == hosts.Name(g.Public.Hostname()):
		return true
	case !loopback && (ip != nil || !strings.Contains(host, ".")):
		return true
	}
	return slices.ContainsFunc(g.Hosts, func(entry string) bool { return hosts.Matches(entry, host) })
}
