package testkit

import (
	"net/http"

	"example.com/sms77mock/fixtures"
)

// Handle has h answer the requests to an endpoint in place of the double until the
// test ends, for what no fault can say. A tenant's is for the tenant's requests
// only. The journal has what it answers, which is sent when h returns: nothing can
// be streamed or hijacked. Faults come before it. It is for a double in this
// process.
//
// h runs in a goroutine of its own, as in a server, where t.Fatal must not be
// called; if it is, or h panics, the client's connection breaks.
func (s *Server) Handle(endpoint fixtures.Endpoint, h http.Handler) {
	s.tb.Helper()
	if s.double.process == nil {
		s.tb.Fatalf("testkit: Handle: the double is elsewhere, where no handler of this process reaches it")
		return
	}
	for _, owner := range s.owners() {
		remove, err := s.double.process.Handle(endpoint, owner, h)
		s.check("Handle", err)
		s.tb.Cleanup(remove)
	}
}
