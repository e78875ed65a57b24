package testkit

import "net/http"

// setenv sets a variable for a test and reports whether the test is serial. A parallel
// one may not set variables, and one that has set one may not become parallel. The
// testing package tells so only by a panic.
func setenv(tb interface{ Setenv(key, value string) }, key, value string) (serial bool) {
	defer func() { serial = recover() == nil }()
	tb.Setenv(key, value)
	return true
}

// InterceptDefaultTransport replaces [http.DefaultTransport] until the test ends
// by one that leads to the same places as [Server.Transport], for code that knows
// no other client than [http.DefaultClient]. It is an [http.Transport], so that
// code which clones it, or sets its time-outs, goes on working; like any other it
// repeats a GET by itself when a connection that it has kept breaks.
//
// The variable is the whole process's, so a parallel test is refused.
func (s *Server) InterceptDefaultTransport(tb TB) {
	tb.Helper()
	serial, ok := tb.(interface{ Setenv(key, value string) })
	if !ok {
		tb.Fatalf("testkit: InterceptDefaultTransport needs a test with Setenv, to make sure that it is not parallel")
		return
	}
	if !setenv(serial, "SMS77MOCK_INTERCEPTED", s.URL) {
		tb.Fatalf("testkit: InterceptDefaultTransport replaces http.DefaultTransport for the whole process: it does not go with t.Parallel")
		return
	}
	wires := s.double.newWires()
	intercepting := &http.Transport{DialContext: wires.dial, DialTLSContext: wires.dialTLS}
	original := http.DefaultTransport
	http.DefaultTransport = intercepting
	tb.Cleanup(func() {
		http.DefaultTransport = original
		intercepting.CloseIdleConnections()
		wires.close()
	})
}
