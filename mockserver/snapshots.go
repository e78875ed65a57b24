package mockserver

import (
	"fmt"
	"maps"
	"slices"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/choice"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/kept"
)

// snapshot is a state that is kept, and the world that it returns to.
type snapshot struct {
	About control.Snapshot `json:"about"`
	State fixtures.World   `json:"state"`
	World fixtures.World   `json:"world"`
	bytes int              // how many it takes
}

// weigh notes how many bytes a snapshot takes.
func (x *snapshot) weigh() { x.bytes = kept.Weigh(x.State) + kept.Weigh(x.World) }

// snapshots are the states that are kept, by name. With a room, the zero value
// is empty.
type snapshots struct {
	room    *kept.Room
	all     map[string]snapshot
	changes changes.Log[string, *snapshot]
}

// What a server keeps of snapshots at most.
const (
	maxSnapshots     = 100
	maxSnapshotBytes = 128 << 20
)

// Snapshot keeps the state under the given name, in place of an older one of that
// name. There is room for 100, of 128 MiB together.
func (s *Server) Snapshot(name string) (control.Snapshot, error) {
	if err := control.CheckSnapshotName(name); err != nil {
		return control.Snapshot{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w := s.stateLocked()
	x := snapshot{State: w, World: s.world, About: control.Snapshot{
		Name: name, Time: s.clock.Now(),
		Clients: len(w.Clients), Accounts: len(w.Accounts), Tokens: len(w.Tokens) + len(w.Codes), Messages: len(w.Messages),
	}}
	x.weigh()
	if err := s.snapshots.keep(x); err != nil {
		return control.Snapshot{}, err
	}
	s.changes.Changed(feed.Snapshots)
	return x.About, nil
}

// keep keeps x in the place of an older one of its name, or refuses it.
func (s *snapshots) keep(x snapshot) error {
	name := x.About.Name
	older, again := s.all[name]
	s.room.Give(older.bytes)
	if !again && len(s.all) >= maxSnapshots || !s.room.Take(x.bytes) {
		s.room.Grow(older.bytes)
		return fmt.Errorf("snapshot: %q: there is no room beside the %d that are kept, want at most %d, of %d MiB together: remove some first", name, len(s.all), maxSnapshots, maxSnapshotBytes>>20)
	}
	if s.all == nil {
		s.all = map[string]snapshot{}
	}
	s.all[name] = x
	s.changes.Note(name, &x)
	return nil
}

// find returns what is kept under a name.
func (s *snapshots) find(name string) (snapshot, error) {
	if err := control.CheckSnapshotName(name); err != nil {
		return snapshot{}, err
	}
	x, ok := s.all[name]
	if !ok {
		names := slices.Sorted(maps.Keys(s.all))
		return snapshot{}, &control.NotFoundError{Message: fmt.Sprintf("snapshot: %q: no such snapshot, %s", name, choice.Want(name, names))}
	}
	return x, nil
}

// snapshotBytes returns how many bytes the snapshots take.
func (s *Server) snapshotBytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshots.room.Taken()
}

// Snapshots returns what is kept, in the order of the names.
func (s *Server) Snapshots() ([]control.Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []control.Snapshot{}
	for _, name := range slices.Sorted(maps.Keys(s.snapshots.all)) {
		list = append(list, s.snapshots.all[name].About)
	}
	return list, nil
}

// Restore returns everything to the state that is kept under the given name, with
// the world that was in force: a reset returns to that. The journal is empty
// afterwards; the snapshots stay.
func (s *Server) Restore(name string) (control.Snapshot, error) {
	if err := s.hasSnapshot(name); err != nil {
		return control.Snapshot{}, err // before anything ends
	}
	s.audits.End(control.Everything())
	s.mu.Lock()
	defer s.mu.Unlock()
	x, err := s.snapshots.find(name)
	if err != nil {
		return control.Snapshot{}, err
	}
	s.world, s.resumed, s.told.world = x.World, true, false
	s.journal.Clear(control.Everything())
	s.enterLocked(x.State.Clone())
	return x.About, nil
}

// hasSnapshot returns an error unless something is kept under a name.
func (s *Server) hasSnapshot(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.snapshots.find(name)
	return err
}

// RemoveSnapshot forgets the state that is kept under the given name.
func (s *Server) RemoveSnapshot(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, err := s.snapshots.find(name)
	if err != nil {
		return err
	}
	s.snapshots.room.Give(x.bytes)
	delete(s.snapshots.all, name)
	s.snapshots.changes.Note(name, nil)
	s.changes.Changed(feed.Snapshots)
	return nil
}
