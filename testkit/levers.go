package testkit

import (
	"example.com/sms77mock/mockserver/control"
)

// check fails the test if a lever was refused.
func (s *Server) check(lever string, err error) {
	s.tb.Helper()
	if err != nil {
		s.tb.Fatalf("testkit: %s: %v", lever, err)
	}
}

// Health says who the double is.
func (s *Server) Health() control.Health {
	s.tb.Helper()
	health, err := s.double.levers.Health()
	s.check("Health", err)
	return health
}

// forEverybody fails the test if a tenant pulls a lever that others would feel.
func (s *Server) forEverybody(lever, instead string) {
	s.tb.Helper()
	if s.tenant != nil {
		s.tb.Fatalf("testkit: %s: would change the double for every tenant: %s", lever, instead)
	}
}

// clear takes away what belongs to the server's owners, and counts it.
func (s *Server) clear(lever string, clear func(control.Owner) (int, error)) int {
	s.tb.Helper()
	all := 0
	for _, owner := range s.owners() {
		n, err := clear(owner)
		s.check(lever, err)
		all += n
	}
	return all
}
