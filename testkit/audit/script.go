package audit

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/internal/lazy"
)

// What a script sends flows like this: a line has JSON, or the application has
// headers that its scripts add (App.Headers). Then the step that it becomes is a
// script's (step.script), which asks for JSON instead of a page, and its headers
// are made when the request is: they repeat cookies as they are then. They do not
// follow to another site, and a stranger's page sends none of them.

// byScript returns the headers that a script adds to a request, with {n} and
// {number} filled in, and whether it is a script that makes the request: with a
// form, and with the link that a login begins with, it is not.
func (s *stage) byScript(l line, login bool) (headers http.Header, ok bool) {
	if l.isForm || l.json == "" && (login || len(s.app.Headers) == 0) {
		return nil, false
	}
	headers = http.Header{}
	for name, value := range s.app.Headers {
		headers.Set(name, s.fill(value))
	}
	return headers, true
}

// fromCookie is how a header names a cookie that it repeats.
var fromCookie = lazy.Regexp(`\{cookie:([^{}]*)\}`)

// repeatedIn returns the names of the cookies that a header repeats.
func repeatedIn(header string) (names []string) {
	for _, match := range fromCookie().FindAllStringSubmatch(header, -1) {
		names = append(names, match[1])
	}
	return names
}

// repeated are headers of a script with the values of the cookies that they repeat.
// One whose cookie is not there is left out, as axios and Angular do.
func (j jar) repeated(u *url.URL, headers http.Header) http.Header {
	sent := http.Header{}
	for name := range headers {
		missing := false
		value := fromCookie().ReplaceAllStringFunc(headers.Get(name), func(reference string) string {
			value, ok := j.legible(u, fromCookie().FindStringSubmatch(reference)[1])
			missing = missing || !ok
			return value
		})
		if !missing {
			sent.Set(name, value)
		}
	}
	return sent
}

// legible is the value of a cookie as the scripts of a host read it: HttpOnly ones
// they do not see, and what is percent-encoded they decode, but a plus is a plus
// (decodeURIComponent).
func (j jar) legible(u *url.URL, name string) (value string, ok bool) {
	path := ""
	for _, c := range j {
		host := c.domain == u.Hostname() || !c.hostOnly && within(u.Hostname(), c.domain)
		if c.name == name && !c.httpOnly && host && len(c.path) > len(path) {
			value, path = c.value, c.path
		}
	}
	if decoded, err := url.PathUnescape(value); err == nil {
		value = decoded
	}
	return value, path != ""
}

// unsent says which headers of the scripts were left out, to stand before what came of
// it; "" if none was.
func (p *person) unsent() string {
	for _, name := range slices.Sorted(maps.Keys(p.sc.app.Headers)) {
		for _, cookie := range repeatedIn(p.sc.app.Headers[name]) {
			if _, ok := p.cookies().legible(p.sc.login, cookie); !ok && !p.sc.byHand() {
				return fmt.Sprintf("the header %s was left out: there is no cookie %s that a script can read; ", name, cookie)
			}
		}
	}
	return ""
}

// repeats reports whether a script repeats a cookie in a header, which it has to be
// able to read for that.
func (a App) repeats(cookie string) bool {
	for _, value := range a.Headers {
		if slices.Contains(repeatedIn(value), cookie) {
			return true
		}
	}
	return false
}

// ownHeaders are those that browsers set themselves, whatever a script says.
var ownHeaders = []string{"Connection", "Content-Length", "Cookie", "Date", "Host", "Origin", "Referer", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Via"}

// token matches the name of a header or a cookie (RFC 9110, section 5.6.2).
var token = lazy.Regexp("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")

// checkHeader says what is wrong with a header that scripts are to send.
func checkHeader(name, value string) error {
	canonical := http.CanonicalHeaderKey(name)
	switch {
	case !token().MatchString(name):
		return errors.New("want the name of a header, such as X-XSRF-TOKEN")
	case slices.Contains(ownHeaders, canonical) || strings.HasPrefix(canonical, "Sec-") || strings.HasPrefix(canonical, "Proxy-"):
		return errors.New("browsers set it themselves")
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }):
		return fmt.Errorf("%q: want one line", value)
	}
	for _, reference := range inBraces().FindAllString(value, -1) {
		if match := fromCookie().FindStringSubmatch(reference); match != nil && token().MatchString(match[1]) {
			continue
		}
		if reference != "{n}" && reference != "{number}" {
			return fmt.Errorf("%q: %s", reference, choice.Want(reference, []string{"{cookie:NAME}", "{n}", "{number}"}))
		}
	}
	return nil
}

// inBraces matches what is written as if it stood for something.
var inBraces = lazy.Regexp(`\{[^{}]*\}`)
