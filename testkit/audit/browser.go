package audit

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/sms77mock/internal/lazy"
)

// browser plays the browser of one person: a jar of cookies, and redirects that
// are followed one by one, so that a callback can be held back, changed,
// repeated or handed to somebody else. To it loopback is a secure origin, and
// the double another site. Its methods may be called from several goroutines.
type browser struct {
	net *network

	mu  sync.Mutex // guards jar
	jar jar
}

// network is what the browsers of one audit have in common.
type network struct {
	transport http.RoundTripper
	patience  time.Duration
	isDouble  func(*url.URL) bool

	mu      sync.Mutex                 // guards what follows
	unread  []answer                   // what the application has answered and nobody has searched; each body once
	weight  int                        // of unread, in bytes
	known   map[[sha256.Size]byte]bool // the bodies that were there, by their hash
	scripts []*url.URL                 // that the pages name, each once; no more than mostScripts
}

// mostUnread is how many bytes of answers wait to be searched before they are,
// between two parts of a scenario.
const mostUnread = 8 << 20

// mostScripts is how many scripts of the pages are looked into.
const mostScripts = 50

// note keeps an answer until it is searched. A body that was there before is not
// searched again: tokens are newer than that.
func (n *network) note(a answer) {
	hash := sha256.Sum256([]byte(a.body))
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.known[hash] {
		a.body = ""
	} else if n.known == nil {
		n.known = map[[sha256.Size]byte]bool{}
	}
	n.known[hash] = true
	n.noteScripts(a)
	n.unread = append(n.unread, a)
	n.weight += len(a.body) + len(a.url.String())
	for name, values := range a.header {
		n.weight += len(name) + len(strings.Join(values, ""))
	}
}

// noteScripts keeps where the scripts of a page are.
func (n *network) noteScripts(a answer) {
	if a.body == "" || !a.isHTML() {
		return
	}
	for _, t := range tags(a.body) {
		source := t.attrs["src"]
		if t.name != "script" || source == "" || len(n.scripts) == mostScripts {
			continue
		}
		script, err := resolve(a.url, source)
		if err == nil && script.Host == a.url.Host && !slices.ContainsFunc(n.scripts, func(u *url.URL) bool { return *u == *script }) {
			n.scripts = append(n.scripts, script)
		}
	}
}

// named returns the scripts that the pages name.
func (n *network) named() []*url.URL {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.scripts)
}

// heavy reports whether it is time to search what has come.
func (n *network) heavy() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.weight > mostUnread
}

// take returns what has not been searched yet, and forgets it.
func (n *network) take() []answer {
	n.mu.Lock()
	defer n.mu.Unlock()
	unread := n.unread
	n.unread, n.weight = nil, 0
	return unread
}

// errLate says that the application took longer than patience.
var errLate = errors.New("no answer within the patience")

// answer is one request of the browser and what came back.
type answer struct {
	method string
	url    *url.URL
	sent   string // the request's form
	cookie string // the request's cookies

	status int
	header http.Header
	body   string
	err    error // why nothing came back; nil if something did
	took   time.Duration
}

// isHTML reports whether a browser would show the answer as a page, guessing as
// browsers do where the application does not say.
func (a answer) isHTML() bool {
	kind := a.header.Get("Content-Type")
	if kind == "" {
		if strings.EqualFold(a.header.Get("X-Content-Type-Options"), "nosniff") {
			return false
		}
		kind = http.DetectContentType([]byte(a.body))
	}
	kind = strings.ToLower(kind)
	return strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "application/xhtml")
}

// isScripted reports whether the answer is a page with scripts, which may show more
// than stands in it.
func (a answer) isScripted() bool {
	return a.isHTML() && slices.ContainsFunc(tags(a.body), func(t tag) bool { return t.name == "script" })
}

func (a answer) isOK() bool { return a.err == nil && a.status >= 200 && a.status < 300 }

// visit is what became of one step in the browser: the answers, the last one
// being what the person gets to see.
type visit struct {
	answers []answer
	double  *url.URL // where the redirects left for the double's /authorize, if they did
	lacks   string   // which form the page does not have that was to be filled in; "" if it has
}

// last is what the person gets to see.
func (v visit) last() answer {
	if len(v.answers) == 0 {
		return answer{}
	}
	return v.answers[len(v.answers)-1]
}

// took is how long the answers took in all.
func (v visit) took() time.Duration {
	var all time.Duration
	for _, a := range v.answers {
		all += a.took
	}
	return all
}

