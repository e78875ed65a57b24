// Package changes notes what has changed of a state, for somebody who keeps it
// elsewhere too.
package changes

// Log notes the things of a kind that have changed, by their keys. The zero Log
// says that all of them have: it begins to note when it is first asked, and
// costs nothing where nobody asks. A Log belongs to a state and is guarded by its
// lock.
type Log[K comparable, T any] struct {
	noted map[K]T // nil if everything has changed
}

// Note notes what a thing has become; the zero T stands for one that is gone.
func (l *Log[K, T]) Note(key K, thing T) {
	if l.noted != nil {
		l.noted[key] = thing
	}
}

// Renew notes that nothing is as it was.
func (l *Log[K, T]) Renew() { l.noted = nil }

// Begin notes nothing but what changes from now on, which may well be as much as
// before.
func (l *Log[K, T]) Begin() { l.noted = make(map[K]T, len(l.noted)) }

// Take returns what has changed since it was last called, and nil if that is
// everything, or if everything is asked for. From now on it notes.
func (l *Log[K, T]) Take(all bool) (noted map[K]T) {
	if !all {
		noted = l.noted
	}
	l.Begin()
	return noted
}
