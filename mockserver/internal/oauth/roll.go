package oauth

import (
	"iter"
	"slices"

	"example.com/sms77mock/mockserver/internal/changes"
)

// roll is a list of things with names, in the order in which they came.
// [roll.reserve] makes one.
type roll[T any] struct {
	places  map[string]int // in entries
	entries []entry[T]
	gaps    int
	last    uint64 // serial of the last entry
	changes changes.Log[uint64, T]
}

type entry[T any] struct {
	serial uint64 // in the order of the entries; with another's place, an entry takes its serial
	name   string // "" in a gap
	value  T
}

// get returns the value with a name, and whether there is one.
func (r *roll[T]) get(name string) (value T, ok bool) {
	i, ok := r.places[name]
	if !ok {
		return value, false
	}
	return r.entries[i].value, true
}

// put enters x at the end, or in the place of the value with its name.
func (r *roll[T]) put(name string, x T) {
	i, known := r.places[name]
	if !known {
		i = len(r.entries)
		r.last++
		r.entries = append(r.entries, entry[T]{serial: r.last})
		r.places[name] = i
	}
	e := &r.entries[i]
	e.name, e.value = name, x
	r.changes.Note(e.serial, x)
}

// reserve makes an empty roll with memory for so many.
func (r *roll[T]) reserve(n int) {
	r.places, r.entries = make(map[string]int, n), make([]entry[T], 0, n)
}

// remove takes out what has the name. Gaps are closed when they are the half,
// so that removing costs the same however much there is.
func (r *roll[T]) remove(name string) {
	i, known := r.places[name]
	if !known {
		return
	}
	delete(r.places, name)
	r.changes.Note(r.entries[i].serial, *new(T))
	r.entries[i] = entry[T]{}
	if r.gaps++; r.gaps > len(r.entries)/2 {
		r.entries = slices.DeleteFunc(r.entries, func(e entry[T]) bool { return e.name == "" })
		for i, e := range r.entries {
			r.places[e.name] = i
		}
		r.gaps = 0
	}
}

// all returns everything in its order.
func (r *roll[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, e := range r.entries {
			if e.name != "" && !yield(e.value) {
				return
			}
		}
	}
}

// changed returns what has changed since it was last called, by serial, or all
// there is.
func (r *roll[T]) changed(all bool) (changed map[uint64]T, whole bool) {
	if changed = r.changes.Take(all); changed != nil {
		return changed, false
	}
	changed = map[uint64]T{}
	for _, e := range r.entries {
		if e.name != "" {
			changed[e.serial] = e.value
		}
	}
	return changed, true
}

// serial returns the serial of what has the name, 0 if there is nothing.
func (r *roll[T]) serial(name string) uint64 {
	if i, ok := r.places[name]; ok {
		return r.entries[i].serial
	}
	return 0
}

// names returns all names in their order.
func (r *roll[T]) names() []string {
	names := make([]string, 0, r.length())
	for _, e := range r.entries {
		if e.name != "" {
			names = append(names, e.name)
		}
	}
	return names
}

// length returns how many there are.
func (r *roll[T]) length() int { return len(r.places) }