// broken says what is wrong with an answer that is a 500, is missing, or came
// too late; "" if nothing is. Where the double was told to fail the application
// may pass that on as 502, 503 or 504.
func (v visit) broken(told bool) string {
	for _, a := range v.answers {
		name := shortened(a.method+" "+a.url.Path, mostAddress)
		switch {
		case errors.Is(a.err, errLate):
			return fmt.Sprintf("%s got no answer within %s", name, a.took.Round(100*time.Millisecond))
		case a.err != nil:
			return name + " got no answer: " + shortened(a.err.Error(), mostAddress)
		case told && a.status >= 502 && a.status <= 504:
		case a.status >= 500:
			return fmt.Sprintf("%s was answered with %d", name, a.status)
		case crashed(a.body):
			return name + " was answered with the message of a crash"
		}
	}
	if len(v.answers) > maxHops {
		return "the redirects do not end"
	}
	return ""
}

// crashed reports whether a page has the message of a crash. Most have not, which
// is told sooner than by the pattern.
func crashed(page string) bool {
	return strings.Contains(page, " error") && crash().MatchString(page)
}

// crash is what PHP writes into a page, with status 200, where it shows errors.
var crash = lazy.Regexp(`(?:^|\n|<b>)(?:PHP )?(?:Fatal|Parse) error(?:</b>)?: `)

// contains reports whether any of the answers has a text.
func (v visit) contains(s string) bool {
	for _, a := range v.answers {
		if strings.Contains(a.body, s) {
			return true
		}
	}
	return false
}

// addresses are the URL that the person sees in the end, as it was asked for and
// with the fragment that it was sent to with.
func (v visit) addresses() []string {
	list := plain(v.last().url.String())
	if n := len(v.answers); n > 1 {
		list = append(list, plain(v.answers[n-2].header.Get("Location"))...)
	}
	return list
}

// ledTo are the URLs that the answers sent the browser to. The one that the visit
// began with is not among them.
func (v visit) ledTo() []string {
	var list []string
	for _, a := range v.answers {
		list = append(list, plain(a.header.Get("Location"))...)
	}
	return list
}

// maxHops is how many redirects a browser follows.
const maxHops = 20

// where a step in the browser comes from.
type initiator int

const (
	ownPage    initiator = iota // a page of the application, or the person
	fromDouble                  // the way back from the double: another site, by a link
	foreign                     // a form on a stranger's page
)

// step is one thing to do in the browser.
type step struct {
	method string
	url    *url.URL
	fields url.Values
	from   initiator
	strict bool // whether SameSite=Strict cookies go along on the way back, which no browser does
	stay   bool // whether redirects are not followed
}

// do takes a step and follows the redirects, up to the double.
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
	location := a.header.Get("Location")
	if a.err != nil || a.status < 300 || a.status > 399 || location == "" {
		return step{}, false
	}
	target, err := resolve(a.url, location)
	if err != nil {
		return step{}, false
	}
	s.url = target
	if a.status != http.StatusTemporaryRedirect && a.status != http.StatusPermanentRedirect {
		s.method, s.fields = http.MethodGet, nil
	}
	return s, true
}

// ask makes one request and reads its answer.
func (b *browser) ask(ctx context.Context, s step) answer {
	a := answer{method: s.method, url: s.url, sent: s.fields.Encode()}
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
		body = s.fields.Encode()
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
	if s.method != http.MethodGet {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
		h.Set("Origin", origin(s.url))
		h.Set("Referer", origin(s.url)+"/")
	}
	if s.from == foreign {
		h.Set("Origin", "https://x.invalid")
		h.Set("Referer", "https://x.invalid/")
	}
	return h
}

// carries reports whether a cookie goes along: Strict ones stay at home on the
// way back from another site, and Lax ones when a stranger's page sends a form.
func (s step) carries(c cookie) bool {
	switch s.from {
	case fromDouble:
		return s.strict || c.sameSite != "strict"
	case foreign:
		return c.sameSite != "strict" && c.sameSite != "lax"
	}
	return true
}

// maxBody is the most of an answer that is read.
const maxBody = 1 << 20

func (n *network) roundTrip(r *http.Request) (int, http.Header, string, error) {
	response, err := n.transport.RoundTrip(r)
	if err != nil {
		return 0, nil, "", brokenOff(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxBody))
	return response.StatusCode, response.Header, string(body), brokenOff(err)
}

// brokenOff says in words when a connection has ended before the answer, as it does
// where an application crashes.
func brokenOff(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		return fmt.Errorf("the connection broke off: %w", err)
	}
	return err
}

// copied is another browser that has the same cookies, or some from earlier.
func (b *browser) copied(j jar) *browser { return &browser{net: b.net, jar: j.clone()} }

// cookies is a copy of the jar.
func (b *browser) cookies() jar {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.jar.clone()
}
