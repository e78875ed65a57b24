// Package audits runs audits of applications beside everything else, and keeps
// the last of them.
//
// Of an application, and of a client, one audit runs at a time. A
// [control.Auditor] plays it.
package audits

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// How many audits run at the same time, and how many are kept, including those.
const mostRunning, mostKept = 4, 10

// Config is what audits are run with.
type Config struct {
	Auditor   control.Auditor          // nil if audits are not played here
	Levers    control.Levers           // none of them waits for an audit to end
	Double    string                   // URL that leads to the double by Transport
	Transport func() http.RoundTripper // makes one to the double, and to what may be audited, that ends with a request's context
	MayReach  func(url string) error   // refuses what may not be audited
	Changed   func()                   // is told when something has changed
}

// Audits are the audits of one server. Its methods may be called from several
// goroutines.
type Audits struct {
	config  Config
	running sync.WaitGroup

	mu     sync.Mutex // guards everything below
	last   int        // number of the youngest audit
	kept   []*audit   // oldest first
	closed bool
}

// New returns audits of which none has begun.
func New(c Config) *Audits { return &Audits{config: c} }

// errNone is the error of a double that plays no audits.
var errNone = errors.New("this double plays no audits: run sms77mock audit against it, or testkit.Audit in a Go test")

// Start begins an audit.
func (as *Audits) Start(o control.AuditOrder) (control.Audit, error) {
	if as.config.Auditor == nil {
		return control.Audit{}, errNone
	}
	if err := as.config.Auditor.Check(o); err != nil {
		return control.Audit{}, err
	}
	if err := as.config.MayReach(origin(o.Login)); err != nil && !o.Attended {
		return control.Audit{}, fmt.Errorf("login: %w", err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	a := &audit{all: as, order: o, cancel: cancel, over: make(chan struct{}), view: control.Audit{
		State: control.AuditRunning, Application: o.Login, Client: o.Client, Attended: o.Attended, Began: time.Now().UTC(),
		Total: as.config.Auditor.Scenarios(o), Verdicts: map[string]int{},
	}}
	if err := as.admit(a); err != nil {
		cancel(nil)
		return control.Audit{}, err
	}
	go a.run(ctx)
	as.config.Changed()
	return as.Get(a.view.ID)
}

// admit takes an audit in, if there is room for it, and forgets the oldest one
// that has ended.
func (as *Audits) admit(a *audit) error {
	as.mu.Lock()
	defer as.mu.Unlock()
	running := 0
	for _, other := range as.kept {
		if !other.runsLocked() {
			continue
		}
		running++
		if origin(other.order.Login) == origin(a.order.Login) {
			return fmt.Errorf("login: %q is being audited already, by audit %d", a.order.Login, other.view.ID)
		}
		if a.order.Client != "" && other.view.Client == a.order.Client {
			return fmt.Errorf("client: %q is being audited already, by audit %d", a.order.Client, other.view.ID)
		}
	}
	switch {
	case as.closed:
		return control.ErrClosing
	case running >= mostRunning:
		return fmt.Errorf("%d audits are running, which is the most: wait for one of them", running)
	}
	if len(as.kept) >= mostKept {
		oldest := slices.IndexFunc(as.kept, func(a *audit) bool { return !a.runsLocked() })
		as.kept = slices.Delete(as.kept, oldest, oldest+1)
	}
	as.last++
	a.view.ID = as.last
	as.kept = append(as.kept, a)
	as.running.Add(1)
	return nil
}

// origin is where a request leads that a line begins with, or the line.
func origin(line string) string {
	for word := range strings.FieldsSeq(line) {
		if u, err := url.Parse(word); err == nil && u.Host != "" {
			return u.Scheme + "://" + u.Host
		}
	}
	return line
}

// List returns the audits, oldest first, without their scenarios.
func (as *Audits) List() []control.Audit {
	as.mu.Lock()
	defer as.mu.Unlock()
	list := []control.Audit{}
	for _, a := range as.kept {
		view := a.viewLocked()
		view.Scenarios = nil
		list = append(list, view)
	}
	return list
}

// Get returns the audit with a number.
func (as *Audits) Get(id int) (control.Audit, error) {
	as.mu.Lock()
	defer as.mu.Unlock()
	a, err := as.findLocked(id)
	if err != nil {
		return control.Audit{}, err
	}
	return a.viewLocked(), nil
}

// Report writes the report of an audit that has ended in a format.
func (as *Audits) Report(id int, format string, w io.Writer) error {
	as.mu.Lock()
	a, err := as.findLocked(id)
	var report control.AuditReport
	if err == nil {
		report = a.report
	}
	as.mu.Unlock()
	switch {
	case err != nil:
		return err
	case report == nil:
		return fmt.Errorf("audit %d has no report yet: wait until it has ended", id)
	}
	return report.Write(w, format)
}

// Answer answers the question that an audit asks.
func (as *Audits) Answer(id int, r control.AuditReply) (control.Audit, error) {
	as.mu.Lock()
	a, err := as.findLocked(id)
	if err == nil {
		err = a.answerLocked(r)
	}
	as.mu.Unlock()
	if err != nil {
		return control.Audit{}, err
	}
	as.config.Changed()
	return as.Get(id)
}

// Stop ends an audit and waits until what it has ordered is taken back; one that
// has ended is forgotten.
func (as *Audits) Stop(id int) error {
	as.mu.Lock()
	a, err := as.findLocked(id)
	runs := err == nil && a.runsLocked()
	if err == nil && !runs {
		as.kept = slices.DeleteFunc(as.kept, func(other *audit) bool { return other == a })
	}
	as.mu.Unlock()
	if err != nil {
		return err
	}
	if runs {
		a.stop(errStopped)
	}
	as.config.Changed()
	return nil
}

// Why an audit ends early.
var (
	errStopped = errors.New("a tester has stopped it")
	errReset   = errors.New("the double was reset")
)

// End ends the audits of an owner, and waits until what they have ordered is
// taken back.
func (as *Audits) End(whose control.Owner) {
	as.mu.Lock()
	kept := slices.Clone(as.kept)
	as.mu.Unlock()
	for _, a := range kept {
		as.mu.Lock()
		ends := whose.Has(a.view.Client, "") || slices.ContainsFunc(a.order.Accounts, func(name string) bool { return whose.Has("", name) })
		as.mu.Unlock()
		if ends {
			a.stop(errReset)
		}
	}
}

// Close ends every audit, those to come too.
func (as *Audits) Close() {
	as.mu.Lock()
	as.closed = true
	kept := slices.Clone(as.kept)
	as.mu.Unlock()
	for _, a := range kept {
		a.cancel(control.ErrClosing)
	}
	as.running.Wait()
}

func (as *Audits) findLocked(id int) (*audit, error) {
	for _, a := range as.kept {
		if a.view.ID == id {
			return a, nil
		}
	}
	return nil, &control.NotFoundError{Message: fmt.Sprintf("there is no audit %d", id)}
}
