// Package kept remembers the last things of a kind, up to a number of things and a
// number of bytes.
package kept

import (
	"container/list"
	"iter"
	"slices"
)

// List is the last things of a kind, oldest first. They share a [Room] with
// other lists. Adding one and finding it by its key cost the same however many
// there are. [In] makes one. A List belongs to a state and is guarded by its
// lock; it must not be copied once it has things.
type List[K comparable, T Thing[K]] struct {
	slots   []*slot[K, T]
	byKey   map[K]*slot[K, T]
	room    *Room
	dropped func(T)
	notes   []Note
}

// Thing is something that is kept.
type Thing[K comparable] interface {
	Key() K      // the same as long as it is kept
	Weight() int // about how many bytes it takes, with everything that it keeps
}

// Note is told that a thing is there or has changed, or that it has gone. No two things
// in a room have the same serial; it grows in the order in which they came.
type Note func(serial uint64, x any, there bool)

// slot is the place of a thing in its list and in the room.
type slot[K comparable, T Thing[K]] struct {
	value  T
	serial uint64
	weight int
	list   *List[K, T]
	inRoom *list.Element
}

// In returns an empty list in a room. It calls dropped, unless that is nil, with each
// thing that makes room for others.
func In[K comparable, T Thing[K]](r *Room, dropped func(T)) List[K, T] {
	return List[K, T]{byKey: map[K]*slot[K, T]{}, room: r, dropped: dropped}
}

// Watch adds note to those that are told of everything that is added, changed or gone
// from now on, for whatever reason.
func (l *List[K, T]) Watch(note Note) { l.notes = append(l.notes, note) }

func (l *List[K, T]) tell(s *slot[K, T], there bool) {
	for _, note := range l.notes {
		note(s.serial, s.value, there)
	}
}

// Add appends x and drops the list's oldest beyond most things, and the room's
// oldest beyond its bytes.
func (l *List[K, T]) Add(x T, most int) {
	for len(l.slots) > 0 && len(l.slots) >= most {
		l.slots[0].drop()
	}
	s := &slot[K, T]{value: x, serial: l.room.Serial(), weight: x.Weight(), list: l}
	l.slots = append(l.slots, s)
	l.byKey[x.Key()] = s
	s.inRoom = l.room.enter(s, s.weight)
	l.tell(s, true)
}

// Find returns the youngest thing with a key, or the zero T.
func (l *List[K, T]) Find(key K) (found T) {
	if s := l.byKey[key]; s != nil {
		found = s.value
	}
	return found
}

// Changed weighs a thing again after a change. If it has grown, the oldest of the others
// make room for it.
func (l *List[K, T]) Changed(x T) {
	if s := l.byKey[x.Key()]; s != nil {
		before := s.weight
		s.weight = x.Weight()
		l.room.stretch(s, s.weight-before)
		l.tell(s, true)
	}
}

// drop has a thing make room.
func (s *slot[K, T]) drop() {
	l := s.list
	if l.slots[0] == s { // as it mostly is
		l.slots[0] = nil
		l.slots = l.slots[1:] // the room in front is given back when append moves the slots
	} else {
		i := slices.Index(l.slots, s)
		l.slots = slices.Delete(l.slots, i, i+1)
	}
	s.leave()
	if l.dropped != nil {
		l.dropped(s.value)
	}
}

// leave gives back what a thing takes when it is no longer among the slots.
func (s *slot[K, T]) leave() {
	s.list.room.leave(s.inRoom, s.weight)
	s.list.tell(s, false)
	if key := s.value.Key(); s.list.byKey[key] == s {
		delete(s.list.byKey, key)
	}
}

// Remove takes away those that are gone and returns how many they were. They are
// not told to dropped.
func (l *List[K, T]) Remove(gone func(T) bool) int {
	left := l.slots[:0]
	for _, s := range l.slots {
		if gone(s.value) {
			s.leave()
		} else {
			left = append(left, s)
		}
	}
	n := len(l.slots) - len(left)
	clear(l.slots[len(left):])
	l.slots = left
	return n
}

// Clear takes everything away.
func (l *List[K, T]) Clear() {
	l.Remove(func(T) bool { return true })
}

// All returns the things, oldest first.
func (l *List[K, T]) All() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, s := range l.slots {
			if !yield(s.value) {
				return
			}
		}
	}
}

// Each calls f with the things, oldest first, and their serials.
func (l *List[K, T]) Each(f func(serial uint64, x any)) {
	for _, s := range l.slots {
		f(s.serial, s.value)
	}
}

// Len returns how many things there are.
func (l *List[K, T]) Len() int { return len(l.slots) }
