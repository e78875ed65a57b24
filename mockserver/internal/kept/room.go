package kept

import (
	"container/list"
	"sync/atomic"
)

// Total is how many bytes all that is kept may take together. It bounds the rooms
// that are made in it, and may be asked from several goroutines.
type Total struct {
	most  int64
	taken atomic.Int64
}

// DefaultTotal is how many bytes a total has unless told otherwise.
const DefaultTotal = 256 << 20

// NewTotal returns a total of so many bytes.
func NewTotal(bytes int64) *Total { return &Total{most: bytes} }

// Most returns how many bytes there are; a nil total has the usual ones.
func (t *Total) Most() int64 {
	if t == nil {
		return DefaultTotal
	}
	return t.most
}

// Taken returns how many bytes are taken.
func (t *Total) Taken() int64 { return t.taken.Load() }

// assured is the part of a total that each room has, whatever others take.
const assured = 1.0 / 16

// Room is how many bytes a kind of things may take, in one list or in several.
// Beyond that, or beyond what the total has left, the oldest things of all the
// lists make room for the youngest, which stays whatever it weighs; what is in no
// list is weighed by its owner. A Room is guarded by the lock of the state that
// it belongs to. [Total.Room] makes one.
type Room struct {
	most   int
	total  *Total // nil once the room is closed
	taken  int
	serial uint64    // of the last thing
	things list.List // of all lists, as droppable, oldest first
}

// Room returns an empty room of so many bytes. A nil total stands for one of its
// own.
func (t *Total) Room(most int) *Room {
	if t == nil {
		t = NewTotal(DefaultTotal)
	}
	return &Room{most: most, total: t}
}

// Close gives everything back; a nil room has nothing. What happens in the room
// afterwards counts for nobody.
func (r *Room) Close() {
	if r == nil {
		return
	}
	r.total.taken.Add(-int64(r.taken))
	r.total = nil
}

// Taken returns how many bytes are taken.
func (r *Room) Taken() int { return r.taken }

// Serial returns a number that nothing in the room has had.
func (r *Room) Serial() uint64 {
	r.serial++
	return r.serial
}

// Grow notes that so many bytes more are taken, whether or not there is room.
func (r *Room) Grow(bytes int) {
	r.taken += bytes
	if r.total != nil {
		r.total.taken.Add(int64(bytes))
	}
}

// Take notes that so many bytes more are taken, and reports whether there was
// room for them; nothing is taken otherwise.
func (r *Room) Take(bytes int) bool {
	r.Grow(bytes)
	if r.Full() {
		r.Give(bytes)
		return false
	}
	return true
}

// Give takes so many bytes back.
func (r *Room) Give(bytes int) { r.Grow(-bytes) }

// Full reports whether more is taken than there is, so that something has to go.
func (r *Room) Full() bool {
	return r.Exceeded() || r.total != nil &&
		r.total.taken.Load() > r.total.most && float64(r.taken) > assured*float64(r.total.most)
}

// Exceeded reports whether more is taken than the room itself has.
func (r *Room) Exceeded() bool { return r.taken > r.most }

// droppable is a thing in one of the lists.
type droppable interface{ drop() }

func (r *Room) enter(x droppable, bytes int) *list.Element {
	e := r.things.PushBack(x)
	r.stretch(x, bytes)
	return e
}

// stretch has x take so many bytes more, for which the oldest others make room. They
// need not if x takes no more, though other rooms may have filled the total.
func (r *Room) stretch(x droppable, bytes int) {
	r.Grow(bytes)
	for bytes > 0 && r.Full() {
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
	r.Give(bytes)
}
