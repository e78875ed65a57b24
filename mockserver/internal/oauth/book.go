package oauth

import (
	"cmp"
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/changes"
	"example.com/sms77mock/mockserver/internal/clock"
	"example.com/sms77mock/mockserver/internal/kept"
)

// record is what the book knows of one code or token.
type record struct {
	serial   uint64 // in the order in which they were entered
	kind     control.TokenKind
	value    string
	clientID string
	account  string // the account's name
	scope    string
	issued   time.Time
	issuedBy uint64 // number of the request that it was issued to; 0 for the world file and testers
	expires  int64  // Unix time of the last second in which it is good; 0 for never
	preview  bool   // of a code: whether nobody was sent anywhere with it
	reused   int    // how often it was presented after it had been used
	end      *end   // nil while it is good; never changed
	code     *codeTerms
	mark     changes.Mark[*record]

	in         *queue // the queue that it stands in; nil for one that the world file issued
	next, prev *record
}

// end is how a code or token came to be good no longer.
type end struct {
	how control.TokenState // StateUsed, when it was redeemed, or StateRevoked, by /revoke or by a tester
	at  time.Time
	by  uint64 // number of the request that ended it; 0 for a tester, a world or a state
}

// codeTerms are what an authorization request says about the redemption of its
// code.
type codeTerms struct {
	RedirectURI string `json:"redirect_uri"`   // "" if it had none
	Challenge   string `json:"code_challenge"` // "" if it had none
	Method      string `json:"code_challenge_method"`
}

// expired reports whether the record's last second is over. The reference
// counts in whole seconds and compares with "later than".
func (r *record) expired(now time.Time) bool {
	return r.expires != 0 && now.Unix() > r.expires
}

// lasts makes the record, which has been issued, good for a lifetime.
func (r *record) lasts(lifetime time.Duration) {
	r.expires = r.issued.Unix() + int64(lifetime/time.Second)
}

// start applies the state that a world file or a tester chose for a new record, and
// since when it has been in that state. It expired in the second of that moment.
func (r *record) start(state fixtures.State, since time.Time) {
	switch state {
	case fixtures.Expired:
		r.expires = since.Unix()
	case fixtures.Revoked:
		r.end = &end{how: control.StateRevoked, at: since}
	case fixtures.Used:
		r.end = &end{how: control.StateUsed, at: since}
	}
}

// terms returns what there is to know of a code; of a token it is empty.
func (r *record) terms() codeTerms {
	if r.code == nil {
		return codeTerms{}
	}
	return *r.code
}

// weight estimates how many bytes the record takes.
func (r *record) weight() int {
	terms := r.terms()
	return 300 + len(r.value) + len(r.scope) + len(terms.RedirectURI) + len(terms.Challenge) + len(terms.Method)
}

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
	b.empty()
	return b
}

func (b *book) empty() {
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
	b.put(&r)
	b.line(&r)
	b.makeRoom()
}

// line puts a record into the row of those that make room for others.
func (b *book) line(r *record) {
	queue := &b.good
	if r.end != nil {
		queue = &b.spent
	}
	queue.push(r)
	b.unsorted++
	b.noteExpiry(r)
}

func (b *book) noteExpiry(r *record) {
	if r.expires != 0 {
		b.soonest = min(b.soonest, r.expires)
	}
}

// makeRoom forgets records until the others are few enough.
func (b *book) makeRoom() {
	for b.good.length+b.spent.length > maxRecords || b.room.Full() {
		b.forgetOne()
	}
}

// addForGood enters a record of the world file, which never makes room.
func (b *book) addForGood(r record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.put(&r)
}

func (b *book) put(r *record) {
	if old := b.records[r.kind][r.value]; old != nil {
		b.remove(old)
	}
	if r.serial == 0 {
		b.last++
		r.serial = b.last
	}
	b.records[r.kind][r.value] = r
	b.longest = max(b.longest, len(r.value))
	b.keep(r)
}

func (b *book) remove(r *record) {
	r.in.remove(r)
	delete(b.records[r.kind], r.value)
	b.drop(r)
}

// forgetOne forgets the record that is missed least.
func (b *book) forgetOne() {
	// Looking at all of them is done once in many times only, and if it can help.
	if now := b.clock.Now(); b.spent.first == nil && b.unsorted > b.good.length/16 && now.Unix() > b.soonest {
		b.sortOutExpired(now)
	}
	if b.spent.first != nil {
		b.remove(b.spent.first)
		return
	}
	if len(b.forced) >= maxRecords {
		clear(b.forced)
	}
	b.forced[maphash.String(b.seed, b.good.first.value)] = struct{}{}
	b.remove(b.good.first)
}

func (b *book) sortOutExpired(now time.Time) {
	b.soonest = math.MaxInt64
	for r := b.good.first; r != nil; {
		next := r.next
		if r.expired(now) {
			b.spent.take(r)
		} else {
			b.noteExpiry(r)
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
	b.keep(r)
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
		b.keep(r)
	}
}

// expire makes the records that match be over since the second before now and
// returns how many were good until then.
func (b *book) expire(match func(*record) bool, now time.Time) (changed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.each(func(r *record) {
		if r.end == nil && !r.expired(now) && match(r) {
			r.expires = now.Unix() - 1
			b.noteExpiry(r)
			b.keep(r)
			changed++
		}
	})
	b.unsorted = maxRecords
	return changed
}

func (b *book) each(do func(*record)) {
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
	b.each(func(r *record) {
		if whose.Has(r.clientID, r.account) {
			b.remove(r)
			removed++
		}
	})
	if whose.All() && b.last > 0 { // else it is as new
		b.empty()
	}
	return removed
}
