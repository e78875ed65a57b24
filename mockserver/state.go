package mockserver

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
)

// State returns the world in force with everything as it is at the moment. A
// server that is started from it goes on from there.
func (s *Server) State() (fixtures.World, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stateLocked(), nil
}

// stateLocked returns the state; while it looks, nobody loads another world.
func (s *Server) stateLocked() fixtures.World {
	w := s.oauth.State()
	w.Accounts, w.Messages = s.gateway.Snapshot(w.Accounts)
	w.Faults, w.Decisions = s.faultsLeft(), s.decisionsLeft()
	w.Clock = s.clockState()
	return w.Clone()
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
		if f.After = max(f.After-p.Seen, 0); f.Times > 0 {
			f.Times -= p.Used
		}
		left = append(left, fixtures.Fault(f))
	}
	return left
}

// decisionsLeft returns the decisions that are not used up, as they would be
// ordered now.
func (s *Server) decisionsLeft() []fixtures.DecisionOrder {
	var left []fixtures.DecisionOrder
	for _, p := range s.oauth.Decisions() {
		d := p.Decision
		if d.Times > 0 {
			d.Times -= p.Used
		}
		left = append(left, fixtures.DecisionOrder(d))
	}
	return left
}

// clockState returns what the clock shows; a clock that shows the real time is
// nothing to speak of.
func (s *Server) clockState() fixtures.Clock {
	frozen := s.clock.Frozen()
	if offset := s.clock.Offset(); !frozen && offset.Abs() < time.Second {
		return fixtures.Clock{}
	}
	return fixtures.Clock{At: s.clock.Now().UTC().Format(time.RFC3339Nano), Frozen: frozen}
}

// Merge changes the world in force and returns it. What it does not name stays
// as it is at the moment: tokens, balances, messages, the clock. A change with
// mistakes is refused with an error that lists them all.
func (s *Server) Merge(change string) (fixtures.World, error) {
	return s.merge("world.yaml", []byte(change))
}

func (s *Server) merge(name string, change []byte) (fixtures.World, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	world, err := s.world.Merge(name, change)
	if err != nil {
		return fixtures.World{}, err
	}
	state, err := s.stateLocked().Merge(name, change)
	if err != nil {
		return fixtures.World{}, err
	}
	s.world, s.resumed = world, true
	s.enterLocked(state)
	return s.World()
}

// snapshot is a state that is kept.
type snapshot struct {
	about control.Snapshot
	state fixtures.World
}

// maxSnapshots is how many snapshots a server keeps.
const maxSnapshots = 100

// Snapshot keeps the state under a name, in the place of an older one of that
// name. There is room for 100.
func (s *Server) Snapshot(name string) (control.Snapshot, error) {
	if err := control.CheckSnapshotName(name); err != nil {
		return control.Snapshot{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, again := s.snapshots[name]; !again && len(s.snapshots) >= maxSnapshots {
		return control.Snapshot{}, fmt.Errorf("snapshot: %q: %d are kept, which is the most: remove some first", name, maxSnapshots)
	}
	if s.snapshots == nil {
		s.snapshots = map[string]snapshot{}
	}
	w := s.stateLocked()
	about := control.Snapshot{
		Name: name, Time: s.clock.Now(),
		Clients: len(w.Clients), Accounts: len(w.Accounts), Tokens: len(w.Tokens) + len(w.Codes), Messages: len(w.Messages),
	}
	s.snapshots[name] = snapshot{about, w}
	return about, nil
}

// Snapshots returns what is kept, in the order of the names.
func (s *Server) Snapshots() ([]control.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []control.Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(s.snapshots)) {
		list = append(list, s.snapshots[name].about)
	}
	return list, nil
}

// Restore returns everything to the state that is kept under a name; the journal
// is empty afterwards. The world that a reset returns to stays, and so do the
// snapshots.
func (s *Server) Restore(name string) (control.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept, err := s.snapshotLocked(name)
	if err != nil {
		return control.Snapshot{}, err
	}
	s.resumed = true
	s.journal.Clear(control.Everything())
	s.enterLocked(kept.state.Clone())
	return kept.about, nil
}

// RemoveSnapshot forgets the state that is kept under a name.
func (s *Server) RemoveSnapshot(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.snapshotLocked(name)
	delete(s.snapshots, name)
	return err
}

// snapshotLocked returns what is kept under a name.
func (s *Server) snapshotLocked(name string) (snapshot, error) {
	kept, ok := s.snapshots[name]
	if !ok {
		names := slices.Sorted(maps.Keys(s.snapshots))
		return snapshot{}, &control.NotFoundError{Message: fmt.Sprintf("snapshot: %q: no such snapshot, %s", name, choice.Want(name, names))}
	}
	return kept, nil
}
