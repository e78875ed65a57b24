package mockserver

import (
	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// State returns the world in force with everything as it is at the moment. A
// server that is started from it goes on from there.
func (s *Server) State() (fixtures.World, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stateLocked(), nil
}

// stateLocked returns the state; while it looks, nobody loads another world.
func (s *Server) stateLocked() (w fixtures.World) {
	s.alone(func(g gateway.Held) { w = s.stateAlone(g) })
	return w
}

// alone calls f while no request changes anything, so that what f sees and does is
// before or after each request as a whole.
func (s *Server) alone(f func(gateway.Held)) {
	s.oauth.Alone(func() { s.gateway.Alone(f) })
}

// stateAlone returns the state.
func (s *Server) stateAlone(g gateway.Held) fixtures.World {
	w := s.oauth.State()
	g.Snapshot(&w)
	w.Faults, w.Decisions, w.Outcomes = s.faultsLeft(), s.decisionsLeft(), outcomesLeft(g.Scripts())
	w.Clock = s.clockState()
	return s.oauth.Owned(w).Clone()
}

// faultsLeft returns the faults that can still strike, as they would be ordered
// now.
func (s *Server) faultsLeft() []fixtures.Fault {
	var left []fixtures.Fault
	for _, p := range s.faults.List() {
		f := p.Fault
		if p.Spent {
			continue
		}
		f.After, f.Times = max(f.After-p.Seen, 0), timesLeft(f.Times, p.Used)
		left = append(left, f)
	}
	return left
}

// decisionsLeft returns the decisions that are not used up, as they would be
// ordered now.
func (s *Server) decisionsLeft() []fixtures.DecisionOrder {
	var left []fixtures.DecisionOrder
	for _, p := range s.oauth.Decisions() {
		d := p.Decision
		d.Times = timesLeft(d.Times, p.Used)
		left = append(left, d)
	}
	return left
}

// outcomesLeft returns the outcomes that are not used up, as they would be ordered
// now.
func outcomesLeft(scripts []control.PendingScript) []fixtures.Script {
	var left []fixtures.Script
	for _, p := range scripts {
		p.Script.Times = timesLeft(p.Script.Times, p.Used)
		left = append(left, p.Script)
	}
	return left
}

// timesLeft returns how many times an order is for, of which some are used up.
func timesLeft(times, used int) int {
	if times > 0 { // else for ever
		times -= used
	}
	return times
}
