package audit

import (
	"net/http"
	"net/url"
	"strings"

	"example.com/sms77mock/internal/excerpt"
)

// whereTo are the parameters by which applications are told where to go on.
var whereTo = []string{
	"next", "return_to", "returnTo", "return", "return_url", "returnUrl", "redirect", "redirect_to", "redirectTo", "redirect_url",
	"redirectUrl", "redirect_uri", "redirectUri", "redir", "rd", "next_url", "nextUrl", "ReturnUrl", "RelayState", "continue", "forward", "from", "came_from",
	"to", "path", "after", "ref", "url", "goto", "target", "dest", "destination", "callbackUrl", "callback_url", "success_url", "service", "back", "back_url", "backUrl", "r", "u",
}

// elsewhere lists addresses of another site, for an application at own, an address
// without a path: plain ones, ones that take effect when own is put before them, and
// ones that look like own to a check of how they begin, or whether they contain it.
func elsewhere(own string) []string {
	return []string{
		"https://x.invalid/", "//x.invalid/", `/\x.invalid/`, "/\t/x.invalid/", "@x.invalid/", ".x.invalid/",
		own + "@x.invalid/", own + ".x.invalid/", "https://x.invalid/?" + own + "/",
	}
}

func noOpenRedirect(sc *scene) {
	for _, site := range elsewhere(origin(sc.login)) {
		inParts(whereTo, func(names []string) visit {
			p := sc.person(0)
			sc.mark()
			v := p.login(all(names, site))
			sc.stayed(v, "the login", site)
			if v.double != nil {
				sc.stayed(p.open(p.authorize(v.double)), "the login", site)
			}
			return v
		})
		if sc.app.Logout.isZero() {
			continue
		}
		inParts(whereTo, func(names []string) visit {
			p := sc.person(0).loggedIn()
			sc.mark()
			v := p.with(sc.app.Logout, all(names, site))
			sc.stayed(v, "the logout", site)
			return v
		})
	}
}

// inParts asks with all names at once, and where the application's server takes no address
// as long as that, as WEBrick does, with one half of them after the other.
func inParts(names []string, ask func(names []string) visit) {
	if v := ask(names); v.last().status != http.StatusRequestURITooLong || len(names) == 1 {
		return
	}
	half := len(names) / 2
	inParts(names[:half], ask)
	inParts(names[half:], ask)
}

// all gives every name the same value.
func all(names []string, value string) url.Values {
	values := url.Values{}
	for _, name := range names {
		values.Set(name, value)
	}
	return values
}

// with makes a request with further parameters.
func (p *person) with(r Request, extra url.Values) visit {
	s, before, ok := p.prepare(r, ownPage, extra)
	if !ok {
		return before
	}
	return p.step(s)
}

// stayed stops the scene if a visit led to a strange site.
func (sc *scene) stayed(v visit, what, site string) {
	for _, a := range v.answers {
		for _, where := range a.leadsTo() {
			if isStrange(a.url, where) {
				sc.fail("%s, asked with a parameter that says %s, leads to %s", what, tabs(site), tabs(excerpt.Of(where, mostAddress)))
			}
		}
	}
}

// tabs has the tabs of an address be seen.
func tabs(address string) string { return strings.ReplaceAll(address, "\t", "%09") }

// notBlank leaves out what browsers leave out of an address (URL Standard, section 4.4).
func notBlank(r rune) rune {
	if strings.ContainsRune("\t\r\n", r) {
		return -1
	}
	return r
}

// isStrange reports whether a reference on a page leads to the other site. What cannot
// be parsed, because own has a port, is told by how it begins.
func isStrange(base *url.URL, reference string) bool {
	reference = strings.Map(notBlank, reference)
	if target, err := resolve(base, reference); err == nil {
		host := target.Hostname()
		return host == "x.invalid" || strings.HasSuffix(host, ".x.invalid")
	}
	return strings.HasPrefix(reference, origin(base)+".x.invalid")
}
