package outbox

import (
	"container/heap"
	"slices"
	"time"

	"example.com/sms77mock/mockserver/internal/changes"
)

// turns is what becomes of the messages in the outbox. That a message has come to
// another status as time passed is noted when somebody looks.
type turns struct {
	recent changes.Recent[Message]
	coming coming
	seen   time.Time // when somebody looked last
}

// Place is what the outbox knows of a message, which has it as a field.
type Place struct {
	mark   changes.Mark[Message]
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
	m := x.(posted).Message
	if there {
		m.Place().serial = serial
		t.changed(m)
		return
	}
	m.Place().serial = 0
	t.recent.Drop(&m.Place().mark)
	t.plan(m, time.Time{})
}

// changed notes that something was done to a message, if it is in the outbox.
func (t *turns) changed(m Message) {
	if m.Place().serial == 0 {
		return
	}
	t.recent.Note(&m.Place().mark, m)
	t.plan(m, m.TurnsAfter(t.seen))
}

// look notes which messages have come to another status by now.
func (t *turns) look(now time.Time) {
	before := t.seen
	t.seen = now
	if now.Before(before) { // the clock was put back
		for _, m := range slices.Collect(t.recent.After(0)) {
			if m.StatusAt(now) != m.StatusAt(before) {
				t.changed(m)
			} else {
				t.plan(m, m.TurnsAfter(now))
			}
		}
	}
	for len(t.coming) > 0 && !t.coming[0].Place().comes.After(now) {
		t.changed(t.coming[0])
	}
}

// plan notes when a message comes to its next status by itself; the zero time
// stands for never.
func (t *turns) plan(m Message, comes time.Time) {
	switch before := m.Place(); {
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
type coming []Message

func (c coming) Len() int           { return len(c) }
func (c coming) Less(i, j int) bool { return c[i].Place().comes.Before(c[j].Place().comes) }

func (c coming) Swap(i, j int) {
	c[i], c[j] = c[j], c[i]
	c[i].Place().place, c[j].Place().place = i+1, j+1
}

func (c *coming) Push(x any) {
	m := x.(Message)
	*c = append(*c, m)
	m.Place().place = len(*c)
}

func (c *coming) Pop() any {
	old := *c
	m := old[len(old)-1]
	old[len(old)-1] = nil
	*c = old[:len(old)-1]
	m.Place().place = 0
	return m
}
