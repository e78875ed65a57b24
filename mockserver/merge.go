package mockserver

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Merge changes the world in force and returns it. The change is YAML or JSON with
// the keys of a world file. What it does not name stays as it is at the moment:
// tokens, balances, messages, the clock. A change with mistakes is refused with an
// error that lists them all, and so is one that would make the world larger than
// half of what may be kept.
func (s *Server) Merge(change string) (fixtures.World, error) {
	if strings.TrimSpace(change) == "" {
		return fixtures.World{}, errors.New("the change is empty: want what is to change, in YAML or JSON")
	}
	return s.merge("world.yaml", []byte(change))
}

func (s *Server) merge(name string, change []byte) (fixtures.World, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	world, err := s.world.Merge(name, change)
	if err != nil {
		return fixtures.World{}, err
	}
	now := s.stateLocked()
	state, err := now.Merge(name, change)
	if err != nil {
		return fixtures.World{}, err
	}
	world, state = s.options.defaults(world), s.options.defaults(state)
	if err := s.mayGrow(s.world, world); err != nil {
		return fixtures.World{}, err
	}
	s.world, s.resumed, s.told.world = world, true, false
	s.replaceOrders(now, &state)
	s.goOnLocked(state)
	return s.World()
}

// replaceOrders takes back the orders of each kind that a change changes. Those of
// other kinds keep their numbers, their counts and the requests that they hold back;
// they are left out of then, the state that is entered.
func (s *Server) replaceOrders(now fixtures.World, then *fixtures.World) {
	replace(now.Faults, &then.Faults, func(list []fixtures.Fault) fixtures.World { return fixtures.World{Faults: list} }, s.faults.Clear)
	replace(now.Decisions, &then.Decisions, func(list []fixtures.DecisionOrder) fixtures.World { return fixtures.World{Decisions: list} }, s.oauth.ClearDecisions)
	replace(now.Outcomes, &then.Outcomes, func(list []fixtures.Script) fixtures.World { return fixtures.World{Outcomes: list} }, s.gateway.ClearScripts)
}

// replace takes back the orders of one kind, or leaves them out of the state if they
// are written the same before and after.
func replace[T any](now []T, then *[]T, alone func([]T) fixtures.World, takeBack func(control.Owner) int) {
	before, after := alone(now), alone(*then)
	if bytes.Equal(encode(&before), encode(&after)) {
		*then = nil
		return
	}
	takeBack(control.Everything())
}

// mayGrow refuses a change that makes a world too large, alone or with those before
// it. The rest of the state is bounded elsewhere.
func (s *Server) mayGrow(from, to fixtures.World) error {
	most, weight := s.total.Most()/2, int64(kept.Weigh(to))
	if weight <= most || weight <= int64(kept.Weigh(from)) {
		return nil
	}
	return fmt.Errorf("there is no room for it: by changes a world comes to at most %d MiB; load another one", most>>20)
}
