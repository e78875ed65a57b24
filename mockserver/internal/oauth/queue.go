package oauth

import "example.com/sms77mock/mockserver/internal/kept"

// queue is a row of records in the order in which they came. With a room, the
// zero value is empty. A record stands in one queue at most.
type queue struct {
	room        *kept.Room // that they take
	first, last *record
	length      int
}

func (q *queue) push(r *record) {
	r.in, r.prev, r.next = q, q.last, nil
	if q.last == nil {
		q.first = r
	} else {
		q.last.next = r
	}
	q.last = r
	q.length++
	q.room.Grow(r.weight())
}

// remove takes r out. A nil queue has nothing to take out.
func (q *queue) remove(r *record) {
	if q == nil {
		return
	}
	if r.prev == nil {
		q.first = r.next
	} else {
		r.prev.next = r.next
	}
	if r.next == nil {
		q.last = r.prev
	} else {
		r.next.prev = r.prev
	}
	r.in, r.prev, r.next = nil, nil, nil
	q.length--
	q.room.Give(r.weight())
}

// take moves r to the end of q from the queue that it stands in.
func (q *queue) take(r *record) {
	r.in.remove(r)
	q.push(r)
}
