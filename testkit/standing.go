package testkit

import (
	"fmt"
	"maps"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// standing is what has become of the orders that a double knows, by kind and number.
// A decision or a script that is used up is not there.
type standing map[kind]map[int]progress

// progress is what has become of an order.
type progress struct {
	clientID, account string // whose requests it is for
	used, times       int
	spent             bool
	name, met         string                            // "fault 3 (…)" and "struck", for people
	whyNot            func(came []control.Entry) string // why it was not met, given what came since it was ordered
}

func (d *double) standing() (standing, error) {
	faults, err := d.levers.Faults()
	if err != nil {
		return nil, err
	}
	decisions, err := d.levers.Decisions()
	if err != nil {
		return nil, err
	}
	scripts, err := d.levers.Outcomes()
	return standing{
		aFault: byNumber(faults, func(f control.PendingFault) (int, progress) {
			return f.ID, progress{
				f.Fault.ClientID, f.Fault.Account, f.Used, f.Fault.Times, f.Spent, fmt.Sprintf("fault %d (%s)", f.ID, f.Fault), "struck",
				func(came []control.Entry) string { return whyNotStruck(f, came) },
			}
		}),
		aDecision: byNumber(decisions, func(d control.PendingDecision) (int, progress) {
			return d.ID, progress{
				d.Decision.ClientID, d.Decision.Account, d.Used, d.Decision.Times, false, fmt.Sprintf("decision %d (%s)", d.ID, d.Decision), "been taken",
				func(came []control.Entry) string { return whyNotTaken(d, came) },
			}
		}),
		aScript: byNumber(scripts, func(p control.PendingScript) (int, progress) {
			return p.ID, progress{
				p.Script.ClientID, p.Script.Account, p.Used, p.Script.Times, false, fmt.Sprintf("outcome %d (%s)", p.ID, p.Script), "been met",
				func(came []control.Entry) string { return whyNotFollowed(p, came) },
			}
		}),
	}, err
}

func byNumber[T any](list []T, numbered func(T) (int, progress)) map[int]progress {
	all := map[int]progress{}
	for _, v := range list {
		id, p := numbered(v)
		all[id] = p
	}
	return all
}

// inForce returns the numbers of the orders of each kind that something can meet.
func (now standing) inForce() map[kind][]int {
	ids := map[kind][]int{}
	for k, all := range now {
		for _, id := range slices.Sorted(maps.Keys(all)) {
			if !all[id].spent {
				ids[k] = append(ids[k], id)
			}
		}
	}
	return ids
}

// settle notes what has become of the orders for those whom has chooses: they are
// about to be taken away with everything else.
func (s *Server) settle(has func(clientID, account string) bool) {
	s.tb.Helper()
	const lenient = false
	s.settleEach(lenient, func(o *order, now standing) (gone bool) { return now.concerns(o, has) })
}

// settleKind notes what has become of the server's orders of a kind, which the
// test takes back: each has served if it was met at all.
func (s *Server) settleKind(k kind) {
	s.tb.Helper()
	const lenient = true
	s.settleEach(lenient, func(o *order, now standing) (gone bool) { return o.kind == k && now.concerns(o, s.has) })
}

// settleOne notes what has become of an order that its test takes back. It has
// served if it was met at all.
func (s *Server) settleOne(k kind, id int) {
	s.tb.Helper()
	const lenient = true
	s.settleEach(lenient, func(o *order, _ standing) (gone bool) { return o.kind == k && o.id == id })
}

// settleEach notes what has become of the orders that are gone; see
// [standing.missed].
func (s *Server) settleEach(lenient bool, gone func(*order, standing) bool) {
	s.tb.Helper()
	open := s.orders.open(nil)
	if len(open) == 0 {
		return
	}
	now, err := s.double.standing()
	s.check("Faults", err)
	for _, o := range open {
		if gone(o, now) {
			s.orders.end(o, now.missed(o, lenient))
		}
	}
}

// closeOrders ends the server's orders and returns what is to be said of those
// that nothing has met. Where others share the double it takes them back.
func (s *Server) closeOrders() ([]string, error) {
	open := s.orders.open(s)
	var strays []string
	if len(open) > 0 || s.alone() {
		now, err := s.double.standing()
		if err != nil {
			return nil, err
		}
		if s.alone() {
			strays = now.strays(s.orders.open(nil))
		}
		for _, o := range open {
			s.orders.end(o, now.missed(o, false))
			s.takeBack(o, now)
		}
	}
	missed := append(s.orders.missed(s), strays...)
	if s.double.options.allowUnused {
		return nil, nil
	}
	return missed, nil
}

// concerns reports whether an order is for requests of those whom has chooses.
func (now standing) concerns(o *order, has func(clientID, account string) bool) bool {
	p := now[o.kind][o.id]
	return has(p.clientID, p.account)
}

// alone reports whether whatever the double was told was told by this test.
func (s *Server) alone() bool {
	_, isProgram := s.tb.(*program)
	return !s.shared && !isProgram
}

// takeBack takes an order that is still in force away from a double that others
// use too.
func (s *Server) takeBack(o *order, now standing) {
	p, ok := now[o.kind][o.id]
	if !s.shared || !ok || p.spent {
		return
	}
	switch o.kind { // another test may have cleared it meanwhile
	case aFault:
		s.double.levers.RemoveFault(o.id)
	case aDecision:
		s.double.levers.RemoveDecision(o.id)
	case aScript:
		s.double.levers.RemoveOutcome(o.id)
	}
}

// missed says of an order why it was not met, "" if it was. If that is judged
// leniently, one hit will do.
func (now standing) missed(o *order, lenient bool) string {
	p, ok := now[o.kind][o.id]
	if !ok || p.used > 0 && (lenient || p.used >= p.times) {
		return ""
	}
	return p.unmet("ordered at "+o.at+", ", o.cameFor())
}

// strays are the orders that no Server has given: those of the world, and of
// code that asks the double itself.
func (now standing) strays(known []*order) []string {
	var lines []string
	for _, k := range []kind{aFault, aDecision, aScript} {
		for _, id := range slices.Sorted(maps.Keys(now[k])) {
			p := now[k][id]
			given := slices.ContainsFunc(known, func(o *order) bool { return o.kind == k && o.id == id })
			if !given && (p.used == 0 || p.used < p.times) {
				lines = append(lines, p.unmet("", nil))
			}
		}
	}
	return lines
}
