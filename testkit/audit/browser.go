package audit

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// browser plays the browser of one person: a jar of cookies, and redirects that
// are followed one by one, so that a callback can be held back, changed,
// repeated or handed to somebody else. To it loopback is a secure origin, and
// the double another site. Its methods may be called from several goroutines.
type browser struct {
	net *network

	mu    sync.Mutex // guards what follows
	jar   jar
	marks map[reference]string // what tags of the pages said last that scripts repeat
}

// errLate says that the application took longer than patience.
var errLate = errors.New("no answer within the patience")

// maxHops is how many redirects a browser follows.
const maxHops = 20

// initiator is where a step in the browser comes from.
type initiator int

const (
	ownPage    initiator = iota // a page of the application, or the person
	fromDouble                  // the way back from the double: another site, by a link
	foreign                     // a form or a link on a stranger's page
)

// step is one thing to do in the browser.
type step struct {
	method  string
	url     *url.URL
	fields  url.Values
	json    string // what is sent in the place of fields; "" for none
	from    initiator
	script  bool        // whether a script does it, rather than a link or a form
	headers http.Header // what that script adds, with references to cookies as they are written
	strict  bool        // whether SameSite=Strict cookies go along on the way back, which no browser does
	stay    bool        // whether redirects are not followed
	link    bool        // whether a stranger's page has a link to there instead of a form
}

// do takes a step and follows the redirects, and the pages that stand for one, up
// to the double.
func (b *browser) do(ctx context.Context, s step) visit {
	var v visit
	for {
		a := b.ask(ctx, s)
		v.answers = append(v.answers, a)
		next, ok := redirection(a, s)
		if !ok || s.stay || len(v.answers) > maxHops {
			return v
		}
		if b.net.isDouble(next.url) {
			v.double = next.url
			return v
		}
		if next.url.Scheme != "http" && next.url.Scheme != "https" || strings.HasSuffix(next.url.Hostname(), ".invalid") {
			return v
		}
		s = next
	}
}

// redirection is the step that an answer leads to.
func redirection(a answer, s step) (step, bool) {
	location := a.onward()
	if location == "" {
		return step{}, false
	}
	target, err := resolve(a.url, location)
	if err != nil {
		return step{}, false
	}
	s.url = target
	if a.status < 300 || a.status > 399 {
		if s.script {
			return step{}, false // nobody sees that page
		}
		s.from = ownPage // a page leads on
	}
	if a.status != http.StatusTemporaryRedirect && a.status != http.StatusPermanentRedirect {
		s.method, s.fields, s.json = http.MethodGet, nil, ""
	}
	if origin(target) != origin(a.url) {
		s.headers = nil // another site would have to be asked whether it takes them
	}
	return s, true
}

// ask makes one request and reads its answer.
func (b *browser) ask(ctx context.Context, s step) answer {
	a := answer{method: s.method, url: s.url, sent: cmp.Or(s.json, s.fields.Encode())}
	ctx, cancel := context.WithTimeoutCause(ctx, b.net.patience, errLate)
	defer cancel()
	r, err := b.request(ctx, s)
	if err != nil {
		a.err = err
		return a
	}
	a.cookie, a.url = r.Header.Get("Cookie"), r.URL
	began := time.Now()
	a.status, a.header, a.body, a.err = b.net.roundTrip(r)
	if a.err != nil && ctx.Err() != nil {
		a.err = context.Cause(ctx)
	}
	a.took = time.Since(began)
	if !b.net.isDouble(s.url) {
		b.mu.Lock()
		b.jar.store(r.URL, a.header)
		b.markLocked(a)
		b.mu.Unlock()
		b.net.note(a)
	}
	return a
}

// request builds the request of a step, with the headers that a browser sends.
func (b *browser) request(ctx context.Context, s step) (*http.Request, error) {
	u, body := *s.url, ""
	if s.method == http.MethodGet && len(s.fields) > 0 {
		u = *withQuery(s.url, s.fields)
	} else {
		body = cmp.Or(s.json, s.fields.Encode())
	}
	r, err := http.NewRequestWithContext(ctx, s.method, u.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	maps.Copy(r.Header, b.headers(s))
	if !b.net.isDouble(s.url) {
		b.mu.Lock()
		defer b.mu.Unlock()
		if cookies := b.jar.header(s.url, s.carries); cookies != "" {
			r.Header.Set("Cookie", cookies)
		}
		maps.Copy(r.Header, b.repeatedLocked(s.url, s.headers))
	}
	return r, nil
}

func (b *browser) headers(s step) http.Header {
	h := http.Header{
		"User-Agent":      {"Mozilla/5.0 (sms77mock audit)"},
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Language": {"en"},
		"Sec-Fetch-Mode":  {"navigate"},
		"Sec-Fetch-Dest":  {"document"},
		"Sec-Fetch-Site":  {map[initiator]string{ownPage: "same-origin", fromDouble: "cross-site", foreign: "cross-site"}[s.from]},
	}
	if s.script {
		h.Set("Accept", "application/json, text/plain, */*")
		h.Set("Sec-Fetch-Mode", "cors")
		h.Set("Sec-Fetch-Dest", "empty")
	}
	if s.method != http.MethodGet && s.method != http.MethodOptions {
		h.Set("Content-Type", s.mediaType())
	}
	if s.method != http.MethodGet {
		h.Set("Origin", origin(s.url))
		h.Set("Referer", origin(s.url)+"/")
	}
	if s.from == foreign {
		if s.method != http.MethodGet || s.script {
			h.Set("Origin", stranger)
		}
		h.Set("Referer", stranger+"/")
	}
	return h
}

// stranger is the origin of another site.
const stranger = "https://x.invalid"

// mediaType is that of what is sent. A stranger's page cannot send JSON as what it is
// unless it is let, but has a form send the same bytes as plain text.
func (s step) mediaType() string {
	switch {
	case s.json == "":
		return "application/x-www-form-urlencoded"
	case s.from == foreign && !s.script:
		return "text/plain"
	}
	return "application/json"
}

// carries reports whether a cookie goes along: Strict ones stay at home on the
// way back from another site, and Lax ones when a stranger's page sends a form; to
// where it has a link they go along.
func (s step) carries(c cookie) bool {
	switch s.from {
	case fromDouble:
		return s.strict || c.sameSite != "strict"
	case foreign:
		return c.sameSite != "strict" && (s.link || c.sameSite != "lax")
	}
	return true
}

// copied is another browser that has the same cookies, or some from earlier, and shows the
// same page.
func (b *browser) copied(j jar) *browser {
	b.mu.Lock()
	defer b.mu.Unlock()
	return &browser{net: b.net, jar: j.clone(), marks: maps.Clone(b.marks)}
}

// cookies is a copy of the jar.
func (b *browser) cookies() jar {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.jar.clone()
}
