package audit

import (
	"net/url"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

func tokenRedirect(sc *scene) {
	if sc.elsewhere(fixtures.EndpointToken) == nil {
		sc.skip("the double has no second name on the network of the application")
	}
	p := sc.person(0)
	callback := p.authorize(p.start())
	sc.redirects(fixtures.EndpointToken, func() { p.open(callback) })
	if !sc.app.Act.isZero() && sc.elsewhere(sc.learnt.endpoint) != nil {
		p = sc.person(0).loggedIn()
		sc.redirects(sc.learnt.endpoint, func() { p.act() })
	}
}

// redirects has an endpoint redirect once, while something happens, and stops the
// scene if secrets follow.
func (sc *scene) redirects(endpoint fixtures.Endpoint, happens func()) {
	other := sc.elsewhere(endpoint)
	lift := sc.inject(control.Fault{Endpoint: endpoint, Status: 307, Headers: map[string]string{"Location": other.String()}})
	from := sc.mark()
	happens()
	lift()
	for _, e := range append(sc.since(from), sc.sameCode(from)...) {
		if e.Host != other.Host {
			continue
		}
		for _, name := range []string{"client_secret", "code", "code_verifier", "refresh_token", "access_token"} {
			if e.Form.Has(name) || e.Query.Has(name) {
				sc.fail("request %d sends %s to %s", e.ID, name, other.Host)
			}
		}
		if e.Header.Get("Authorization") != "" {
			sc.fail("request %d sends the Authorization header to %s", e.ID, other.Host)
		}
	}
}

// sameCode returns the requests after an entry that the double ascribes to no client,
// but that carry a code of the application's.
func (sc *scene) sameCode(after uint64) traffic {
	codes := map[string]bool{}
	for _, e := range sc.since(after).exchanges() {
		codes[e.Form.Get("code")] = true
	}
	return sc.nobodys(control.RequestFilter{Endpoint: fixtures.EndpointToken, After: after}, func(e entry) bool { return codes[e.Form.Get("code")] })
}

// elsewhere is an endpoint under another name by which the application reaches
// the double; nil if none is known. Loopback has two names, and so has each of
// the vendor's hosts.
func (sc *scene) elsewhere(endpoint fixtures.Endpoint) *url.URL {
	asked := sc.since(0).at(endpoint)
	if len(asked) == 0 {
		return nil
	}
	last := asked[len(asked)-1]
	for _, names := range [][2]string{{"127.0.0.1", "localhost"}, {"oauth.sms77.io", "oauth.seven.io"}, {"gateway.sms77.io", "gateway.seven.io"}} {
		for i, name := range names {
			if host, port, _ := strings.Cut(last.Host, ":"); host == name {
				return &url.URL{Scheme: last.Scheme, Host: strings.TrimSuffix(names[1-i]+":"+port, ":"), Path: last.Path}
			}
		}
	}
	return nil
}
