package gateway

import (
	"container/heap"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/internal/changes"
)

// turns is what becomes of the messages in the outbox. That a message has come to
// another status as time passed is noted when somebody looks.
type turns struct {
	recent changes.Recent[sent]
	coming coming
	seen   time.Time // when somebody looked last
}

// turn is what the outbox knows of the changes of a message.
type turn struct {
	mark   changes.Mark[sent]
	serial uint64    // in the order in which they came; 0 if it is not in the outbox
	comes  time.Time // when it comes to its next status by itself
	place  int       // among those that do, from 1; 0 if it does not
}

// begin starts anew with an outbox that is empty.
func (t *turns) begin(now time.Time) {
	t.recent.Empty()
	t.coming, t.seen = nil, now
}

// note enters a message that has come, or takes one out that has gone.
func (t *turns) note(serial uint64, x any, there bool) {
	m := x.(posted).sent
	if there {
		m.turn().serial = serial
		t.changed(m)
		return
	}
	m.turn().serial = 0
	t.recent.Drop(&m.turn().mark)
	t.plan(m, time.Time{})
}

// changed notes that something was done to a message, if it is in the outbox.
func (t *turns) changed(m sent) {
	if m.turn().serial == 0 {
		return
	}
	t.recent.Note(&m.turn().mark, m)
	t.plan(m, m.turnsAfter(t.seen))
}

// look notes which messages have come to another status by now.
func (t *turns) look(now time.Time) {
	before := t.seen
	t.seen = now
	if now.Before(before) { // the clock was put back
		for _, m := range slices.Collect(t.recent.After(0)) {
			if m.status(now) != m.status(before) {
				t.changed(m)
			} else {
				t.plan(m, m.turnsAfter(now))
			}
		}
	}
	for len(t.coming) > 0 && !t.coming[0].turn().comes.After(now) {
		t.changed(t.coming[0])
	}
}

// plan notes when a message comes to its next status by itself; the zero time
// stands for never.
func (t *turns) plan(m sent, comes time.Time) {
	switch before := m.turn(); {
	case comes.IsZero() && before.place > 0:
		heap.Remove(&t.coming, before.place-1)
	case comes.IsZero():
	case before.place > 0:
		before.comes = comes
		heap.Fix(&t.coming, before.place-1)
	default:
		before.comes = comes
		heap.Push(&t.coming, m)
	}
}

// coming is a heap of messages, on top the one that comes to another status first.
type coming []sent

func (c coming) Len() int           { return len(c) }
func (c coming) Less(i, j int) bool { return c[i].turn().comes.Before(c[j].turn().comes) }

func (c coming) Swap(i, j int) {
	c[i], c[j] = c[j], c[i]
	c[i].turn().place, c[j].turn().place = i+1, j+1
}

func (c *coming) Push(x any) {
	m := x.(sent)
	*c = append(*c, m)
	m.turn().place = len(*c)
}

func (c *coming) Pop() any {
	old := *c
	m := old[len(old)-1]
	old[len(old)-1] = nil
	*c = old[:len(old)-1]
	m.turn().place = 0
	return m
}
