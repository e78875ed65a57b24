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
// are made when the request is: they repeat cookies, and what tags of the last page
// say (browser.marks), as they are then. They do not follow to another site, and a
// stranger's page sends none of them.

// scriptHeaders returns the headers that a script adds to a request, with {n} and
// {number} filled in, and whether it is a script that makes the request: with a
// form, and with the link that a login begins with, it is not.
func (s *stage) scriptHeaders(l line, login bool) (headers http.Header, ok bool) {
	if l.isForm || l.json == "" && (login || len(s.app.Headers) == 0) {
		return nil, false
	}
	headers = http.Header{}
	for name, value := range s.app.Headers {
		headers.Set(name, s.fill(value))
	}
	return headers, true
}

// reference is what a header repeats, by how it is written: {cookie:NAME}, or {meta:NAME}
// and {input:NAME} for what such a tag of a page says.
type reference struct{ kind, name string }

// written matches a reference.
var written = lazy.Regexp(`\{(cookie|meta|input):([^{}]*)\}`)

// referencesIn returns what a header repeats.
func referencesIn(header string) (list []reference) {
	for _, match := range written().FindAllStringSubmatch(header, -1) {
		list = append(list, reference{match[1], match[2]})
	}
	return list
}

// repeatedLocked are headers of a script with the values that they repeat. One whose
// value is not there is left out, as axios and Angular do.
func (b *browser) repeatedLocked(u *url.URL, headers http.Header) http.Header {
	sent := http.Header{}
	for name := range headers {
		missing := false
		value := written().ReplaceAllStringFunc(headers.Get(name), func(text string) string {
			value, ok := b.legibleLocked(u, referencesIn(text)[0])
			missing = missing || !ok
			return value
		})
		if !missing {
			sent.Set(name, value)
		}
	}
	return sent
}

// legibleLocked is what a script reads that repeats something.
func (b *browser) legibleLocked(u *url.URL, r reference) (value string, ok bool) {
	if r.kind == "cookie" {
		return b.jar.legible(u, r.name)
	}
	value, ok = b.marks[r]
	return value, ok
}

// markLocked keeps what the tags of a page say that scripts repeat: the first of each name,
// and what an earlier page said where this one has none, as a part of a page has not.
func (b *browser) markLocked(a answer) {
	if len(b.net.marks) == 0 || !a.isHTML() {
		return
	}
	for _, t := range slices.Backward(tags(a.body)) {
		r := reference{t.name, t.attrs["name"]}
		if !slices.Contains(b.net.marks, r) {
			continue
		}
		if b.marks == nil {
			b.marks = map[reference]string{}
		}
		b.marks[r] = t.attrs["content"]
		if t.name == "input" {
			b.marks[r] = t.attrs["value"]
		}
	}
}

// legible is the value of a cookie as the scripts of a host read it: HttpOnly ones
// they do not see, and what is percent-encoded they decode, but a plus is a plus
// (decodeURIComponent).
func (j jar) legible(u *url.URL, name string) (value string, ok bool) {
	path := ""
	for _, c := range j {
		if c.name == name && !c.httpOnly && c.isFor(u.Hostname()) && len(c.path) > len(path) {
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
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(p.sc.app.Headers)) {
		for _, r := range referencesIn(p.sc.app.Headers[name]) {
			if _, ok := p.legibleLocked(p.sc.login, r); !ok && !p.sc.byHand() {
				return fmt.Sprintf("the header %s was left out: %s; ", name, r.missing())
			}
		}
	}
	return ""
}

// missing says that there is nothing to repeat.
func (r reference) missing() string {
	if r.kind == "cookie" {
		return "there is no cookie " + r.name + " that a script can read"
	}
	return fmt.Sprintf("no page that the browser got has <%s name=%q>", r.kind, r.name)
}

// repeats reports whether a script repeats a cookie in a header, which it has to be
// able to read for that.
func (a App) repeats(cookie string) bool {
	return slices.Contains(a.references(), reference{"cookie", cookie})
}

// references are what the headers repeat.
func (a App) references() (list []reference) {
	for _, value := range a.Headers {
		list = append(list, referencesIn(value)...)
	}
	return list
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
		if list := referencesIn(reference); len(list) == 1 && list[0].isGood() {
			continue
		}
		if reference != "{n}" && reference != "{number}" {
			return fmt.Errorf("%q: %s", reference, choice.Want(reference, []string{"{cookie:NAME}", "{meta:NAME}", "{input:NAME}", "{n}", "{number}"}))
		}
	}
	return nil
}

// isGood reports whether there can be something of the name.
func (r reference) isGood() bool {
	if r.kind == "cookie" {
		return token().MatchString(r.name)
	}
	return r.name != "" && strings.TrimSpace(r.name) == r.name
}

// inBraces matches what is written as if it stood for something.
var inBraces = lazy.Regexp(`\{[^{}]*\}`)
