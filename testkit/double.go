package testkit

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"example.com/sms77mock/internal/checked"
	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/internal/plain"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/mockserver/control"
)

// double is what the servers of several tests share: one double, in this
// process or elsewhere, and the ways to it.
type double struct {
	levers  control.Levers
	process *mockserver.Server // nil for a double elsewhere
	base    *url.URL           // where it is reached
	options options
	reach   http.RoundTripper // leads to it
	network *http.Transport   // leads everywhere else
	orders  orders
	apps    apps
	stand   standIn

	refusals refusals

	ending  sync.Once
	closed  atomic.Bool
	mu      sync.Mutex // guards closers
	closers []func()
}

// inMemoryURL is the URL of a server without a socket.
const inMemoryURL = "http://sms77mock.test"

// startDouble starts a double in this process.
func startDouble(opts []Option) (*double, error) {
	o, err := collect(opts)
	if err != nil {
		return nil, err
	}
	if len(o.remote) > 0 {
		return nil, fmt.Errorf("%s: is for a double elsewhere: see Connect", strings.Join(o.remote, ", "))
	}
	if !o.inMemory && inBubble() {
		return nil, errors.New("a socket keeps the clock of a synctest bubble from moving: want testkit.InMemory()")
	}
	d := &double{options: o, network: newNetwork(), apps: apps{list: o.apps}}
	settings := append([]mockserver.Option{mockserver.WithTransport(d.webhooks()), mockserver.WithWebhookHosts(d.apps.reach)}, o.server...)
	if o.world == nil {
		d.process, err = mockserver.NewChecked(checked.Default(), settings...)
	} else {
		d.process, err = mockserver.New(*o.world, settings...)
	}
	if err != nil {
		return nil, err
	}
	d.levers = d.process
	d.atEnd(d.network.CloseIdleConnections)
	if o.inMemory {
		d.base, _ = url.Parse(inMemoryURL)
		d.reach = handlerTransport{d.process, onStderr}
	} else if err := d.listen(); err != nil {
		return nil, err
	}
	d.atEnd(d.process.Close) // first of all, or the listener would wait for what hangs
	return d, nil
}

// listen serves on a free port of the loopback interface.
func (d *double) listen() error {
	socket, err := plain.Listen("127.0.0.1:0")
	if err != nil {
		socket, err = plain.Listen("[::1]:0")
	}
	if err != nil {
		return err
	}
	var http1 http.Protocols // all that it speaks; HTTP/2 would take a while to set up
	http1.SetHTTP1(true)
	listener := &httptest.Server{Listener: refusing{socket, &d.refusals}, Config: &http.Server{Handler: d.process, Protocols: &http1}}
	network := d.network
	network.DialContext = d.refusals.dial
	if d.options.tls {
		config, err := d.stand.serverConfig()
		if err != nil {
			return err
		}
		listener.TLS = config
		listener.StartTLS()
		network = newNetwork()
		network.DialContext = d.refusals.dial
		network.TLSClientConfig, err = d.stand.clientConfig()
		if err != nil {
			return err
		}
	} else {
		listener.Start()
	}
	d.atEnd(listener.Close)
	d.atEnd(network.CloseIdleConnections)
	d.reach = onceTransport{network}
	d.base, err = url.Parse(listener.URL)
	return err
}

// newNetwork returns a transport that takes no proxy.
func newNetwork() *http.Transport { return &http.Transport{Proxy: nil, ForceAttemptHTTP2: false} }

// url returns where the double is reached, without a final slash.
func (d *double) url() string { return strings.TrimSuffix(d.base.String(), "/") }

// is reports whether a URL is the double's, or one of the vendor's that leads to
// it.
func (d *double) is(u *url.URL) bool {
	return strings.EqualFold(u.Host, d.base.Host) || isVendor(u)
}

// isVendor reports whether a URL is at one of the vendor's hosts.
func isVendor(u *url.URL) bool { return slices.Contains(mockserver.Hosts(), hosts.Name(u.Hostname())) }

// atEnd has f called when the double is closed; what came last is called first.
func (d *double) atEnd(f func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closers = append(d.closers, f)
}

// close ends everything of the double that is in this process.
func (d *double) close() {
	d.ending.Do(func() {
		d.closed.Store(true)
		d.mu.Lock()
		closers := d.closers
		d.mu.Unlock()
		for _, end := range slices.Backward(closers) {
			end()
		}
	})
}

// inBubble reports whether the caller runs in a bubble of testing/synctest. Only
// the head of a goroutine's trace tells, and takes a while; the clock of a bubble
// begins in the year 2000.
func inBubble() bool {
	if time.Now().Year() > 2020 {
		return false
	}
	var trace [80]byte
	head, _, _ := strings.Cut(string(trace[:runtime.Stack(trace[:], false)]), "\n")
	return strings.Contains(head, "synctest bubble")
}
