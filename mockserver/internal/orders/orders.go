// Package orders keeps what testers have ordered of the requests to come, in the
// order in which they did, until requests have used it up or it is taken back.
package orders

import (
	"fmt"
	"slices"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// Queue holds the orders of one kind. Its methods may be called from several
// goroutines. [New] makes one.
type Queue[O any] struct {
	limits Limits

	mu       sync.Mutex // guards everything below
	orders   []*Order[O]
	last     int    // number of the youngest order
	revision uint64 // how often anything has changed
	room     *kept.Room
}

// Limits are what a queue holds at most, so that an order that nobody meets, given
// time and again, does not fill the memory.
type Limits struct {
	Kind      string         // what the orders are called in an error
	InForce   fixtures.Bound // of those that are not spent; its bytes bound all of them
	WithSpent int            // how many there are in all, as long as spent ones are kept; 0 keeps none
}

// Terms are what a queue has to know of an order.
type Terms struct {
	ClientID, Account string // whose it is; "" for nobody's in particular
	After             int    // how many requests it lets pass
	Times             int    // how many requests then use it up; it never is if that is negative
	Holds             bool   // whether it can still be taken back once it is spent, since it holds requests until then
	Bytes             int    // what it weighs
	OfWorld           bool   // whether a world orders it, which was bounded as such: nothing but other orders leaves it without room
}

// Order is an order and what has become of it.
type Order[O any] struct {
	ID    int // from 1; not that of any other
	What  O
	Seen  int  // how many requests it was for, those that it let pass included
	Used  int  // how many have used it
	Spent bool // whether it is for no more

	terms Terms
	gone  chan struct{} // see [Order.Gone]
}

// Gone is closed when the order is taken back or has made room for another.
func (o Order[O]) Gone() <-chan struct{} { return o.gone }

// New returns an empty queue that takes its room from a total; nil stands for one of
// its own.
func New[O any](limits Limits, total *kept.Total) *Queue[O] {
	return &Queue[O]{limits: limits, room: total.Room(limits.InForce.Bytes)}
}

// Add puts an order in force, behind all others, and returns it. It is an error if
// there is no room for it.
func (q *Queue[O]) Add(what O, terms Terms) (Order[O], error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.makeRoomLocked(terms); err != nil {
		return Order[O]{}, err
	}
	q.last++
	q.revision++
	o := &Order[O]{ID: q.last, What: what, terms: terms, gone: make(chan struct{})}
	q.orders = append(q.orders, o)
	return *o, nil
}

// makeRoomLocked takes room for another order, for which it drops the oldest spent
// ones, and refuses what finds none beside those in force.
func (q *Queue[O]) makeRoomLocked(terms Terms) error {
	isFull := q.room.Full
	if terms.OfWorld {
		isFull = q.room.Exceeded
	}
	q.room.Grow(terms.Bytes)
	left := len(q.orders)
	q.removeLocked(func(o *Order[O]) bool {
		gone := o.Spent && (left >= q.limits.WithSpent || isFull())
		if gone {
			left--
		}
		return gone
	})
	if left >= q.limits.InForce.Orders || isFull() {
		q.room.Give(terms.Bytes)
		return fmt.Errorf("there is no room beside the %s that are in force (%d), %v: take some back first", q.limits.Kind, left, q.limits.InForce)
	}
	return nil
}

// Find returns the orders in force that are for a request, the oldest first. It does
// not count the request. The function has the lock held.
func (q *Queue[O]) Find(isFor func(*Order[O]) bool) (found []Order[O]) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, o := range q.orders {
		if !o.Spent && isFor(o) {
			found = append(found, *o)
		}
	}
	return found
}

// Take has a request use the oldest order in force that is for it, and returns that,
// or nil if there is none. An order that still lets requests pass counts this one and
// leaves it to those behind it. The function has the lock held.
func (q *Queue[O]) Take(isFor func(*Order[O]) bool) *Order[O] {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, o := range q.orders {
		if o.Spent || !isFor(o) {
			continue
		}
		q.revision++
		o.Seen++
		if o.Seen <= o.terms.After {
			continue
		}
		o.Used++
		o.Spent = o.terms.Times > 0 && o.Used >= o.terms.Times
		taken := *o
		if o.Spent && q.limits.WithSpent == 0 {
			q.removeLocked(func(x *Order[O]) bool { return x == o })
		}
		return &taken
	}
	return nil
}

// GiveBack has the order with a number be as if one request less had used it.
func (q *Queue[O]) GiveBack(id int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, o := range q.orders {
		if o.ID == id {
			q.revision++
			o.Seen--
			o.Used--
			o.Spent = false
		}
	}
}

// List returns the orders that are kept, as somebody has them written; never nil.
func List[O, T any](q *Queue[O], as func(Order[O]) T) []T {
	q.mu.Lock()
	defer q.mu.Unlock()
	list := make([]T, len(q.orders))
	for i, o := range q.orders {
		list[i] = as(*o)
	}
	return list
}

// Clear takes back an owner's orders and returns how many of them were in force.
func (q *Queue[O]) Clear(whose control.Owner) int {
	return q.remove(func(o *Order[O]) bool { return whose.Has(o.terms.ClientID, o.terms.Account) })
}

// Remove takes back the order with a number and reports whether it was in force.
func (q *Queue[O]) Remove(id int) bool {
	return q.remove(func(o *Order[O]) bool { return o.ID == id }) == 1
}

func (q *Queue[O]) remove(gone func(*Order[O]) bool) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.revision++
	return q.removeLocked(gone)
}

// removeLocked takes orders away, one after the other, and returns how many of them
// were in force or held something.
func (q *Queue[O]) removeLocked(gone func(*Order[O]) bool) (n int) {
	q.orders = slices.DeleteFunc(q.orders, func(o *Order[O]) bool {
		if !gone(o) {
			return false
		}
		q.room.Give(o.terms.Bytes)
		close(o.gone)
		if !o.Spent || o.terms.Holds {
			n++
		}
		return true
	})
	return n
}

// Revision counts the changes: while it stays the same, so do the orders in force.
func (q *Queue[O]) Revision() uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.revision
}

// Kept returns what the orders weigh, in bytes.
func (q *Queue[O]) Kept() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.room.Taken()
}
