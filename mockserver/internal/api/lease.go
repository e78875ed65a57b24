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
)

// leases are those whose streams are open. The zero value has none.
type leases struct {
	mu   sync.Mutex // guards open
	open map[string]*lease
}

// lease is what was ordered under one id.
type lease struct {
	mu      sync.Mutex // guards what follows, and is held while an order is carried out
	ended   bool
	undo    []func()                     // the youngest order last
	clients map[string][]fixtures.Client // those that it has added or changed, as it has left them
}

var errNoLease = errors.New(route.LeaseHeader + ": the lease has ended: take a new one")

// serveLease opens a lease, which lasts as long as its stream.
func (s *Server) serveLease(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		return // or nothing else would be answered on the connection
	}
	id, l := rand.Text(), &lease{clients: map[string][]fixtures.Client{}}
	s.leases.add(id, l)
	defer l.end()
	defer s.leases.remove(id)
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // nginx would hold it back
	w.Header().Set(route.LeaseHeader, id)
	stream := http.NewResponseController(w)
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		stream.SetWriteDeadline(time.Now().Add(patience)) // where a connection knows no deadlines, nothing is limited
		fmt.Fprintln(w, "still here")
		if stream.Flush() != nil {
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

func (ls *leases) add(id string, l *lease) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if ls.open == nil {
		ls.open = map[string]*lease{}
	}
	ls.open[id] = l
}

func (ls *leases) remove(id string) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	delete(ls.open, id)
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
}

// order carries an order out, and keeps how it is undone.
func order[R any](l *lease, give func() (R, error), undo func(R)) (R, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		var none R
		return none, errNoLease
	}
	given, err := give()
	if err == nil {
		l.undo = append(l.undo, func() { undo(given) })
	}
	return given, err
}

// leased is a double some of whose levers are pulled under a lease. What is gone by the
// end of that needs no taking back.
type leased struct {
	Double
	lease *lease
}

func (d leased) Inject(f control.Fault) (control.PendingFault, error) {
	return order(d.lease, func() (control.PendingFault, error) { return d.Double.Inject(f) }, func(p control.PendingFault) { _ = d.Double.RemoveFault(p.ID) })
}

func (d leased) Decide(o control.Decision) (control.PendingDecision, error) {
	return order(d.lease, func() (control.PendingDecision, error) { return d.Double.Decide(o) }, func(p control.PendingDecision) { _ = d.Double.RemoveDecision(p.ID) })
}

func (d leased) Script(o control.Script) (control.PendingScript, error) {
	return order(d.lease, func() (control.PendingScript, error) { return d.Double.Script(o) }, func(p control.PendingScript) { _ = d.Double.RemoveOutcome(p.ID) })
}

// AddAccount adds an account. One that takes the place of another stays.
func (d leased) AddAccount(a fixtures.Account) (fixtures.Account, error) {
	all, err := d.Accounts()
	if err != nil {
		return fixtures.Account{}, err
	}
	isNew := !slices.ContainsFunc(all, func(old fixtures.Account) bool { return old.Name == a.Name })
	return order(d.lease, func() (fixtures.Account, error) { return d.Double.AddAccount(a) }, func(added fixtures.Account) {
		if isNew {
			_ = d.RemoveAccount(added.Name)
		}
	})
}

// AddClient adds a client. If another was there, it comes back, unless somebody else has
// changed the client by then.
func (d leased) AddClient(c fixtures.Client) (fixtures.Client, error) {
	l := d.lease
	var before []fixtures.Client
	var isFirst bool
	give := func() (fixtures.Client, error) {
		_, known := l.clients[c.ID]
		before, isFirst = d.client(c.ID), !known
		added, err := d.Double.AddClient(c)
		if err == nil {
			l.clients[c.ID] = d.client(c.ID)
		}
		return added, err
	}
	return order(l, give, func(fixtures.Client) {
		now := d.client(c.ID)
		switch {
		case !isFirst || reflect.DeepEqual(now, before) || !reflect.DeepEqual(now, l.clients[c.ID]):
		case len(before) == 0:
			_ = d.RemoveClient(c.ID)
		default:
			_, _ = d.Double.AddClient(before[0])
		}
	})
}

// client returns the client with an id, if there is one.
func (d leased) client(id string) []fixtures.Client {
	all, _ := d.Clients() // of a server, it does not fail
	return slices.DeleteFunc(all, func(c fixtures.Client) bool { return c.ID != id })
}
