package testkit

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/mockserver"
)

// app is an application that is served without a socket.
type app struct {
	base    *url.URL
	handler http.Handler
	server  *Server // whose alone it is; nil for everybody's
}

// isAt reports whether the application is reached at a URL.
func (a app) isAt(u *url.URL) bool { return origin(a.base) == origin(u) }

// origin returns whom a URL is for: scheme, host and port, in one spelling for all
// that mean the same.
func origin(u *url.URL) [3]string {
	return [3]string{u.Scheme, hosts.Name(u.Hostname()), cmp.Or(u.Port(), hosts.DefaultPort(u.Scheme))}
}

// tenants reports whether the application is a tenant's.
func (a app) tenants() bool { return a.server != nil && a.server.tenant != nil }

// logf tells of the application when the double has asked it.
func (a app) logf(format string, args ...any) {
	if a.server == nil {
		onStderr(format, args...)
		return
	}
	a.server.logf(format, args...)
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

// remove takes away what is a server's alone.
func (a *apps) remove(s *Server) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = slices.DeleteFunc(a.list, func(x app) bool { return x.server == s })
}

// find returns the youngest application that is meant, or nil.
func (a *apps) find(meant func(app) bool) *app {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, x := range slices.Backward(a.list) {
		if meant(x) {
			return &x
		}
	}
	return nil
}

// at returns the application at a URL, or nil: the youngest, whosever it is.
func (a *apps) at(u *url.URL) *app {
	return a.find(func(x app) bool { return x.isAt(u) })
}

// of returns the application that a server reaches at a URL, or nil: its own, that
// of the test whose subtest it is for, or everybody's.
func (a *apps) of(s *Server, u *url.URL) *app {
	for whose := s; whose != nil && whose.tenant == s.tenant; whose = whose.parent {
		if own := a.find(func(x app) bool { return x.isAt(u) && x.server == whose }); own != nil {
			return own
		}
	}
	return a.find(func(x app) bool { return x.isAt(u) && x.server == nil })
}

// told returns the application at a URL that gets the webhooks of a client and an
// account, or nil. Those of a tenant go only to the tenant's application, which gets no
// others.
func (a *apps) told(u *url.URL, clientID, account string) *app {
	owned := a.find(func(x app) bool { return x.isAt(u) && x.tenants() && x.server.has(clientID, account) })
	if owned != nil {
		return owned
	}
	return a.find(func(x app) bool { return x.isAt(u) && !x.tenants() })
}

// reach reports whether an application is served at a host.
func (a *apps) reach(host string) bool {
	return a.find(func(x app) bool { return hosts.Name(x.base.Hostname()) == hosts.Name(host) }) != nil
}

// newApp returns an application at a URL.
func newApp(rawURL string, h http.Handler) (app, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return app{}, err
	case u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return app{}, fmt.Errorf("%q: want a URL such as https://shop.example", rawURL)
	case isVendor(u):
		return app{}, fmt.Errorf("%q: is where the double answers: an application needs a host of its own", rawURL)
	case h == nil:
		return app{}, errors.New("the handler is nil")
	}
	return app{base: u, handler: h}, nil
}

// WithApp serves the application under test at url without a socket: the user's
// browser reaches it there ([Server.Authorize], [Server.Browser],
// [Server.Client]), and so do webhooks. The path of url does not matter. Together
// with [InMemory] a whole login runs inside a testing/synctest bubble. A panic breaks
// the client's connection off and stands in the test's log; one in a webhook, on
// standard error.
//
// An application that is made with the server is served by [Server.ServeApp].
func WithApp(url string, h http.Handler) Option {
	return func(o *options) error {
		a, err := newApp(url, h)
		if err != nil {
			return fmt.Errorf("WithApp: %w", err)
		}
		if slices.ContainsFunc(o.apps, func(x app) bool { return x.isAt(a.base) }) {
			return fmt.Errorf("WithApp: %q: is there twice", url)
		}
		o.apps = append(o.apps, a)
		return nil
	}
}

// ServeApp serves the application under test at url until the test ends, as
// [WithApp] does, for this Server and those that its [Server.For] returns: others of
// the same double may serve theirs at the same URL, and so may a subtest. A
// tenant's webhooks go to the tenant's application; where several others are at the
// same URL, webhooks go to the youngest.
func (s *Server) ServeApp(url string, h http.Handler) {
	s.tb.Helper()
	a, err := newApp(url, h)
	if err == nil && s.double.is(a.base) {
		err = fmt.Errorf("%q: is where the double answers: an application needs a URL of its own", url)
	}
	s.check("ServeApp", err)
	a.server = s
	s.double.apps.add(a)
}

// webhooks returns the transport of what the double itself sends: into the
// applications, else over the network.
func (d *double) webhooks() http.RoundTripper {
	outside := &http.Transport{DisableKeepAlives: true}
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		clientID, account := mockserver.WebhookOwner(r.Context())
		if app := d.apps.told(r.URL, clientID, account); app != nil {
			return handlerTransport{app.handler, app.logf}.RoundTrip(r)
		}
		return outside.RoundTrip(r)
	})
}

// roundTripper is a function as an [http.RoundTripper].
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
