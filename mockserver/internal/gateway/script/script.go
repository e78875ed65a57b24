// Package script keeps what testers have ordered of the next messages, and finds
// what is ordered of one.
package script

import (
	"fmt"
	"slices"
	"strconv"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// maxScripts bounds how many scripts are in force, and maxBytes what they take
// together.
const (
	maxScripts = 1000
	maxBytes   = 4 << 20
)

// List is the scripts that have not been used up, in the order in which they were
// ordered. It belongs to a state and is guarded by its lock. [In] makes one.
type List struct {
	room     *kept.Room
	pending  []*control.PendingScript
	last     int    // id that was given last
	revision uint64 // how often anything has changed
}

// In returns an empty list that takes its room from a total; nil stands for one of
// its own.
func In(total *kept.Total) List { return List{room: total.Room(maxBytes)} }

// Order puts a script in force that has been checked. It is an error if there is no
// room for it.
func (l *List) Order(s control.Script) (control.PendingScript, error) {
	if s.Times == 0 {
		s.Times = 1
	}
	if n := len(l.pending); n >= maxScripts || !l.room.Take(kept.Weigh(s)) {
		return control.PendingScript{}, fmt.Errorf("there is no room beside the outcomes that are in force (%d), want at most %d, of %d MiB together: take some back", n, maxScripts, maxBytes>>20)
	}
	l.last++
	l.revision++
	ordered := control.PendingScript{ID: l.last, Script: s}
	mine := clone(ordered)
	l.pending = append(l.pending, &mine)
	return ordered, nil
}

func clone(p control.PendingScript) control.PendingScript {
	p.Script.Statuses = slices.Clone(p.Script.Statuses)
	return p
}

// All returns copies of the scripts.
func (l *List) All() []control.PendingScript {
	list := []control.PendingScript{}
	for _, p := range l.pending {
		list = append(list, clone(*p))
	}
	return list
}

// Revision counts the changes: while it stays the same, so do the scripts.
func (l *List) Revision() uint64 { return l.revision }

// Bytes returns about how many bytes the scripts take.
func (l *List) Bytes() int { return l.room.Taken() }

// Remove takes back the scripts that are gone and returns how many those were.
func (l *List) Remove(gone func(*control.PendingScript) bool) int {
	l.revision++
	before := len(l.pending)
	l.pending = slices.DeleteFunc(l.pending, func(p *control.PendingScript) bool {
		if !gone(p) {
			return false
		}
		l.room.Give(kept.Weigh(p.Script))
		return true
	})
	return before - len(l.pending)
}

// For returns the first script that is for a message, and counts the message; nil if
// there is none. The script may be used up by that.
func (l *List) For(m Message) *control.PendingScript {
	i := slices.IndexFunc(l.pending, func(p *control.PendingScript) bool { return m.follows(p.Script) })
	if i < 0 {
		return nil
	}
	p := l.pending[i]
	l.revision++
	p.Used++
	if p.Script.Times > 0 && p.Used >= p.Script.Times {
		l.Remove(func(x *control.PendingScript) bool { return x == p })
	}
	return p
}

// Refusal returns the code that a script has a message refused with, and the reason;
// ok is false if it orders none, or is nil.
func Refusal(p *control.PendingScript) (code int, why string, ok bool) {
	if p == nil || p.Script.Code == 0 {
		return 0, "", false
	}
	return p.Script.Code, "ordered by outcome number " + strconv.Itoa(p.ID), true
}
