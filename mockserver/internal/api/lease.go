package api

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// leases are those whose streams are open. The zero value has none.
type leases struct {
	mu   sync.Mutex // guards what follows
	open map[string]*lease
	room *kept.Room // for what all of them keep; nil before the first
}

// lease is what was ordered under one id.
type lease struct {
	all     *leases
	mu      sync.Mutex // guards what follows, and is held while an order is carried out
	ended   bool
	undo    []func()                     // the youngest order last
	clients map[string][]fixtures.Client // those that it has added or changed, as it has left them
	bytes   int                          // what all of that weighs
}

// What is kept of orders at most, in bytes: more than 100,000 of them under one lease,
// used up or not.
const (
	maxLease  = 16 << 20
	maxLeases = 64 << 20 // of all together
)

var (
	errNoLease    = errors.New(route.LeaseHeader + ": the lease has ended: take a new one")
	errFullLease  = errors.New(route.LeaseHeader + ": the lease has had too many orders: take a new one")
	errFullLeases = errors.New(route.LeaseHeader + ": there is no room for further orders under leases: end some")
)

// serveLease opens a lease, which lasts as long as its stream.
func (s *Server) serveLease(w http.ResponseWriter, r *http.Request) {
	stream, goesOn := s.openStream(w, r, "text/plain")
	if !goesOn {
		return
	}
	id, l := rand.Text(), &lease{all: &s.leases, clients: map[string][]fixtures.Client{}}
	s.leases.add(id, l, s.double.Total())
	defer l.end()
	defer s.leases.remove(id)
	stream.Header().Set(route.LeaseHeader, id)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		fmt.Fprintln(stream, "still here")
		if !stream.send() {
			return
		}
		select {
		case <-beat.C:
		case <-r.Context().Done():
			return
		case <-s.double.Closing():
			return
		}
	}
}

func (ls *leases) add(id string, l *lease, total *kept.Total) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.open == nil {
		ls.open, ls.room = map[string]*lease{}, total.Room(maxLeases)
	}
	ls.open[id] = l
}

func (ls *leases) remove(id string) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	delete(ls.open, id)
}

// take takes room for so many bytes, and reports whether there was some.
func (ls *leases) take(bytes int) bool {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	return ls.room.Take(bytes)
}

func (ls *leases) give(bytes int) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.room.Give(bytes)
}

// kept returns how many bytes all leases keep.
func (ls *leases) kept() int {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.room == nil {
		return 0
	}
	return ls.room.Taken()
}

// pulled pulls a lever of a double under the lease with an id; "" for none.
func (ls *leases) pulled(d Double, id string, pull func(Double) (any, error)) (any, error) {
	if id == "" {
		return pull(d)
	}
	ls.mu.Lock()
	l := ls.open[id]
	ls.mu.Unlock()
	if l == nil {
		return nil, errNoLease
	}
	return pull(leased{d, l})
}

// end takes back what was ordered, the youngest order first. Nothing more is.
func (l *lease) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = true
	for _, undo := range slices.Backward(l.undo) {
		undo()
	}
	l.all.give(l.bytes)
}

// order carries an order out, and keeps how it is undone: what undo returns, which is
// nil if there is nothing to undo. The order keeps so many bytes, and little else.
func order[R any](l *lease, bytes int, give func() (R, error), undo func(R) func()) (none R, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	const overhead = 100
	bytes += overhead
	switch {
	case l.ended:
		return none, errNoLease
	case l.bytes+bytes > maxLease:
		return none, errFullLease
	case !l.all.take(bytes):
		return none, errFullLeases
	}
	given, err := give()
	if err != nil {
		l.all.give(bytes)
		return given, err
	}
	l.bytes += bytes
	if f := undo(given); f != nil {
		l.undo = append(l.undo, f)
	}
	return given, nil
}

// takingBack undoes an order that has a number.
func takingBack(remove func(int) error, id int) func() { return func() { _ = remove(id) } }

// leased is a double some of whose levers are pulled under a lease. What is gone by the
// end of that needs no taking back.
type leased struct {
	Double
	lease *lease
}

func (d leased) Inject(f control.Fault) (control.PendingFault, error) {
	return order(d.lease, 0, func() (control.PendingFault, error) { return d.Double.Inject(f) }, func(p control.PendingFault) func() { return takingBack(d.RemoveFault, p.ID) })
}

func (d leased) Decide(o control.Decision) (control.PendingDecision, error) {
	return order(d.lease, 0, func() (control.PendingDecision, error) { return d.Double.Decide(o) }, func(p control.PendingDecision) func() { return takingBack(d.RemoveDecision, p.ID) })
}

func (d leased) Script(o control.Script) (control.PendingScript, error) {
	return order(d.lease, 0, func() (control.PendingScript, error) { return d.Double.Script(o) }, func(p control.PendingScript) func() { return takingBack(d.RemoveOutcome, p.ID) })
}

// AddAccount adds an account. One that takes the place of another stays.
func (d leased) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	all, err := d.Accounts()
	if err != nil {
		return fixtures.Account{}, err
	}
	isNew := !slices.ContainsFunc(all, func(old fixtures.Account) bool { return old.Name == a.Name })
	give := func() (fixtures.Account, error) { return d.Double.AddAccount(a) }
	return order(d.lease, len(a.Name), give, func(added fixtures.Account) func() {
		if !isNew {
			return nil
		}
		name := added.Name
		return func() { _ = d.RemoveAccount(name) }
	})
}

// AddClient adds a client. If another was there, it comes back, unless somebody else has
// changed the client by then.
func (d leased) AddClient(c fixtures.Client) (fixtures.Client, error) {
	l, id := d.lease, c.ID
	before := d.client(id)
	var isFirst bool
	give := func() (fixtures.Client, error) {
		_, known := l.clients[id]
		isFirst = !known
		added, err := d.Double.AddClient(c)
		if err == nil {
			l.clients[id] = d.client(id)
		}
		return added, err
	}
	return order(l, kept.Weigh(c)+kept.Weigh(before), give, func(fixtures.Client) func() {
		if !isFirst {
			return nil
		}
		return func() {
			now := d.client(id)
			switch {
			case reflect.DeepEqual(now, before) || !reflect.DeepEqual(now, l.clients[id]):
			case len(before) == 0:
				_ = d.RemoveClient(id)
			default:
				_, _ = d.Double.AddClient(before[0])
			}
		}
	})
}

// client returns the client with an id, if there is one.
func (d leased) client(id string) []fixtures.Client {
	all, _ := d.Clients() // of a server, it does not fail
	return slices.DeleteFunc(all, func(c fixtures.Client) bool { return c.ID != id })
}
