package testkit

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// orders are the faults, decisions and scripts that tests have given to one
// double, so that each can be told of its own.
type orders struct {
	mu   sync.Mutex // guards list and kept
	list []*order
	kept map[string]map[kind][]*order // what is in the snapshots of that name
}

// kind is what an order is.
type kind int

const (
	aFault kind = iota
	aDecision
	aScript
)

// order is what a test has ordered. Each kind has numbers of its own.
type order struct {
	by      *Server
	kind    kind
	id      int
	at      string    // file and line where it was given
	given   time.Time // on the double's clock
	settled bool      // whether it is in force no more, so that missed is final
	missed  string    // what is to be said of it if it was not met
}

func (o *orders) add(entry *order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, entry)
}

// open returns the orders in force that belong to a server, to all if it is nil.
func (o *orders) open(by *Server) []*order {
	o.mu.Lock()
	defer o.mu.Unlock()
	var open []*order
	for _, entry := range o.list {
		if !entry.settled && (by == nil || entry.by == by) {
			open = append(open, entry)
		}
	}
	return open
}

// place returns the file and line where an order was given, "" if no test has given it.
// Of several with its number, the youngest is meant: each world numbers them anew.
func (o *orders) place(k kind, id int) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, entry := range slices.Backward(o.list) {
		if entry.kind == k && entry.id == id {
			return entry.at
		}
	}
	return ""
}

// end settles an order: nothing will become of it any more.
func (o *orders) end(entry *order, missed string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	entry.settled, entry.missed = true, missed
}

// missed takes out the orders of a server and returns what is to be said of
// those that were not met.
func (o *orders) missed(by *Server) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	var missed []string
	var others []*order
	for _, entry := range o.list {
		switch {
		case entry.by != by:
			others = append(others, entry)
		case entry.missed != "":
			missed = append(missed, entry.missed)
		}
	}
	o.list = others
	return missed
}

// note remembers an order that has been given.
func (s *Server) note(k kind, id int) {
	s.tb.Helper()
	s.orders.add(&order{by: s, kind: k, id: id, at: caller(), given: s.Now()})
}

// over returns an error once it is too late for an order to be met.
func (s *Server) over() error {
	switch {
	case s.transport.ended.Load():
		return fmt.Errorf("%s is over: nothing would meet it", nameOf(s.tb))
	case s.double.closed.Load():
		return errClosed
	}
	return nil
}

var errClosed = errors.New("the double is closed")

// caller returns the file and line that called the package.
func caller() string {
	var counters [16]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(1, counters[:])])
	own, _ := frames.Next()
	pkg := own.Function[:strings.LastIndex(own.Function, ".")+1]
	for {
		frame, more := frames.Next()
		if !strings.HasPrefix(frame.Function, pkg) {
			return fmt.Sprintf("%s:%d", filepath.Base(frame.File), frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}
