package testkit

import (
	"fmt"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// Inject puts a fault in force; [fixtures.Presets] tells the names of ready-made
// ones. The test fails if nothing has met it by the end; see [AllowUnused].
//
// net/http repeats a GET by itself if a connection that it has kept breaks
// before the answer, so that the fault connection-reset, once, goes unnoticed.
// [Server.Client] and [Server.Transport] never do that; a client of your own
// does unless its transport has DisableKeepAlives. Only they see a connection
// refused, as if nobody listened, by a double in this process; to other clients,
// and from a double elsewhere, it looks like a reset.
//
// Until it has got a token once, golang.org/x/oauth2 repeats a request to /token
// that fails, with the credentials in the other place, unless its Endpoint has an
// AuthStyle: a fault, once, goes unnoticed there, too.
func (s *Server) Inject(f control.Fault) control.PendingFault {
	s.tb.Helper()
	s.check("Inject", s.over())
	s.check("Inject", s.mine(f.ClientID, f.Account))
	if s.tenant != nil && f.ClientID == "" && f.Account == "" {
		f.ClientID, f.Account = s.tenant.aim(f)
	}
	fault, err := s.double.levers.Inject(f)
	s.check("Inject", err)
	s.note(aFault, fault.ID)
	return fault
}

// aim returns to whose requests a tenant's fault is limited: OAuth knows the
// client of a request before its account, and what the double sends itself may
// have no client.
func (t *tenant) aim(f control.Fault) (clientID, account string) {
	if f.Endpoint == fixtures.EndpointWebhook {
		return "", t.account
	}
	return t.clientID, ""
}

// Faults returns the faults in the order of their injection, including spent ones.
func (s *Server) Faults() []control.PendingFault {
	s.tb.Helper()
	faults, err := s.double.levers.Faults()
	s.check("Faults", err)
	return chosen(faults, func(f control.PendingFault) bool { return s.has(f.Fault.ClientID, f.Fault.Account) })
}

// RemoveFault takes back the fault with the given number. It counts as met if it
// has hit anything.
func (s *Server) RemoveFault(id int) {
	s.tb.Helper()
	if s.tenant != nil && !slices.ContainsFunc(s.Faults(), func(f control.PendingFault) bool { return f.ID == id }) {
		s.check("RemoveFault", fmt.Errorf("fault %d is not the tenant's", id))
	}
	s.settleOne(aFault, id)
	s.check("RemoveFault", s.double.levers.RemoveFault(id))
}

// ClearFaults takes back every fault and returns the number of those that could
// still hit. Each counts as met if it has hit anything.
func (s *Server) ClearFaults() int {
	s.tb.Helper()
	s.settleKind(aFault)
	return s.clear("ClearFaults", s.double.levers.ClearFaults)
}

// Unused returns the faults that have not hit as often as they should by now; one
// without end should once.
func (s *Server) Unused() []control.PendingFault {
	s.tb.Helper()
	return chosen(s.Faults(), func(f control.PendingFault) bool { return f.Used == 0 || f.Used < f.Fault.Times })
}
