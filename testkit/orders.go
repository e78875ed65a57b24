package testkit

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// orders are the faults, decisions and scripts that tests have given to one
// double, so that each can be told of its own.
type orders struct {
	mu   sync.Mutex // guards list and kept
	list []*order
	kept map[string]map[kind][]*order // what is in the snapshots of that name
}

// kind is what an order is.
type kind int

const (
	aFault kind = iota
	aDecision
	aScript
)

// order is what a test has ordered. Each kind has numbers of its own.
type order struct {
	by      *Server
	kind    kind
	id      int
	at      string    // file and line where it was given
	given   time.Time // on the double's clock
	settled bool      // whether it is in force no more, so that missed is final
	missed  string    // what is to be said of it if it was not met
}

func (o *orders) add(entry *order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, entry)
}

// open returns the orders in force that belong to a server, to all if it is nil.
func (o *orders) open(by *Server) []*order {
	o.mu.Lock()
	defer o.mu.Unlock()
	var open []*order
	for _, entry := range o.list {
		if !entry.settled && (by == nil || entry.by == by) {
			open = append(open, entry)
		}
	}
	return open
}

// place returns the file and line where an order was given, "" if no test has given it.
// Of several with its number, the youngest is meant: each world numbers them anew.
func (o *orders) place(k kind, id int) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, entry := range slices.Backward(o.list) {
		if entry.kind == k && entry.id == id {
			return entry.at
		}
	}
	return ""
}

// end settles an order: nothing will become of it any more.
func (o *orders) end(entry *order, missed string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	entry.settled, entry.missed = true, missed
}

// missed takes out the orders of a server and returns what is to be said of
// those that were not met.
func (o *orders) missed(by *Server) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var missed []string
	var others []*order
	for _, entry := range o.list {
		switch {
		case entry.by != by:
			others = append(others, entry)
		case entry.missed != "":
			missed = append(missed, entry.missed)
		}
	}
	o.list = others
	return missed
}

// note remembers an order that has been given.
func (s *Server) note(k kind, id int) {
	s.tb.Helper()
	s.orders.add(&order{by: s, kind: k, id: id, at: caller(), given: s.Now()})
}

// over returns an error once it is too late for an order to be met.
func (s *Server) over() error {
	switch {
	case s.transport.ended.Load():
		return fmt.Errorf("%s is over: nothing would meet it", nameOf(s.tb))
	case s.double.closed.Load():
		return errClosed
	}
	return nil
}

var errClosed = errors.New("the double is closed")

// caller returns the file and line that called the package.
func caller() string {
	var counters [16]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	own, _ := frames.Next()
	pkg := own.Function[:strings.LastIndex(own.Function, ".")+1]
	for {
		frame, more := frames.Next()
		if !strings.HasPrefix(frame.Function, pkg) {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

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

// Decide says what becomes of the next authorization requests that pass every
// check. The test fails if nothing has met it by the end; see [AllowUnused]. A
// tenant's approval is for [Server.ClientID], unless it names another client of the
// tenant's.
func (s *Server) Decide(d control.Decision) control.PendingDecision {
	s.tb.Helper()
	s.check("Decide", s.over())
	s.check("Decide", s.mine(d.ClientID, d.Account))
	if s.tenant != nil && d.ClientID == "" && (d.Account == "" || d.Decision == fixtures.Approve) { // whose account chooses no requests
		d.ClientID = s.tenant.clientID
	}
	decision, err := s.double.levers.Decide(d)
	s.check("Decide", err)
	s.note(aDecision, decision.ID)
	return decision
}

// Deny has the next authorization request denied by the user.
func (s *Server) Deny() {
	s.tb.Helper()
	s.Decide(control.Decision{Decision: fixtures.Deny})
}

// Approve has the next authorization request approved by the user, whatever the
// world says.
func (s *Server) Approve() {
	s.tb.Helper()
	s.Decide(control.Decision{Decision: fixtures.Approve})
}

// Faults returns the faults in the order of their injection, including spent ones.
func (s *Server) Faults() []control.PendingFault {
	s.tb.Helper()
	faults, err := s.double.levers.Faults()
	s.check("Faults", err)
	return chosen(faults, func(f control.PendingFault) bool { return s.has(f.Fault.ClientID, f.Fault.Account) })
}

// Decisions returns the decisions that have not been used up.
func (s *Server) Decisions() []control.PendingDecision {
	s.tb.Helper()
	decisions, err := s.double.levers.Decisions()
	s.check("Decisions", err)
	return chosen(decisions, func(d control.PendingDecision) bool { return s.has(d.Decision.ClientID, d.Decision.Account) })
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

// RemoveDecision takes back the decision with the given number. It counts as met if
// it has been taken at all.
func (s *Server) RemoveDecision(id int) {
	s.tb.Helper()
	if s.tenant != nil && !slices.ContainsFunc(s.Decisions(), func(d control.PendingDecision) bool { return d.ID == id }) {
		s.check("RemoveDecision", fmt.Errorf("decision %d is not the tenant's", id))
	}
	s.settleOne(aDecision, id)
	s.check("RemoveDecision", s.double.levers.RemoveDecision(id))
}

// ClearFaults takes back every fault and returns the number of those that could
// still hit. Each counts as met if it has hit anything.
func (s *Server) ClearFaults() int {
	s.tb.Helper()
	s.settleKind(aFault)
	return s.clear("ClearFaults", s.double.levers.ClearFaults)
}

// ClearDecisions takes back every decision and returns their number. Each counts as
// met if it has been taken at all.
func (s *Server) ClearDecisions() int {
	s.tb.Helper()
	s.settleKind(aDecision)
	return s.clear("ClearDecisions", s.double.levers.ClearDecisions)
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

// Unused returns the faults that have not hit as often as they should by now; one
// without end should once.
func (s *Server) Unused() []control.PendingFault {
	s.tb.Helper()
	return chosen(s.Faults(), func(f control.PendingFault) bool { return f.Used == 0 || f.Used < f.Fault.Times })
}
