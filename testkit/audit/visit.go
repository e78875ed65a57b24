package audit

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"example.com/sms77mock/internal/excerpt"
	"example.com/sms77mock/internal/lazy"
)

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

	during string // the scenario that was played
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

// refusal is what the double says that has refused a request, and its reason.
func (a answer) refusal() string {
	if a.err != nil {
		return a.err.Error()
	}
	return strings.TrimSpace(excerpt.Of(a.body, 300) + " " + a.header.Get("Mock-Reason"))
}

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
		name := excerpt.Of(a.method+" "+a.url.Path, mostAddress)
		switch {
		case errors.Is(a.err, errLate):
			return fmt.Sprintf("%s got no answer within %s", name, a.took.Round(100*time.Millisecond))
		case a.err != nil:
			return name + " got no answer: " + excerpt.Of(a.err.Error(), mostAddress)
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

// ended says where a visit has ended.
func (v visit) ended() string {
	if why := v.broken(false); why != "" {
		return why
	}
	if v.lacks != "" {
		return v.lacks
	}
	return newStep(v.last()).answered()
}

// contains reports whether any of the answers has a text, as it is written or as a
// person reads it: on a page, an umlaut may be an entity.
func (v visit) contains(s string) bool {
	return slices.ContainsFunc(v.answers, func(a answer) bool {
		return slices.ContainsFunc(append(a.reads(), a.words()), func(text string) bool { return strings.Contains(text, s) })
	})
}

// addresses are the URL that the person sees in the end, as it was asked for and
// with the fragment that it was sent to with.
func (v visit) addresses() []string {
	list := plain(v.last().url.String())
	if n := len(v.answers); n > 1 {
		list = append(list, plain(v.answers[n-2].onward())...)
	}
	return list
}

// ledTo are the URLs that the answers sent the browser to. The one that the visit
// began with is not among them.
func (v visit) ledTo() []string {
	var list []string
	for _, a := range v.answers {
		list = append(list, plain(a.onward())...)
	}
	return list
}
