// Package journal remembers what was asked, what was answered and why, and
// lets a test wait for it.
package journal

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"example.com/sms77mock/mockserver/control"
)

// DefaultSize is how many entries a journal holds unless told otherwise.
const DefaultSize = 1000

// maxBytes is what the requests in a journal may weigh. It matters to tests that
// send bodies of a megabyte.
const maxBytes = 64 << 20

// Journal is a bounded memory of requests: once it is full, the oldest entry
// makes room for the next. Its methods may be called from several goroutines.
type Journal struct {
	mu      sync.Mutex       // guards everything below
	entries []*control.Entry // in the order of arrival
	size    int              // the most that entries may hold
	bytes   int              // what the requests in entries weigh
	last    uint64           // number of the youngest entry
	changed chan struct{}    // closed when the next entry arrives or changes; nil while nobody listens
}

// New returns an empty journal for size entries, [DefaultSize] if size is 0.
func New(size int) *Journal {
	if size <= 0 {
		size = DefaultSize
	}
	return &Journal{size: size}
}

// Begin records a request on its arrival and returns its number.
func (j *Journal) Begin(e control.Entry) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	e.ID, e.Outcome = j.last, control.Pending
	j.appendLocked(&e)
	return e.ID
}

// Add records a request that is over, such as a webhook that was sent, and
// returns its number.
func (j *Journal) Add(e control.Entry) uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	e.ID = j.last
	j.appendLocked(&e)
	return e.ID
}

// appendLocked enters e. The oldest entries make room for it.
func (j *Journal) appendLocked(e *control.Entry) {
	j.bytes += weight(e)
	for len(j.entries) >= j.size || j.bytes > maxBytes && len(j.entries) > 0 {
		// The room in front is given back when append moves the entries.
		j.bytes -= weight(j.entries[0])
		j.entries[0] = nil
		j.entries = j.entries[1:]
	}
	j.entries = append(j.entries, e)
	j.wakeLocked()
}

// Update changes the entry with the given number, if it is still there, and
// returns what it has become.
func (j *Journal) Update(id uint64, change func(*control.Entry)) (control.Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e := j.findLocked(id)
	if e == nil {
		return control.Entry{}, false
	}
	change(e)
	j.wakeLocked()
	return *e, true
}

// findLocked returns the entry with the given number, or nil. The youngest
// entries are asked for most.
func (j *Journal) findLocked(id uint64) *control.Entry {
	for _, e := range slices.Backward(j.entries) {
		if e.ID == id {
			return e
		}
		if e.ID < id {
			return nil
		}
	}
	return nil
}

// wakeLocked tells everybody who listens.
func (j *Journal) wakeLocked() {
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// listenLocked returns the channel that wakeLocked closes next.
func (j *Journal) listenLocked() <-chan struct{} {
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// Get returns the entry with the given number and whether it is still there.
func (j *Journal) Get(id uint64) (control.Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if e := j.findLocked(id); e != nil {
		return *e, true
	}
	return control.Entry{}, false
}

// List returns the entries that f chooses, oldest first.
func (j *Journal) List(f control.RequestFilter) []control.Entry {
	list, _ := j.look(f)
	return list
}

// look returns the entries that f chooses and a channel that is closed when
// there may be others.
func (j *Journal) look(f control.RequestFilter) ([]control.Entry, <-chan struct{}) {
	j.mu.Lock()
	defer j.mu.Unlock()
	list := []control.Entry{}
	for _, e := range j.entries {
		if f.Match(*e) {
			list = append(list, *e)
		}
	}
	return list, j.listenLocked()
}

// Changed returns a channel that is closed when the next entry arrives or
// changes.
func (j *Journal) Changed() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.listenLocked()
}

// Wait returns the entries that f chooses as soon as there are f.Count of
// them, those that are there already included. A request counts from its
// arrival. The error tells what was waited for and how much of it came.
func (j *Journal) Wait(ctx context.Context, f control.RequestFilter) ([]control.Entry, error) {
	want := max(f.Count, 1)
	for {
		list, changed := j.look(f)
		if len(list) >= want {
			return list, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return list, fmt.Errorf("waited for %d %s, saw %d: %w", want, f, len(list), context.Cause(ctx))
		}
	}
}

// Clear forgets the entries about an owner and returns how many those were.
func (j *Journal) Clear(whose control.Owner) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := len(j.entries)
	j.entries = slices.DeleteFunc(j.entries, func(e *control.Entry) bool { return whose.Has(e.ClientID, e.Account) })
	j.bytes = 0
	for _, e := range j.entries {
		j.bytes += weight(e)
	}
	j.wakeLocked()
	return before - len(j.entries)
}
