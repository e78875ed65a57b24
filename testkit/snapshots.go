package testkit

import (
	"slices"

	"example.com/sms77mock/mockserver/control"
)

// Snapshot keeps the state under the given name, in place of an older one of that
// name. There is room for 100; others that share the double see them too.
func (s *Server) Snapshot(name string) control.Snapshot {
	s.tb.Helper()
	now, err := s.double.standing()
	s.check("Snapshot", err)
	kept, err := s.double.levers.Snapshot(name)
	s.check("Snapshot", err)
	s.orders.keep(name, now)
	return kept
}

// Snapshots returns what is kept, in the order of the names.
func (s *Server) Snapshots() []control.Snapshot {
	s.tb.Helper()
	kept, err := s.double.levers.Snapshots()
	s.check("Snapshots", err)
	return kept
}

// Restore returns everything to the state that is kept under the given name.
// Faults, decisions and scripts that were in force then are so again, under numbers
// of their own, and have to be met as often as was left. A tenant cannot.
func (s *Server) Restore(name string) control.Snapshot {
	s.tb.Helper()
	s.forEverybody("Restore", "a tenant's state is what Reset returns to")
	s.settle(s.has)
	kept, err := s.double.levers.Restore(name)
	s.check("Restore", err)
	now, err := s.double.standing()
	s.check("Restore", err)
	s.orders.goOn(name, now)
	return kept
}

// RemoveSnapshot forgets the state that is kept under the given name.
func (s *Server) RemoveSnapshot(name string) {
	s.tb.Helper()
	s.check("RemoveSnapshot", s.double.levers.RemoveSnapshot(name))
}

// keep notes which orders a snapshot has.
func (o *orders) keep(name string, now standing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	kept := map[kind][]*order{}
	for k, ids := range now.inForce() {
		for _, id := range ids {
			i := slices.IndexFunc(o.list, func(x *order) bool { return !x.settled && x.kind == k && x.id == id })
			var by *order // nil if no test has given it
			if i >= 0 {
				by = o.list[i]
			}
			kept[k] = append(kept[k], by)
		}
	}
	if o.kept == nil {
		o.kept = map[string]map[kind][]*order{}
	}
	o.kept[name] = kept
}

// goOn has the orders of a snapshot that is restored go on under their new numbers,
// which are in the same order as before.
func (o *orders) goOn(name string, now standing) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for k, ids := range now.inForce() {
		kept := o.kept[name][k]
		if len(kept) != len(ids) { // another has taken one of that name
			continue
		}
		for i, x := range kept {
			if slices.Contains(o.list, x) { // or its test is over
				x.id, x.settled, x.missed = ids[i], false, ""
			}
		}
	}
}
