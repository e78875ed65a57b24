package oauth

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/kept"
)

// What a book holds at most, besides the records of the world file. A whole
// flow writes three records, so the last 16,000 flows are remembered.
const (
	maxRecords = 50_000
	maxBytes   = 32 << 20
)

// book remembers every code and token, the ones that are good no longer too,
// so that "expired" can be told from "unknown". Once it is full, one that was
// used or revoked makes room for the next, else one that has expired, else the
// oldest; never one of the world file's.
type book struct {
	clock *clock.Clock
	seed  maphash.Seed

	mu       sync.RWMutex // guards everything below
	room     *kept.Room   // that the records in the queues take
	records  map[control.TokenKind]map[string]*record
	longest  int                 // length of the longest value that has come in
	last     uint64              // serial of the last record; goes on when all are forgotten
	good     queue               // oldest first
	spent    queue               // what is good no longer, or was not when it was last looked at; longest first
	unsorted int                 // how many came into good since its expired ones were sorted out
	soonest  int64               // as record.expires; nothing that is in good expires before
	forced   map[uint64]struct{} // hashes of the values that had to go although they were good
	sheets   map[uint64]*sheet   // every record by its serial
	changes  changes.Log[uint64, *sheet]
	recent   changes.Recent[*record]
}

func newBook(c *clock.Clock, total *kept.Total) *book {
	b := &book{clock: c, seed: maphash.MakeSeed(), room: total.Room(maxBytes)}
	b.emptyLocked()
	return b
}

func (b *book) emptyLocked() {
	b.records = map[control.TokenKind]map[string]*record{}
	for _, kind := range kinds {
		b.records[kind] = map[string]*record{}
	}
	b.good, b.spent, b.unsorted, b.forced = queue{room: b.room}, queue{room: b.room}, 0, map[uint64]struct{}{}
	b.soonest = math.MaxInt64
	b.longest = 0
	b.sheets = map[uint64]*sheet{}
	b.changes.Renew()
	b.recent.Empty()
}

// kinds are what the book knows, in the order in which a flow issues them.
var kinds = []control.TokenKind{control.KindCode, control.KindAccessToken, control.KindRefreshToken}

// add enters r. An older record of the same kind and value is replaced.
func (b *book) add(r record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.putLocked(&r)
	b.enqueueLocked(&r)
	b.makeRoomLocked()
}

// enqueueLocked puts a record into the row of those that make room for others.
func (b *book) enqueueLocked(r *record) {
	queue := &b.good
	if r.end != nil {
		queue = &b.spent
	}
	queue.push(r)
	b.unsorted++
	b.noteExpiryLocked(r)
}

func (b *book) noteExpiryLocked(r *record) {
	if r.expires != 0 {
		b.soonest = min(b.soonest, r.expires)
	}
}

// makeRoomLocked forgets records until the others are few enough.
func (b *book) makeRoomLocked() {
	for b.good.length+b.spent.length > maxRecords || b.room.Full() {
		b.forgetOneLocked()
	}
}

// addForGood enters a record of the world file, which never makes room.
func (b *book) addForGood(r record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.putLocked(&r)
}

func (b *book) putLocked(r *record) {
	if old := b.records[r.kind][r.value]; old != nil {
		b.removeLocked(old)
	}
	if r.serial == 0 {
		b.last++
		r.serial = b.last
	}
	b.records[r.kind][r.value] = r
	b.longest = max(b.longest, len(r.value))
	b.keepLocked(r)
}

func (b *book) removeLocked(r *record) {
	r.in.remove(r)
	delete(b.records[r.kind], r.value)
	b.dropLocked(r)
}

// forgetOneLocked forgets the record that is missed least.
func (b *book) forgetOneLocked() {
	// Looking at all of them is done once in many times only, and if it can help.
	if now := b.clock.Now(); b.spent.first == nil && b.unsorted > b.good.length/16 && now.Unix() > b.soonest {
		b.sortOutExpiredLocked(now)
	}
	if b.spent.first != nil {
		b.removeLocked(b.spent.first)
		return
	}
	if len(b.forced) >= maxRecords {
		clear(b.forced)
	}
	b.forced[maphash.String(b.seed, b.good.first.value)] = struct{}{}
	b.removeLocked(b.good.first)
}

