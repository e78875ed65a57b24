package audit

import (
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"example.com/sms77mock/internal/hosts"
)

// cookie is one cookie as the application set it. Its value is as it was
// written: quotes, commas and the like belong to it.
type cookie struct {
	name, value      string
	domain, path     string
	hostOnly         bool
	secure, httpOnly bool
	sameSite         string // lower case; "" if it was not set
}

type cookieKey struct{ name, domain, path string }

// jar holds the cookies of one browser for the application. It plays a browser
// for which loopback is a secure origin, and knows which attributes a cookie
// was set with, as net/http/cookiejar does not. The double's requests carry
// none: to a browser it is another site.
type jar map[cookieKey]cookie

// clone returns a copy, as somebody has it who copied the cookies.
func (j jar) clone() jar { return maps.Clone(j) }

// without returns a copy without the cookies of a name.
func (j jar) without(name string) jar {
	c := j.clone()
	maps.DeleteFunc(c, func(k cookieKey, _ cookie) bool { return k.name == name })
	return c
}

// names are the names of the cookies, sorted.
func (j jar) names() []string {
	var names []string
	for key := range j {
		names = append(names, key.name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// store takes the cookies of an answer.
func (j jar) store(u *url.URL, h http.Header) {
	for _, line := range h.Values("Set-Cookie") {
		c, gone, ok := parseCookie(u, line)
		if !ok {
			continue
		}
		key := cookieKey{c.name, c.domain, c.path}
		if gone {
			delete(j, key)
		} else {
			j[key] = c
		}
	}
}

// from returns a copy of the cookies that have a value of one that another jar
// holds, under whatever name.
func (j jar) from(other jar) jar {
	values := map[string]bool{}
	for _, c := range other {
		values[c.value] = true
	}
	kept := j.clone()
	maps.DeleteFunc(kept, func(_ cookieKey, c cookie) bool { return !values[c.value] })
	return kept
}

// maxCookie is how many bytes a cookie's name and value may have together; browsers
// take no larger one (RFC 6265bis, section 5.7).
const maxCookie = 4096

// parseCookie reads a Set-Cookie header. It reports whether it deletes the
// cookie, and whether a browser would take it.
func parseCookie(u *url.URL, header string) (c cookie, gone, ok bool) {
	pair, attributes, _ := strings.Cut(header, ";")
	name, value, found := strings.Cut(pair, "=")
	c = cookie{name: strings.TrimSpace(name), value: strings.TrimSpace(value), domain: u.Hostname(), hostOnly: true, path: defaultPath(u)}
	for attribute := range strings.SplitSeq(attributes, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(attribute), "=")
		switch value = strings.TrimSpace(value); strings.ToLower(strings.TrimSpace(key)) {
		case "domain":
			if d := strings.ToLower(strings.TrimPrefix(value, ".")); d != "" && d != c.domain {
				c.domain, c.hostOnly = d, false
			}
		case "path":
			if strings.HasPrefix(value, "/") {
				c.path = value
			}
		case "secure":
			c.secure = true
		case "httponly":
			c.httpOnly = true
		case "samesite":
			c.sameSite = strings.ToLower(value)
		case "max-age":
			if seconds, err := strconv.Atoi(value); err == nil {
				gone = seconds <= 0
			}
		case "expires":
			if at, err := http.ParseTime(strings.ReplaceAll(value, "-", " ")); err == nil && at.Before(time.Now()) {
				gone = true
			}
		}
	}
	ok = found && c.name != "" && len(c.name)+len(c.value) <= maxCookie && (c.hostOnly || within(u.Hostname(), c.domain)) && (!c.secure || secureOrigin(u))
	return c, gone, ok
}

// defaultPath is the path of a cookie that names none (RFC 6265, section 5.1.4).
func defaultPath(u *url.URL) string {
	i := strings.LastIndexByte(u.Path, '/')
	if i <= 0 {
		return "/"
	}
	return u.Path[:i]
}

// isFor reports whether a host gets the cookie.
func (c cookie) isFor(host string) bool {
	return c.domain == host || !c.hostOnly && within(host, c.domain)
}

// within reports whether host is domain or below it.
func within(host, domain string) bool {
	return host == domain || strings.HasSuffix(host, "."+domain) && net.ParseIP(host) == nil
}

// secureOrigin reports whether a browser trusts a page: https, and loopback.
func secureOrigin(u *url.URL) bool {
	return u.Scheme == "https" || hosts.IsLocal(hosts.Name(u.Hostname()))
}

// header is the Cookie header of a request. The cookies that keep refuses stay
// at home.
func (j jar) header(u *url.URL, keep func(cookie) bool) string {
	var list []cookie
	for _, c := range j {
		if c.isFor(u.Hostname()) && pathMatches(u.Path, c.path) && (!c.secure || secureOrigin(u)) && keep(c) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b cookie) int {
		if len(a.path) != len(b.path) {
			return len(b.path) - len(a.path) // longer paths first
		}
		return strings.Compare(a.name, b.name)
	})
	pairs := make([]string, len(list))
	for i, c := range list {
		pairs[i] = c.name + "=" + c.value
	}
	return strings.Join(pairs, "; ")
}

func pathMatches(path, of string) bool {
	if path == "" {
		path = "/"
	}
	return path == of || strings.HasPrefix(path, of) && (strings.HasSuffix(of, "/") || path[len(of)] == '/')
}
