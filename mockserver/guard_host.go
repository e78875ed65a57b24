package mockserver

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"example.com/sms77mock/internal/hosts"
)

// foreign says why the levers and the pages are not for a request, or "": it
// names a host that is none of the server's. A page of anybody could have its
// own name lead to this machine, and read and order what it likes. Where the
// request came through no socket, there are no such pages.
func (g *guard) foreign(r *http.Request) string {
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

// isForeign reports whether a host is none that the server of a request is asked
// by.
func (g *guard) isForeign(r *http.Request, host string) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && !g.knows(hosts.OfHeader(host), local.IP.IsLoopback())
}

// knows reports whether a host is one that the server is asked by. Off loopback,
// it is asked by addresses and by names of its network too.
func (g *guard) knows(host string, loopback bool) bool {
	ip := net.ParseIP(host)
	switch {
	case hosts.IsLocal(host), slices.Contains(Hosts(), host), g.options.public != nil && host == hosts.Name(g.options.public.Hostname()):
		return true
	case !loopback && (ip != nil || !strings.Contains(host, ".")):
		return true
	}
	return slices.ContainsFunc(g.options.hosts, func(entry string) bool { return hosts.Matches(entry, host) })
}
