package testkit

// For returns the same double for another test, such as a subtest: what fails
// through it fails tb, requests and messages are those that come from now on, and
// tb is told of orders through it that nothing has met, which are taken back when
// tb ends. Tests that run at the same time see each other's: see [Server.Tenant].
func (s *Server) For(tb TB) *Server {
	tb.Helper()
	if s.double.closed.Load() {
		tb.Fatalf("testkit: For: %v", errClosed)
	}
	shared := newServer(s.double, tb)
	shared.tenant, shared.shared, shared.parent = s.tenant, true, s
	shared.begin()
	tb.Cleanup(func() { tb.Helper(); shared.finish() })
	return shared
}

// Tenant returns the same double for another test, with a client and an account
// of its own, made after the first client and the account that is logged in.
// Everything through it is limited to these: orders are for their requests only,
// filters, journal and assertions see nothing of others, and a reset takes what
// is theirs. So parallel tests share a double without ever meeting. [Server.ClientID],
// [Server.ClientSecret] and [Server.Account] name the two; they are gone when tb
// ends.
//
// The client has the redirect URIs of the first one. To give it those of an
// application that listens elsewhere, such as on a free port, use
// [Server.AddClient] with [Server.ClientID] as ID and [Server.ClientSecret] among
// the Secrets.
//
// What cannot be limited fails the test: the clock, and loading another world.
func (s *Server) Tenant(tb TB) *Server {
	tb.Helper()
	t := newServer(s.double, tb)
	t.shared, t.parent = true, s
	if s.double.closed.Load() {
		tb.Fatalf("testkit: Tenant: %v", errClosed)
	}
	world, err := s.double.levers.World()
	t.check("Tenant", err)
	if err := t.settleIn(world); err != nil {
		tb.Fatalf("testkit: Tenant: %v", err)
		return t
	}
	t.begin()
	tb.Cleanup(func() {
		tb.Helper()
		t.finish()
		t.moveOut()
	})
	return t
}
