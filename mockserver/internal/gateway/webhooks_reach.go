package gateway

import (
	"errors"
	"fmt"
	"net/url"
	"slices"

	"example.com/sms77mock/internal/hosts"
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
	host := hosts.Name(u.Hostname())
	if host == "" {
		return errors.New("the URL has no host")
	}
	if hosts.IsLocal(host) || slices.ContainsFunc(st.world.Webhooks.Hosts, func(entry string) bool { return hosts.Matches(entry, host) }) {
		return nil
	}
	if st.reach != nil && st.reach(host) {
		return nil
	}
	return fmt.Errorf("%q is not this machine and not in gateway.webhooks.hosts (--webhook-host)", host)
}
