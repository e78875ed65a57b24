// Package testkit runs the double inside a Go test, as httptest runs a server.
//
//	srv := testkit.New(t)
//	client := srv.Client() // https://oauth.sms77.io leads to srv
//
// [New] starts a double of the vendor's OAuth server and SMS gateway for one
// test and stops it when the test ends. The levers of [mockserver.Server] are
// methods of [Server]: the test orders denials and faults, moves the clock,
// and looks at what the code under test has asked and sent.
//
// A test that fails gets the journal in its log, one line per request with the
// reason for its answer. A fault or decision that nothing has met until the
// test ends fails it, unless [AllowUnused] is given: a test that orders a
// failure and never sees it proves nothing.
package testkit

import (
	"net/http/httptest"

	"example.com/sms77mock/mockserver"
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

// Server is a running double. Its methods may be called from several
// goroutines, but those that fail the test only from the test's own.
type Server struct {
	*mockserver.Server

	// URL is where the double is reached, without a final slash. A server that
	// is in memory is reached there only through Client and Transport.
	URL string

	tb        TB
	transport *transport
}

// inMemoryURL is the URL of a server without a socket.
const inMemoryURL = "http://sms77mock.test"

// New starts a double and stops it when the test ends. Without options it
// listens on a free port of the loopback interface and starts from the world of
// the vendor's documentation. A mistake in an option fails the test at once.
//
// Inside a testing/synctest bubble use [InMemory]: a socket would keep the
// bubble's clock from moving.
func New(tb TB, opts ...Option) *Server {
	tb.Helper()
	o, err := collect(opts)
	if err != nil {
		tb.Fatalf("testkit: %v", err)
	}
	double, err := mockserver.New(o.world, o.server...)
	if err != nil {
		tb.Fatalf("testkit: %v", err)
	}
	s := &Server{Server: double, URL: inMemoryURL, tb: tb}
	if o.inMemory {
		s.transport = newTransport(s, handlerTransport{double}, o.hosts)
		tb.Cleanup(func() { s.finish(o.allowUnused) })
		tb.Cleanup(double.Close)
		return s
	}
	listener := httptest.NewServer(double)
	s.URL = listener.URL
	s.transport = newTransport(s, nil, o.hosts)
	tb.Cleanup(func() {
		double.Close() // or the listener would wait for what hangs
		s.transport.close()
		listener.Close()
		s.finish(o.allowUnused)
	})
	return s
}

// finish says at the end of a test what the author should know.
func (s *Server) finish(allowUnused bool) {
	s.tb.Helper()
	if !allowUnused {
		s.reportUnused()
	}
	if s.tb.Failed() {
		s.logJournal()
	}
}

// reportUnused fails the test for every order that was not carried out.
func (s *Server) reportUnused() {
	s.tb.Helper()
	faults, _ := s.Faults()
	for _, f := range faults {
		switch {
		case f.Fault.Times > 0 && f.Used < f.Fault.Times:
			s.tb.Errorf("testkit: fault %d (%s) has struck %d of %d times, and %d requests were for it; see AllowUnused", f.ID, f.Fault, f.Used, f.Fault.Times, f.Seen)
		case f.Fault.Times < 0 && f.Used == 0:
			s.tb.Errorf("testkit: fault %d (%s) has never struck, and %d requests were for it; see AllowUnused", f.ID, f.Fault, f.Seen)
		}
	}
	decisions, _ := s.Decisions()
	for _, d := range decisions {
		if d.Decision.Times > 0 || d.Used == 0 {
			s.tb.Errorf("testkit: decision %d (%s) has been taken %d times, %d were ordered: there were too few authorization requests; see AllowUnused", d.ID, d.Decision, d.Used, d.Decision.Times)
		}
	}
}

// logJournal logs what was asked and answered, a line per request.
func (s *Server) logJournal() {
	s.tb.Helper()
	entries, _ := s.Requests(control.RequestFilter{})
	s.tb.Logf("testkit: the double was asked %d times:", len(entries))
	for _, e := range entries {
		s.tb.Logf("testkit: %s", e)
	}
}
