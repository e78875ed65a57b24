package testkit

import (
	"maps"
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// standing is what has become of the orders that a double knows, by number. A
// decision or a script that is used up is not there.
type standing struct {
	faults    map[int]control.PendingFault
	decisions map[int]control.PendingDecision
	scripts   map[int]control.PendingScript
}

func (d *double) standing() (standing, error) {
	faults, err := d.levers.Faults()
	if err != nil {
		return standing{}, err
	}
	decisions, err := d.levers.Decisions()
	if err != nil {
		return standing{}, err
	}
	scripts, err := d.levers.Outcomes()
	return standing{
		byNumber(faults, func(f control.PendingFault) int { return f.ID }),
		byNumber(decisions, func(x control.PendingDecision) int { return x.ID }),
		byNumber(scripts, func(p control.PendingScript) int { return p.ID }),
	}, err
}

func byNumber[T any](list []T, id func(T) int) map[int]T {
	numbered := map[int]T{}
	for _, v := range list {
		numbered[id(v)] = v
	}
	return numbered
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
	switch o.kind {
	case aDecision:
		d := now.decisions[o.id].Decision
		return has(d.ClientID, d.Account)
	case aScript:
		script := now.scripts[o.id].Script
		return has(script.ClientID, script.Account)
	}
	f := now.faults[o.id].Fault
	return has(f.ClientID, f.Account)
}

// alone reports whether whatever the double was told was told by this test.
func (s *Server) alone() bool {
	_, isProgram := s.tb.(*program)
	return !s.shared && !isProgram
}

// takeBack takes an order that is still in force away from a double that others
// use too.
func (s *Server) takeBack(o *order, now standing) {
	_, isDecision := now.decisions[o.id]
	_, isScript := now.scripts[o.id]
	switch { // another test may have cleared it meanwhile
	case !s.shared:
	case o.kind == aDecision && isDecision:
		s.double.levers.RemoveDecision(o.id)
	case o.kind == aScript && isScript:
		s.double.levers.RemoveOutcome(o.id)
	case o.kind == aFault && !now.faults[o.id].Spent:
		s.double.levers.RemoveFault(o.id)
	}
}

// missed says of an order why it was not met, "" if it was. If that is judged
// leniently, one hit will do.
func (now standing) missed(o *order, lenient bool) string {
	where := "ordered at " + o.at + ", "
	switch o.kind {
	case aDecision:
		d, ok := now.decisions[o.id]
		if !ok || d.Used > 0 && (lenient || d.Decision.Times < 0) {
			return ""
		}
		return decisionLine(d, where, o.cameFor())
	case aScript:
		p, ok := now.scripts[o.id]
		if !ok || p.Used > 0 && (lenient || p.Script.Times < 0) {
			return ""
		}
		return scriptLine(p, where, o.cameFor())
	}
	f, ok := now.faults[o.id]
	if !ok || f.Used > 0 && (lenient || f.Used >= f.Fault.Times) {
		return ""
	}
	return faultLine(f, where, o.cameFor())
}

// strays are the orders that no Server has given: those of the world, and of
// code that asks the double itself.
func (now standing) strays(known []*order) []string {
	var lines []string
	given := func(k kind, id int) bool {
		return slices.ContainsFunc(known, func(o *order) bool { return o.kind == k && o.id == id })
	}
	for _, id := range slices.Sorted(maps.Keys(now.faults)) {
		f := now.faults[id]
		if !given(aFault, id) && (f.Used == 0 || f.Fault.Times > f.Used) {
			lines = append(lines, faultLine(f, "", nil))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now.decisions)) {
		d := now.decisions[id]
		if !given(aDecision, id) && (d.Used == 0 || d.Decision.Times > 0) {
			lines = append(lines, decisionLine(d, "", nil))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(now.scripts)) {
		p := now.scripts[id]
		if !given(aScript, id) && (p.Used == 0 || p.Script.Times > 0) {
			lines = append(lines, scriptLine(p, "", nil))
		}
	}
	return lines
}
