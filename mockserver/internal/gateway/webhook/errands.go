package webhook

import (
	"slices"
	"sync"
)

// Errands sends webhooks side by side. To one receiver they go in the order in
// which they came: each as soon as the one before has been written, or, if both are
// about the same message, is over. Their outcomes are noted in that order too. Its
// methods, and those of its errands, may be called from several goroutines.
type Errands struct {
	places chan struct{} // as many as there may be

	mu        sync.Mutex // guards the map
	receivers map[string]*queue
}

// maxSideBySide is how many webhooks a receiver gets at once.
const maxSideBySide = 16

// maxErrands bounds the errands that are not over; further ones wait.
const maxErrands = 1000

// NewErrands returns errands of which there are none yet.
func NewErrands() *Errands { return &Errands{places: make(chan struct{}, maxErrands)} }

// queue is the errands to one receiver that are not over.
type queue struct {
	slots chan struct{}
	last  *Errand
	size  int
}

// Errand is one webhook that is to be sent.
type Errand struct {
	// Begun lets the next errand to the same receiver have its turn, unless it is about
	// the same message: this one has been written, or will not be. It may be called
	// several times.
	Begun func()

	all      *Errands
	receiver string
	queue    *queue
	about    string        // the message that it tells of; "" for none
	before   *Errand       // the one before to the same receiver; nil for none
	begun    chan struct{} // closed when it has been written
	over     chan struct{} // closed when its outcome is noted
}

// Sending is errands that are under way.
type Sending []*Errand

// Wait returns when all are over.
func (list Sending) Wait() {
	for _, e := range list {
		<-e.over
	}
}

// And returns both lists as one, without those that are over where there are very many.
func (list Sending) And(more Sending) Sending {
	all := append(list, more...)
	if len(all) <= maxErrands {
		return all
	}
	return slices.DeleteFunc(all, func(e *Errand) bool {
		select {
		case <-e.over:
			return true
		default:
			return false
		}
	})
}

// Add enters an errand to a receiver about a message, "" for none; it closes over in
// the end. It waits while there are very many. [Errand.Do] must follow.
func (all *Errands) Add(receiver, about string, over chan struct{}) *Errand {
	all.places <- struct{}{}
	all.mu.Lock()
	defer all.mu.Unlock()
	q := all.receivers[receiver]
	if q == nil {
		q = &queue{slots: make(chan struct{}, maxSideBySide)}
		if all.receivers == nil {
			all.receivers = map[string]*queue{}
		}
		all.receivers[receiver] = q
	}
	e := &Errand{all: all, receiver: receiver, queue: q, about: about, before: q.last, begun: make(chan struct{}), over: over}
	e.Begun = sync.OnceFunc(func() { close(e.begun) })
	q.last = e
	q.size++
	return e
}

// Do calls f when it is the errand's turn, and ends it.
func (e *Errand) Do(f func()) {
	defer e.end()
	if other := e.before; other != nil {
		<-other.begun
		if e.about != "" && e.about == other.about {
			<-other.over
		}
	}
	f()
}

// end notes that the errand is over.
func (e *Errand) end() {
	e.Begun()
	e.Follow()
	close(e.over)
	<-e.all.places
	e.all.mu.Lock()
	defer e.all.mu.Unlock()
	if e.queue.size--; e.queue.size == 0 {
		delete(e.all.receivers, e.receiver)
	}
}

// Send calls f in one of the receiver's slots.
func (e *Errand) Send(f func() error) error {
	e.queue.slots <- struct{}{}
	defer func() { <-e.queue.slots }()
	return f()
}

// Follow returns when the errand before to the same receiver is over, so that outcomes
// are noted in order.
func (e *Errand) Follow() {
	if e.before != nil {
		<-e.before.over
	}
	e.before = nil
}
