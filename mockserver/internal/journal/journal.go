// Package journal remembers what was asked, what was answered and why, and
// lets a test wait for it.
package journal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/internal/plural"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/kept"
)

// DefaultSize is how many entries a journal holds unless told otherwise.
const DefaultSize = 1000

// MaxBytes is what the entries in a journal may weigh together, with everything
// that they keep. The youngest is there whatever it weighs.
const MaxBytes = 64 << 20

// Journal is a bounded memory of requests: once it is full, the oldest entry
// makes room for the next. Its methods may be called from several goroutines.
type Journal struct {
	tell func(id uint64) // told of every entry that is over

	mu        sync.Mutex // guards everything below
	entries   []*weighed // in the order of arrival
	size      int        // the most that entries may hold
	room      *kept.Room // that the entries take
	last      uint64     // number of the youngest entry
	forgotten uint64     // how many entries had to make room
	dropped   uint64     // number of the youngest that had to, since everything was cleared
	waiting   await.Queue[control.RequestFilter, control.Entry]
}

// weighed is an entry and what it weighs.
type weighed struct {
	control.Entry
	request int // what the request's parameters and headers weigh; they never change
	bytes   int // everything
}

// New returns an empty journal for size entries, [DefaultSize] if size is 0, that
// takes its room from a total. The function is called with the number of every
// entry that is over, and must not call the journal; it may be nil.
func New(size int, total *kept.Total, tell func(id uint64)) *Journal {
	if size <= 0 {
		size = DefaultSize
	}
	if tell == nil {
		tell = func(uint64) {}
	}
	return &Journal{size: size, room: total.Room(MaxBytes), tell: tell, waiting: await.New(matches)}
}

// GoOn has the next entry follow the one with the given number, which an earlier
// journal had.
func (j *Journal) GoOn(last uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last = max(j.last, last)
}

// matches reports whether f chooses e. What costs least is looked at first.
func matches(f control.RequestFilter, e *control.Entry) bool {
	return e.ID > f.After && (f.Endpoint == "" || f.Endpoint == e.Endpoint || f.Endpoint == fixtures.AnyEndpoint) &&
		(f.ClientID == "" || f.ClientID == e.ClientID) && f.Match(*e)
}

// Begin records a request on its arrival and returns its number.
func (j *Journal) Begin(e control.Entry) uint64 {
	e.Outcome = control.Pending
	return j.Add(e)
}

// Add records a request that is over, such as a webhook that was sent, and
// returns its number.
func (j *Journal) Add(e control.Entry) uint64 {
	k := &weighed{Entry: e, request: weightOf(e.Query) + weightOf(e.Form) + weightOf(e.Header)}
	k.bytes = k.weight()
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	k.ID = j.last
	j.entries = append(j.entries, k)
	j.changedLocked(k, k.bytes)
	return k.ID
}

// Update changes the entry with the given number, all but the parameters and the
// headers of its request, and reports whether it is still there.
func (j *Journal) Update(id uint64, change func(*control.Entry)) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	k := j.findLocked(id)
	if k == nil {
		return false
	}
	change(&k.Entry)
	before := k.bytes
	k.bytes = k.weight()
	j.changedLocked(k, k.bytes-before)
	return true
}

// changedLocked has the oldest entries make room for one that is new or has
// grown by so many bytes, and tells everybody of it.
func (j *Journal) changedLocked(k *weighed, grown int) {
	j.room.Grow(grown)
	for len(j.entries) > j.size || j.room.Full() && len(j.entries) > 1 {
		// The room in front is given back when append moves the entries.
		j.room.Give(j.entries[0].bytes)
		j.dropped = j.entries[0].ID
		j.entries[0] = nil
		j.entries = j.entries[1:]
		j.forgotten++
	}
	if k.Outcome != control.Pending {
		j.tell(k.ID)
	}
	j.waiting.Tell(&k.Entry)
}

// findLocked returns the entry with the given number, or nil.
func (j *Journal) findLocked(id uint64) *weighed {
	if i, found := j.placeLocked(id); found {
		return j.entries[i]
	}
	return nil
}

