// Package testkit runs the double inside Go tests, as httptest runs a server.
//
//	srv := testkit.New(t)
//	client := srv.Client() // https://oauth.sms77.io leads to srv
//
// [New] starts a double of the vendor's OAuth server and SMS gateway for one
// test and stops it when the test ends. [Start] starts one for a whole suite,
// of which [Server.For] and [Server.Tenant] give each test its share. [Connect]
// leads to a double that runs elsewhere, such as in a container. All of them
// return a [Server], with the same methods.
//
// # Levers
//
// The levers of the double are methods of [Server]: the test sets up denials and
// faults, moves the clock, and looks at what the code under test has asked and
// sent. A lever that is refused, because it names something that does not exist or
// makes no sense, fails the test at the line that pulled it.
//
// # What a failed test says
//
// A test that fails gets the journal in its log: one line per request with the
// reason for its answer, and the bodies of refusals. A fault, decision or script (an
// order, for short) that nothing has met by the end of the test fails it, unless
// [AllowUnused] is given: a test that orders a failure and never sees it proves
// nothing.
//
// # Waiting
//
// The Require methods wait up to five seconds for what the code under test does
// in the background, [Server.WaitForRequest] and [Server.WaitForMessage] as long as
// their context, and all of them count what is already there; through [Server.For],
// [Server.Tenant] and [Connect] that is what has come since. To wait for one more,
// set After to the number of the last request.
package testkit

import (
	"sync/atomic"

	"example.com/sms77mock/mockserver/control"
)

// TB is what the package needs of a test: [testing.T], [testing.B] and
// [testing.F] have it, and so has Ginkgo's GinkgoT.
type TB interface {
	Helper()
	Cleanup(func())
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Failed() bool
}

// Server is a double as one test sees it. Its methods may be called from
// several goroutines, but those that can fail the test only from the test's own.
type Server struct {
	// URL is where the double is reached, without a final slash. A server that
	// is in memory is reached there only through Client and Transport.
	URL string

	double        *double
	tb            TB
	tenant        *tenant       // to whom everything is limited; nil for nobody
	since         atomic.Uint64 // number of the last request before the test's own
	sentSince     uint64        // that of the last one whose messages are not the test's
	receivedSince uint64        // number of the last change of a message that came in before the test's own
	shared        bool          // whether others have the double too
	transport     *transport
	orders        *orders
	parent        *Server // of which it is the share of a subtest or a tenant; nil if it is none
	told          telling
}

// New starts a double and stops it when the test ends. Without options it
// listens on a free port of the loopback interface and starts from the world of
// the vendor's documentation. A mistake in an option fails the test at once.
//
// Inside a testing/synctest bubble use [InMemory]: a socket would keep the
// bubble's clock from moving, so without it New fails the test.
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	d, err := startDouble(opts)
	if err != nil {
		tb.Fatalf("testkit: %v", err)
		return nil
	}
	s := newServer(d, tb)
	tb.Cleanup(func() {
		tb.Helper()
		s.finish()
		d.close()
	})
	return s
}

// Start starts a double that runs until [Server.Close] is called: for TestMain,
// Ginkgo's suites and programs. Tests get their share of it with [Server.For] or
// [Server.Tenant]. There is no test to fail, so whatever would fail one panics.
func Start(opts ...Option) (*Server, error) {
	d, err := startDouble(opts)
	if err != nil {
		return nil, err
	}
	return newServer(d, &program{}), nil
}

// Close ends a server that [Start] has started: delayed and hanging answers,
// webhooks, sockets. Orders that nothing has met are reported on standard error.
// Other servers end with their tests, and closing them again does nothing.
func (s *Server) Close() {
	s.tb.Helper()
	if p, ok := s.tb.(*program); ok {
		s.finish()
		p.end()
	}
	s.double.close()
}

// newServer returns a double as a test sees it.
func newServer(d *double, tb TB) *Server {
	s := &Server{URL: d.url(), double: d, tb: tb, orders: &d.orders}
	s.transport = &transport{server: s}
	return s
}

// Levers returns the levers themselves, for code that wants errors instead of
// failures. What is set up through them is not the test's: it may go unmet, and a
// tenant's limits do not hold.
func (s *Server) Levers() control.Levers { return s.double.levers }
