// Package kept remembers the last things of a kind: so many of them, and so many
// bytes.
package kept

import "iter"

// List is the last things of a kind, oldest first. They share a [Room] with
// others; the oldest make room for the next. Adding one and finding it by its key
// cost the same however many there are. [In] makes one. A List belongs to a state
// and is guarded by its lock.
type List[K comparable, T Thing[K]] struct {
	slots []*slot[T]
	byKey map[K]*slot[T]
	room  *Room
}

// Thing is something that is kept.
type Thing[K comparable] interface {
	Key() K      // the same as long as it is kept
	Weight() int // about how many bytes it takes, with everything that it keeps
}

type slot[T any] struct {
	value  T
	weight int
}

// Room is how many bytes several lists may take together. It is guarded by the
// lock of the state that the lists belong to.
type Room struct {
	Most  int // bytes
	taken int
}

// Taken returns how many bytes are taken.
func (r *Room) Taken() int { return r.taken }

// Take notes that something else takes so many bytes more, and reports whether
// there was room for it; nothing is taken otherwise.
func (r *Room) Take(bytes int) bool {
	if r.taken+bytes > r.Most {
		return false
	}
	r.taken += bytes
	return true
}

// Give takes so many bytes back.
func (r *Room) Give(bytes int) { r.taken -= bytes }

// In returns an empty list in a room.
func In[K comparable, T Thing[K]](r *Room) List[K, T] {
	return List[K, T]{byKey: map[K]*slot[T]{}, room: r}
}

// Add appends x and drops the oldest beyond most things, or beyond the room. The
// youngest is there whatever it weighs. What was dropped is returned.
func (l *List[K, T]) Add(x T, most int) (dropped []T) {
	s := &slot[T]{x, x.Weight()}
	l.slots = append(l.slots, s)
	l.byKey[x.Key()] = s
	l.room.taken += s.weight
	for len(l.slots) > most || l.room.taken > l.room.Most && len(l.slots) > 1 {
		dropped = append(dropped, l.slots[0].value)
		l.forget(l.slots[0])
		l.slots[0] = nil
		l.slots = l.slots[1:] // the room in front is given back when append moves the slots
	}
	return dropped
}

func (l *List[K, T]) forget(s *slot[T]) {
	l.room.taken -= s.weight
	if key := s.value.Key(); l.byKey[key] == s {
		delete(l.byKey, key)
	}
}

// Find returns the youngest thing with a key, or the zero T.
func (l *List[K, T]) Find(key K) (found T) {
	if s := l.byKey[key]; s != nil {
		found = s.value
	}
	return found
}

// Changed weighs a thing again.
func (l *List[K, T]) Changed(x T) {
	if s := l.byKey[x.Key()]; s != nil {
		l.room.taken -= s.weight
		s.weight = x.Weight()
		l.room.taken += s.weight
	}
}

// Remove drops those that are gone and returns how many they were.
func (l *List[K, T]) Remove(gone func(T) bool) int {
	left := l.slots[:0]
	for _, s := range l.slots {
		if gone(s.value) {
			l.forget(s)
		} else {
			left = append(left, s)
		}
	}
	n := len(l.slots) - len(left)
	clear(l.slots[len(left):])
	l.slots = left
	return n
}

// Clear drops everything.
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

// Len returns how many things there are.
func (l *List[K, T]) Len() int { return len(l.slots) }
