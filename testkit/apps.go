package testkit

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// app is an application that is served without a socket.
type app struct {
	base    *url.URL
	handler http.Handler
	test    *transport // whose alone it is; nil for everybody's
}

// apps are the applications beside one double.
type apps struct {
	mu   sync.Mutex // guards list
	list []app
}

func (a *apps) add(x app) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, x)
}

// remove takes away what is a test's alone.
func (a *apps) remove(test *transport) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = slices.DeleteFunc(a.list, func(x app) bool { return x.test == test })
}

// at returns the application at a URL, or nil: the test's own, else everybody's.
// Where no test asks, as for a webhook, the youngest is meant.
func (a *apps) at(u *url.URL, test *transport) http.Handler {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, x := range slices.Backward(a.list) {
		if x.base.Host == u.Host && x.base.Scheme == u.Scheme && (x.test == nil || test == nil || x.test == test) {
			return x.handler
		}
	}
	return nil
}

// newApp returns an application at a URL.
func newApp(rawURL string, h http.Handler) (app, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return app{}, err
	case u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return app{}, fmt.Errorf("%q: want a URL such as https://shop.example", rawURL)
	case h == nil:
		return app{}, errors.New("the handler is nil")
	}
	return app{base: u, handler: h}, nil
}

// WithApp serves the application under test at url without a socket: the user's
// browser reaches it there ([Server.Authorize], [Server.Browser],
// [Server.Client]), and so do webhooks. The path of url does not matter. Together
// with [InMemory] a whole login runs inside a testing/synctest bubble.
//
// An application that is made with the server is served by [Server.ServeApp].
func WithApp(url string, h http.Handler) Option {
	return func(o *options) error {
		a, err := newApp(url, h)
		if err != nil {
			return fmt.Errorf("WithApp: %w", err)
		}
		o.apps = append(o.apps, a)
		return nil
	}
}

// ServeApp serves the application under test at url until the test ends, as
// [WithApp] does, for this test alone: others that share the double may serve
// theirs at the same URL. Webhooks reach it if the world lets them go to its host
// (gateway.webhooks.hosts), and only one of several at the same URL.
func (s *Server) ServeApp(url string, h http.Handler) {
	s.tb.Helper()
	a, err := newApp(url, h)
	s.check("ServeApp", err)
	a.test = s.transport
	s.double.apps.add(a)
}

// webhooks returns the transport of what the double itself sends: into the
// applications, else over the network.
func (d *double) webhooks() http.RoundTripper {
	outside := &http.Transport{DisableKeepAlives: true}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if app := d.apps.at(r.URL, nil); app != nil {
			return handlerTransport{app}.RoundTrip(r)
		}
		return outside.RoundTrip(r)
	})
}

// roundTripper is a function as an [http.RoundTripper].
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