// placeLocked returns where the entry with a number is, or would be.
func (j *Journal) placeLocked(id uint64) (place int, found bool) {
	// Unless some were cleared, their numbers follow one another.
	if len(j.entries) > 0 && id >= j.entries[0].ID {
		if i := id - j.entries[0].ID; i < uint64(len(j.entries)) && j.entries[i].ID == id {
			return int(i), true
		}
	}
	return slices.BinarySearchFunc(j.entries, id, func(k *weighed, id uint64) int { return cmp.Compare(k.ID, id) })
}

// Kept is what a journal holds.
type Kept struct {
	Bytes     int    // what its entries weigh
	Forgotten uint64 // how many entries had to make room since the journal began; what was cleared does not count
	Last      uint64 // number of the youngest entry; 0 before the first
	Dropped   uint64 // number of the youngest entry that had to make room since everything was cleared; 0 if none had
}

// Kept returns what the journal holds and how much it has forgotten.
func (j *Journal) Kept() Kept {
	j.mu.Lock()
	defer j.mu.Unlock()
	return Kept{j.room.Taken(), j.forgotten, j.last, j.dropped}
}

// Get returns the entry with the given number and whether it is still there.
func (j *Journal) Get(id uint64) (control.Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if k := j.findLocked(id); k != nil {
		return k.Entry, true
	}
	return control.Entry{}, false
}

// page is how many entries are looked at before the lock is let go: requests wait
// for it.
const page = 1000

// List returns the entries that f chooses, oldest first, of those that are there
// when it begins.
func (j *Journal) List(f control.RequestFilter) []control.Entry {
	list := []control.Entry{}
	last := j.Kept().Last
	for f.After < last {
		list, f.After = j.appendPage(list, f, last)
	}
	return list
}

// appendPage appends what f chooses of the next entries, up to last, and returns after
// which one to go on.
func (j *Journal) appendPage(list []control.Entry, f control.RequestFilter, last uint64) (_ []control.Entry, after uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	begin, _ := j.placeLocked(f.After + 1)
	for _, k := range j.entries[begin:min(begin+page, len(j.entries))] {
		if k.ID > last || f.Limit > 0 && len(list) == f.Limit {
			return list, last
		}
		if matches(f, &k.Entry) {
			list = append(list, k.Entry)
		}
		after = k.ID
	}
	if after == 0 {
		return list, last // no more are there
	}
	return list, after
}

func (j *Journal) listLocked(f control.RequestFilter) []control.Entry {
	list := []control.Entry{}
	for _, k := range j.entries {
		if matches(f, &k.Entry) {
			list = append(list, k.Entry)
		}
	}
	return list
}

// Wait returns the entries that f chooses as soon as there are f.Count of
// them, those that are there already included. A request counts from its
// arrival. More than the journal holds are refused at once. The error tells what was
// waited for and how much of it came.
func (j *Journal) Wait(ctx context.Context, f control.RequestFilter) (list []control.Entry, err error) {
	want := max(f.Count, 1)
	if want > j.size {
		return nil, fmt.Errorf("count: %d: the journal holds %s at most, want no more, or a larger one (--journal)", want, plural.Of(j.size, "requests"))
	}
	f.Limit = 0 // is for lists
	group := f
	group.Count = 0
	err = j.waiting.Wait(ctx, &j.mu, group, func() int {
		list = j.listLocked(f)
		return want - len(list)
	})
	if err != nil {
		list = j.List(f)
		return list, await.Unmet(want, f, len(list), err)
	}
	return list, nil
}

// Clear forgets the entries about an owner and returns how many those were.
func (j *Journal) Clear(whose control.Owner) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := len(j.entries)
	j.entries = slices.DeleteFunc(j.entries, func(k *weighed) bool {
		gone := whose.Has(k.ClientID, k.Account)
		if gone {
			j.room.Give(k.bytes)
		}
		return gone
	})
	if whose.All() {
		j.dropped = 0
	}
	return before - len(j.entries)
}
