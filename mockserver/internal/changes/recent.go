package changes

import "iter"

// Recent numbers the changes of things, and has the things in the order of their last
// changes: somebody who keeps asking what has changed is told without a look at all
// the others. It belongs to a state and is guarded by its lock; the zero Recent is
// ready to use.
type Recent[T any] struct {
	last     uint64 // number of the youngest change
	youngest *Mark[T]
}

// Mark is what a [Recent] knows of a thing, which has it as a field.
type Mark[T any] struct {
	Change uint64 // number of its last change; 0 before the first one

	thing         T
	before, after *Mark[T] // of those that have changed before and after it
}

// Note numbers a change of the thing that has the mark. That a thing is new is a change
// too.
func (r *Recent[T]) Note(m *Mark[T], thing T) {
	r.Drop(m)
	r.last++
	m.Change, m.thing, m.before = r.last, thing, r.youngest
	if m.before != nil {
		m.before.after = m
	}
	r.youngest = m
}

// Drop forgets a thing, which is gone; it need not be there.
func (r *Recent[T]) Drop(m *Mark[T]) {
	switch {
	case m.after != nil:
		m.after.before = m.before
	case m == r.youngest:
		r.youngest = m.before
	}
	if m.before != nil {
		m.before.after = m.after
	}
	m.before, m.after = nil, nil
}

// Empty forgets everything. The numbers go on.
func (r *Recent[T]) Empty() { r.youngest = nil }

// After returns the things that have changed after the change with a number, the
// last one first. After 0 that is all of them, and so it is after a number that has
// not been given yet: it comes from another process.
func (r *Recent[T]) After(change uint64) iter.Seq[T] {
	if change > r.last {
		change = 0
	}
	return func(yield func(T) bool) {
		for m := r.youngest; m != nil && m.Change > change; m = m.before {
			if !yield(m.thing) {
				return
			}
		}
	}
}
