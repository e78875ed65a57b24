// Package feed tells listeners what happens, without anybody waiting for them.
//
// A [Feed] numbers what happens and remembers the last of it; a [Listener] reads
// on from where it stands. An event costs the same however many listen: those
// that sleep are woken, those that are busy find it later, and one that has
// fallen behind learns that it has missed something.
package feed

import (
	"slices"
	"sync"
	"time"
)

// Kind is what an event says has changed.
type Kind string

// The kinds of changes.
const (
	Requests  Kind = "requests"
	Messages  Kind = "messages"
	Tokens    Kind = "tokens"
	Faults    Kind = "faults"
	Decisions Kind = "decisions"
	World     Kind = "world"
	Clock     Kind = "clock"
	Audits    Kind = "audits"
	Snapshots Kind = "snapshots"
	Forgotten Kind = "forgotten" // messages are gone, by somebody's order
)

// Reset lists every kind: after a reset nothing is as it was.
func Reset() []Kind {
	return []Kind{Requests, Messages, Tokens, Faults, Decisions, World, Clock, Audits, Snapshots, Forgotten}
}

// remembered is how many events a feed remembers.
const remembered = 1024

// event is a request that is held back or has been answered, or changes of
// anything else.
type event struct {
	request uint64 // 0 if there is none
	changed []Kind
}

// Feed is the news of one server. The zero Feed is ready to use. Its methods may
// be called from several goroutines.
type Feed struct {
	mu        sync.Mutex // guards everything below
	listeners int
	last      uint64 // number of the youngest event
	events    []event
	news      chan struct{} // closed by the next event; nil while nobody sleeps
}

// Request says that a request is being held back or has been answered.
func (f *Feed) Request(id uint64) { f.tell(event{request: id}) }

// Changed says what else has changed.
func (f *Feed) Changed(kinds ...Kind) { f.tell(event{changed: kinds}) }

func (f *Feed) tell(e event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.listeners == 0 {
		return
	}
	f.events[f.last%remembered] = e
	f.last++
	if f.news != nil {
		close(f.news)
		f.news = nil
	}
}

// Listener reads a feed from the moment at which it began to listen. It belongs
// to one goroutine.
type Listener struct {
	feed *Feed
	next uint64 // number of the first event that it does not know
}

// Listen returns a listener, which has to be closed.
func (f *Feed) Listen() *Listener {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.events == nil {
		f.events = make([]event, remembered)
	}
	f.listeners++
	return &Listener{f, f.last}
}

// Close ends the listening.
func (l *Listener) Close() {
	l.feed.mu.Lock()
	defer l.feed.mu.Unlock()
	l.feed.listeners--
}

// News is what a listener has not known yet, each only once.
type News struct {
	Requests []uint64 // numbers of the requests that are held back or were answered, in order
	Changed  []Kind   // what else has changed; every kind if the listener has missed events
}

// News returns what is new, and a channel that is closed by the next event. The more
// listen, the fewer events each is told one by one: if there are more, it has missed
// them.
func (l *Listener) News() (News, <-chan struct{}) {
	events, missed, next := l.read()
	if missed {
		return News{Changed: Reset()}, next
	}
	var n News
	known := make(map[uint64]bool, len(events))
	for _, e := range slices.Backward(events) { // of a request, the youngest event counts
		if e.request != 0 && !known[e.request] {
			known[e.request] = true
			n.Requests = append(n.Requests, e.request)
		}
	}
	slices.Reverse(n.Requests)
	for _, e := range events {
		for _, kind := range e.changed {
			if !slices.Contains(n.Changed, kind) {
				n.Changed = append(n.Changed, kind)
			}
		}
	}
	return n, next
}

// read returns the events that the listener does not know yet, unless it has missed
// some.
func (l *Listener) read() (events []event, missed bool, next <-chan struct{}) {
	f := l.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.news == nil {
		f.news = make(chan struct{})
	}
	most := max(uint64(remembered/max(f.listeners, 1)), 16)
	missed = f.last-l.next > most
	for ; l.next < f.last && !missed; l.next++ {
		events = append(events, f.events[l.next%remembered])
	}
	l.next = f.last
	return events, missed, f.news
}

// Pause is how long a listener has to rest between two looks, so that all of
// them together take little from those who make the news: nothing if it is
// alone, a tenth of a second among two hundred.
func (l *Listener) Pause() time.Duration {
	l.feed.mu.Lock()
	defer l.feed.mu.Unlock()
	return min(time.Duration(l.feed.listeners-1)*500*time.Microsecond, time.Second)
}