func (b *book) sortOutExpiredLocked(now time.Time) {
	b.soonest = math.MaxInt64
	for r := b.good.first; r != nil; {
		next := r.next
		if r.expired(now) {
			b.spent.take(r)
		} else {
			b.noteExpiryLocked(r)
		}
		r = next
	}
	b.unsorted = 0
}

// find returns a copy of a record and whether there is one.
func (b *book) find(kind control.TokenKind, value string) (record, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if r, ok := b.records[kind][value]; ok {
		return *r, true
	}
	return record{}, false
}

// leastBegun is how many characters tell which value was begun.
const leastBegun = 16

// begunBy returns the length of a value that begins with another, and whether there is
// one. It looks at all values, but not for one that is as long as they are, such as a
// token from before a restart.
func (b *book) begunBy(kind control.TokenKind, begin string) (length int, ok bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if len(begin) < leastBegun || len(begin) >= b.longest {
		return 0, false
	}
	for value := range b.records[kind] {
		if strings.HasPrefix(value, begin) {
			return len(value), true
		}
	}
	return 0, false
}

// hadToGo reports whether a value was forgotten although it was good.
func (b *book) hadToGo(value string) bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	_, ok := b.forced[maphash.String(b.seed, value)]
	return ok
}

// finish ends a record and reports whether it had not been ended until now: of
// several that try at the same time, one succeeds.
func (b *book) finish(kind control.TokenKind, value string, how end) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.records[kind][value]
	if !ok || r.end != nil {
		return false
	}
	r.end = &how
	b.keepLocked(r)
	if r.in != nil {
		b.spent.take(r)
	}
	return true
}

// countReuse counts that a code or token was presented, if it had been used
// before.
func (b *book) countReuse(kind control.TokenKind, value string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if r, ok := b.records[kind][value]; ok && r.end != nil && r.end.how == control.StateUsed {
		r.reused++
		b.keepLocked(r)
	}
}

// expire makes the records that match be over since the second before now and
// returns how many were good until then.
func (b *book) expire(match func(*record) bool, now time.Time) (changed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.eachLocked(func(r *record) {
		if r.end == nil && !r.expired(now) && match(r) {
			r.expires = now.Unix() - 1
			b.noteExpiryLocked(r)
			b.keepLocked(r)
			changed++
		}
	})
	b.unsorted = maxRecords
	return changed
}

func (b *book) eachLocked(do func(*record)) {
	for _, records := range b.records {
		for _, r := range records {
			do(r)
		}
	}
}

// list returns copies of the records that match, oldest first.
func (b *book) list(match func(*record) bool) []record { return b.changedAfter(0, match) }

// changedAfter is [book.list] of those that have changed after a change; 0 stands
// for all.
func (b *book) changedAfter(change uint64, match func(*record) bool) []record {
	list := b.matching(change, match)
	slices.SortFunc(list, func(a, b record) int { return cmp.Compare(a.serial, b.serial) })
	return list
}

func (b *book) matching(change uint64, match func(*record) bool) (list []record) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for r := range b.recent.After(change) {
		if match(r) {
			list = append(list, *r)
		}
	}
	return list
}

// serial returns the serial of a code or token, 0 if there is none.
func (b *book) serial(value string) uint64 {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, kind := range kinds {
		if r, ok := b.records[kind][value]; ok {
			return r.serial
		}
	}
	return 0
}

// clear forgets an owner's records and returns how many those were.
func (b *book) clear(whose control.Owner) (removed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.eachLocked(func(r *record) {
		if whose.Has(r.clientID, r.account) {
			b.removeLocked(r)
			removed++
		}
	})
	if whose.All() && b.last > 0 { // else it is as new
		b.emptyLocked()
	}
	return removed
}
