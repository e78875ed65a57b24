package gateway

import (
	"context"
	"net/http/httptrace"
	"strings"
	"sync"
)

// errands sends webhooks side by side. To one receiver they go in the order in
// which they came: each as soon as the one before has been written, or, if both are
// about the same message, is over. Their outcomes are noted in that order too.
type errands struct {
	places chan struct{} // as many as there may be

	mu        sync.Mutex // guards the map
	receivers map[string]*queue
}

// maxSideBySide is how many webhooks a receiver gets at once.
const maxSideBySide = 16

// maxErrands bounds the errands that are not over; further ones wait.
const maxErrands = 1000

func newErrands() errands { return errands{places: make(chan struct{}, maxErrands)} }

// queue is the errands to one receiver that are not over.
type queue struct {
	slots chan struct{}
	last  *errand
	size  int
}

// errand is one webhook that is to be sent.
type errand struct {
	about       string        // the message that it tells of; "" for none
	before      *errand       // the one before to the same receiver; nil for none
	begun, over chan struct{} // closed when it has been written, and when its outcome is noted
	begin       func()        // closes the first
}

// sending is errands that are under way.
type sending []*errand

// wait returns when all are over.
func (list sending) wait() {
	for _, e := range list {
		<-e.over
	}
}

// add enters an errand to a receiver, which closes over when its outcome is noted.
func (all *errands) add(receiver, about string, over chan struct{}) (*errand, *queue) {
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
	e := &errand{about: about, before: q.last, begun: make(chan struct{}), over: over}
	e.begin = sync.OnceFunc(func() { close(e.begun) })
	q.last = e
	q.size++
	return e, q
}

// end notes that an errand is over.
func (all *errands) end(receiver string, q *queue, e *errand) {
	e.begin()
	e.follow()
	close(e.over)
	<-all.places
	all.mu.Lock()
	defer all.mu.Unlock()
	if q.size--; q.size == 0 {
		delete(all.receivers, receiver)
	}
}

// wait returns when it is the errand's turn.
func (e *errand) wait() {
	if other := e.before; other != nil {
		<-other.begun
		if e.about != "" && e.about == other.about {
			<-other.over
		}
	}
}

// follow returns when the errand before to the same receiver is over.
func (e *errand) follow() {
	if e.before != nil {
		<-e.before.over
	}
	e.before = nil
}

// send does something in one of the receiver's slots.
func (q *queue) send(do func() error) error {
	q.slots <- struct{}{}
	defer func() { <-q.slots }()
	return do()
}

// dispatch sends deliveries, which have been counted as running.
func (g *Gateway) dispatch(ctx context.Context, list []due) sending {
	all := make(sending, 0, len(list))
	for _, d := range list {
		p := g.prepare(ctx, d)
		if p == nil {
			close(d.over)
			g.running.Done()
			continue
		}
		receiver, _, _ := strings.Cut(d.delivery.url, "?")
		e, q := g.errands.add(receiver, d.delivery.about, d.over)
		all = append(all, e)
		go func() {
			defer g.running.Done()
			defer g.errands.end(receiver, q, e)
			e.wait()
			g.attempt(ctx, d.tracked, p, e, q)
		}()
	}
	return all
}

// traced is a context for the request that an errand makes.
func (e *errand) traced(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { e.begin() }})
}
