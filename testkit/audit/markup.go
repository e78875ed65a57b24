package audit

import (
	"net/url"
	"strings"

	"example.com/sms77mock/internal/lazy"
)

// probe is text that is harmless only where it was escaped, and runs an address
// that is harmless only where nothing leads to it.
const probe, runs = `audit"><audit-tag a='b'>`, "javascript:audit()"

func errorTextEscaped(sc *scene) {
	for _, parameters := range []url.Values{
		{"error": {probe}}, {"error": {"server_error"}, "error_description": {probe}, "error_uri": {probe}},
		{"error": {"server_error"}, "error_uri": {runs}},
		{"error": {probe}, "error_description": {probe}}, {"state": {probe}}, {"code": {probe}}, {"code": {probe}, "state": {probe}},
	} {
		if !parameters.Has("state") {
			p := sc.person(0)
			goodState := url.Values{"state": {p.start().Query().Get("state")}}
			p.escapes(withQuery(withQuery(sc.learnt.redirect, goodState), parameters))
		}
		p := sc.person(0)
		p.start()
		p.escapes(withQuery(sc.learnt.redirect, parameters))
	}
}

// escapes stops the scene if what a callback says comes back as markup.
func (p *person) escapes(callback *url.URL) {
	p.sc.mark()
	v := p.open(callback)
	for _, a := range v.answers {
		if a.err != nil {
			p.sc.fail("%s", v.broken(true))
		}
		if why := unescaped(a); why != "" {
			p.sc.fail("what the callback says comes back unescaped: %s", why)
		}
	}
}

// unescaped says how the probe stands in a page that a browser would run; "" if
// it does not.
func unescaped(a answer) string {
	if !a.isHTML() {
		return ""
	}
	if strings.Contains(a.body, "<audit-tag") {
		return "markup in " + a.url.Path
	}
	for _, t := range tags(a.body) {
		if strings.EqualFold(t.attrs["href"], runs) {
			return "javascript: as the address of a link on " + a.url.Path
		}
		if t.brokenOut(a.body) {
			return "a quote within a tag of " + a.url.Path
		}
		if t.name == "script" && breaksString(script(a.body, t)) {
			return "a quote within a script of " + a.url.Path
		}
	}
	return ""
}

// brokenOut reports whether the probe has ended the value of an attribute, so
// that the rest of it is more attributes.
func (t tag) brokenOut(page string) bool {
	for _, value := range t.attrs {
		switch {
		case strings.HasSuffix(value, "audit-tag a="), strings.HasSuffix(value, "<audit-tag"): // by its apostrophe, its blank
			return true
		case strings.HasSuffix(value, "audit") && strings.Contains(page, `audit"`):
			return true
		}
	}
	return false
}

// inString is the probe as the beginning of a string of JavaScript, up to the
// quote that ends it.
var inString = lazy.Regexp(`'[^'"\\]{0,80}audit(&quot;|&#34;|\\")[^'\\]*a='b|"[^'"\\]{0,80}audit">`)

func breaksString(script string) bool { return inString().MatchString(script) }
