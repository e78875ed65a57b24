package kept

import "container/list"

// Room is how many bytes several lists may take together. What comes last has
// room whatever it weighs: the oldest things of all the lists make it. A Room is
// guarded by the lock of the state that the lists belong to.
type Room struct {
	Most   int // bytes
	taken  int
	things list.List // of all lists, as droppable, oldest first
}

// droppable is a thing in one of the lists.
type droppable interface{ drop() }

// Taken returns how many bytes are taken.
func (r *Room) Taken() int { return r.taken }

// Take notes that something that is in no list takes so many bytes more, and
// reports whether there was room for it; nothing is taken, and nothing dropped,
// otherwise.
func (r *Room) Take(bytes int) bool {
	if r.taken+bytes > r.Most {
		return false
	}
	r.taken += bytes
	return true
}

// Give takes so many bytes back.
func (r *Room) Give(bytes int) { r.taken -= bytes }

func (r *Room) enter(x droppable, bytes int) *list.Element {
	e := r.things.PushBack(x)
	r.grow(x, bytes)
	return e
}

// grow has x take so many bytes more, for which the oldest others make room.
func (r *Room) grow(x droppable, bytes int) {
	r.taken += bytes
	for r.taken > r.Most {
		oldest := r.things.Front() // anew each time: to drop one may take away others
		if oldest != nil && oldest.Value == x {
			oldest = oldest.Next()
		}
		if oldest == nil {
			return
		}
		oldest.Value.(droppable).drop()
	}
}

func (r *Room) leave(e *list.Element, bytes int) {
	r.things.Remove(e)
	r.taken -= bytes
}
