package audit

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"

	"example.com/sms77mock/mockserver/control"
)

// sightings say where the browsers have seen what has to stay at home; "" where
// they have not.
type sightings struct {
	secret string // the client_secret
	token  string // a token, where a script can read it
	sealed string // a token in an HttpOnly cookie
}

// search looks for secrets and tokens in what the browsers have seen since the
// last time. Nothing is kept of that but where something stood.
func (s *stage) search() {
	if s.client.ID == "" {
		return // nobody knows yet what to look for
	}
	unread := s.net.take()
	if len(unread) == 0 {
		return
	}
	words, what := s.words()
	f := newFinder(words)
	for _, a := range unread {
		for _, place := range a.exposures() {
			for _, text := range place.texts {
				f.find(text, func(word int) { s.seen.add(what[word], place, a) })
			}
		}
	}
}

// lookAround opens the start page, and the scripts of all pages that the browsers
// have seen.
func (p *person) lookAround() {
	start, err := resolve(p.sc.login, "/")
	p.sc.check(err)
	p.step(step{method: "GET", url: start})
	for _, script := range p.sc.net.named() {
		if script.Host == p.sc.login.Host {
			p.step(step{method: "GET", url: script})
		}
	}
}

// theSecret is what a client_secret is called.
const theSecret = "client_secret"

// words are the client's secrets and tokens, and what each of them is.
func (s *stage) words() (words, what []string) {
	tokens, err := s.levers.Tokens(control.TokenFilter{ClientID: s.client.ID})
	s.check(err)
	for _, secret := range s.client.Secrets {
		words, what = append(words, secret), append(what, theSecret)
	}
	for _, t := range tokens {
		if t.Kind != control.KindCode {
			words, what = append(words, t.Token), append(what, strings.ReplaceAll(string(t.Kind), "_", " "))
		}
	}
	return words, what
}

// add notes where something stood, unless that is known of another place.
func (s *sightings) add(what string, place exposure, a answer) {
	into := &s.token
	switch {
	case what == theSecret:
		into = &s.secret
	case place.cookie.httpOnly:
		into = &s.sealed
	}
	if *into == "" {
		*into = fmt.Sprintf("the %s stands in %s of %s, which was seen during %s", what, place.where, newStep(a).Request, a.during)
	}
}

// exposure is one place where a browser can see something.
type exposure struct {
	where  string   // such as the page
	texts  []string // what stands there, in every way in which it can be read
	cookie cookie   // the zero one if it is none
}

// exposures are the places where the browser saw something in an answer, and in
// the request that led to it.
func (a answer) exposures() []exposure {
	list := []exposure{{where: "the URL", texts: plain(a.url.String())}}
	for _, name := range slices.Sorted(maps.Keys(a.header)) {
		for _, value := range a.header[name] {
			if name != "Set-Cookie" {
				list = append(list, exposure{where: "the header " + name, texts: plain(value)})
			} else if c, _, ok := parseCookie(a.url, value); ok {
				list = append(list, exposure{where: "the cookie " + c.name, texts: unpacked(c.value), cookie: c})
			}
		}
	}
	if a.isJSON() {
		return append(list, exposure{where: "the JSON", texts: append(shown(a.body), a.reads()...)})
	}
	return append(list, exposure{where: "the page", texts: shown(a.body)}) // last: that of a redirect only repeats it
}

// shown is a page with what it is when character references are undone.
func shown(page string) []string {
	if read := html.UnescapeString(page); read != page {
		return []string{page, read}
	}
	return []string{page}
}

// plain is a text with what it is when percent-encoding is undone.
func plain(s string) []string {
	if decoded, err := url.QueryUnescape(s); err == nil && decoded != s {
		return []string{s, decoded}
	}
	return []string{s}
}

// unpacked is the value of a cookie with what it is when the ways are undone in
// which frameworks pack a session that they only sign: percent-encoding and
// compressed base64. Base64 alone a [finder] reads.
func unpacked(value string) []string {
	all := plain(value)
	for _, text := range all {
		for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(`.:|!" `, r) }) {
			part = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(part, "="))
			if data, err := base64.RawStdEncoding.DecodeString(part); err == nil {
				if text := inflated(data); text != "" {
					all = append(all, text)
				}
			}
		}
	}
	return all
}

// inflated is what was compressed, or "".
func inflated(data []byte) string {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return ""
	}
	plain, _ := io.ReadAll(io.LimitReader(r, maxBody)) // as far as it goes
	return string(plain)
}
