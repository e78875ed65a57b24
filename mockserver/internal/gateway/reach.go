package gateway

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
)

// MayReach returns an error unless the world lets webhooks go to a URL.
func (g *Gateway) MayReach(target string) (err error) {
	g.locked(func(st *state) { err = st.mayReach(target) })
	return err
}

// mayReach returns an error unless webhooks may go to a URL: its host is this
// machine, or is listed by the world, or the program lets them.
func (st *state) mayReach(target string) error {
	u, err := url.Parse(target)
	if err != nil {
		return err
	}
	host := strings.ToLower(u.Hostname())
	if host == "" {
		return errors.New("the URL has no host")
	}
	if IsLocal(host) || slices.ContainsFunc(st.world.Webhooks.Hosts, func(pattern string) bool { return matchesHost(strings.ToLower(pattern), host) }) {
		return nil
	}
	if st.reach != nil && st.reach(host) {
		return nil
	}
	return fmt.Errorf("%q is not this machine and not in gateway.webhooks.hosts", host)
}

// IsLocal reports whether a host, in lower case, is this machine, by RFC 6761
// without asking anybody.
func IsLocal(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// matchesHost reports whether a host is what a pattern says: a name, *.name or *.
func matchesHost(pattern, host string) bool {
	if suffix, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(host, suffix)
	}
	return pattern == host
}
