package testkit

import (
	"fmt"
	"net/url"
	"strings"

	"example.com/sms77mock/mockserver/control"
)

// Connect returns a double that runs elsewhere, such as in a container, as one
// test sees it: with the same methods, [Server.Client] and its transport
// included. url is where it is reached, such as http://127.0.0.1:8077: the
// program prints it in its first line, with the real port if it was started with
// port 0; docker port tells that of a container. The test fails if no double
// answers there.
//
// Others may use the double at the same time, so nothing is reset, requests and
// messages are those that come from now on, and at the end of the test only its
// own orders are taken back. [Server.Tenant] keeps parallel tests apart.
//
// What lives in this process is out of reach: [Server.Handle], the Match of a
// fault, and webhooks into applications that have no socket. A double that guards
// its levers wants WithDial(control.WithToken("…")).
func Connect(tb TB, url string, opts ...Option) *Server {
	tb.Helper()
	d, err := dialDouble(url, opts)
	if err != nil {
		tb.Fatalf("testkit: Connect: %v", err)
		return nil
	}
	s := newServer(d, tb)
	s.shared = true
	s.begin()
	tb.Cleanup(func() {
		tb.Helper()
		s.finish()
		d.close()
	})
	return s
}

// dialDouble connects to a double elsewhere.
func dialDouble(address string, opts []Option) (*double, error) {
	o, err := collect(opts)
	if err != nil {
		return nil, err
	}
	if len(o.local) > 0 {
		return nil, fmt.Errorf("%s: is for a double that starts in this process", strings.Join(o.local, ", "))
	}
	client, err := control.Dial(address, o.dial...)
	if err != nil {
		return nil, err
	}
	d := &double{levers: client, options: o, network: newNetwork(), apps: apps{list: o.apps}}
	d.reach = onceTransport{d.network}
	d.atEnd(client.Close)
	d.atEnd(d.network.CloseIdleConnections)
	d.base, err = url.Parse(client.URL())
	return d, err
}
