package testkit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"syscall"
)

// Browser is a person at a browser: it keeps cookies and follows redirects
// between the application and the double. Its methods fail the test where a
// person would see that nothing works; several goroutines may call them, as a
// person has several tabs. A person waits for five seconds where a fault or a hold
// keeps the double's answer back, and a minute for any other answer.
type Browser struct {
	server *Server
	jar    http.CookieJar
}

// Browser returns a browser without cookies. Take one for each person.
func (s *Server) Browser() *Browser {
	jar, _ := cookiejar.New(nil) // cannot fail without options
	return &Browser{s, jar}
}

// trip is the way of a person from one page to where redirects lead.
type trip struct {
	server *Server
	client *http.Client
	back   *url.URL // where the double has sent the person
	asked  bool     // whether the double was asked for an authorization
}

func (b *Browser) trip() *trip {
	t := &trip{server: b.server, client: b.server.Client()}
	follow := t.client.CheckRedirect
	t.client.Jar, t.client.Transport = b.jar, t
	t.client.CheckRedirect = func(next *http.Request, via []*http.Request) error {
		t.notice(via[len(via)-1].URL, next.URL)
		return follow(next, via)
	}
	return t
}

// notice watches the way through the double.
func (t *trip) notice(from, to *url.URL) {
	d := t.server.double
	t.asked = t.asked || d.isAuthorize(from) || d.isAuthorize(to)
	if t.back == nil && d.is(from) && !d.is(to) {
		t.back = to
	}
}

// isAuthorize reports whether a URL is that of the authorization endpoint.
func (d *double) isAuthorize(u *url.URL) bool {
	return d.is(u) && strings.HasSuffix(u.Path, "/authorize")
}

// Get opens a page and returns what is there after every redirect. The body has
// been read: it need not be closed.
func (b *Browser) Get(url string) *http.Response {
	b.server.tb.Helper()
	response, err := b.trip().open(url)
	b.server.check("Browser.Get", err)
	return response
}

// Post sends a form, as a person who presses its button, and returns what is
// there after every redirect. The body has been read: it need not be closed.
func (b *Browser) Post(url string, form url.Values) *http.Response {
	b.server.tb.Helper()
	response, err := whole(b.trip().client.PostForm(url, form))
	b.server.check("Browser.Post", err)
	return response
}

// Login opens the page at which the application begins a login, goes through the
// double and back into the application, and returns what that answered, whatever
// its status. The test fails if the way does not lead through the double and back
// to an application that is reached: one of [WithApp], on this machine, or at an
// allowed host.
func (b *Browser) Login(url string) *http.Response {
	b.server.tb.Helper()
	t := b.trip()
	response, err := t.open(url)
	if err == nil {
		err = t.arrived(response)
	}
	b.server.check("Browser.Login", err)
	return response
}

// open opens a page.
func (t *trip) open(address string) (*http.Response, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	t.asked = t.server.double.isAuthorize(u)
	return whole(t.client.Get(address))
}

// arrived returns an error unless the person is where a login ends.
func (t *trip) arrived(response *http.Response) error {
	d := t.server.double
	switch here := response.Request.URL; {
	case !t.asked:
		return fmt.Errorf("%s answers %s and leads to no authorization: %s", here, response.Status, beginning(response))
	case t.back == nil && !d.is(here):
		return fmt.Errorf("%s answers %s, and the double was never asked: %s", here, response.Status, beginning(response))
	case d.is(here) && t.back != nil:
		return fmt.Errorf("the double sends the user to %s, which leads nowhere in a test; see WithApp and AllowHosts", t.back)
	case d.is(here):
		return explainPage(response)
	}
	return nil
}

// whole reads the body of an answer, so that nobody has to close it.
func whole(response *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", response.Request.Method, response.Request.URL, err)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	return response, nil
}

// beginning returns what a body begins with and leaves the body as it is.
func beginning(response *http.Response) string {
	body, _ := io.ReadAll(response.Body) // it has been read before
	response.Body = io.NopCloser(bytes.NewReader(body))
	return oneLine(string(body), 300)
}

// explainPage says what the user got to see instead of a redirect.
func explainPage(response *http.Response) error {
	if location := response.Header.Get("Location"); location != "" {
		return fmt.Errorf("the double sends the user to %s, which leads nowhere in a test; see WithApp and AllowHosts", location)
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return fmt.Errorf("%s shows a page (%s), as decision prompt does: decide with Approve, Deny, Decide or WithDecision", response.Request.URL, response.Status)
	}
	return fmt.Errorf("%s answers %s: %s (%s)", response.Request.URL, response.Status, beginning(response), response.Header.Get("Mock-Reason"))
}

// Authorize plays the user's browser: it opens authURL, which may be the login
// page of the application under test as well, and follows the redirects until
// the double sends the user back to the application. It returns that URL, with
// code and state or with error in its query. If the application is reached there
// it is called, with the cookies that it has set; see [Browser.Login] for what it
// answers. An answer of the double that is no redirect, such as an error page or
// the consent page, fails the test, and so does an application that answers with
// 500 or more, or breaks off; for how long it waits see [Browser].
func (s *Server) Authorize(authURL string) *url.URL {
	s.tb.Helper()
	back, err := s.Browser().trip().authorize(authURL)
	s.check("Authorize", err)
	return back
}

// authorize returns the URL with which the double sends the user back.
func (t *trip) authorize(authURL string) (*url.URL, error) {
	response, err := t.open(authURL)
	switch {
	case err != nil && t.back != nil && !t.server.double.is(urlOf(err)) && !crashed(err):
		return t.back, nil // nobody listens at the application's callback
	case err != nil:
		return nil, err
	case t.back != nil && response.StatusCode >= 500:
		return nil, fmt.Errorf("the double sends the user to %s, and %s answers %s: %s", t.back, response.Request.URL, response.Status, beginning(response))
	case t.back != nil:
		return t.back, nil
	}
	if location, err := response.Location(); err == nil && t.server.double.is(response.Request.URL) {
		return location, nil // not http, such as com.example.app:/callback
	}
	return nil, explainPage(response)
}

// crashed reports whether an application is there that has not answered.
func crashed(err error) bool {
	return errors.Is(err, errUnanswered) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET)
}

// urlOf returns the URL at which a client failed; an empty one if it is not known.
func urlOf(err error) *url.URL {
	var failed *url.Error
	if !errors.As(err, &failed) {
		return &url.URL{}
	}
	u, parseErr := url.Parse(failed.URL)
	if parseErr != nil {
		return &url.URL{}
	}
	return u
}
