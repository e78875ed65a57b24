package oauth

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
)

// ending is how a code or token came to be good no longer.
type ending string

const (
	used    ending = "used"    // a code or refresh token that has been redeemed
	revoked ending = "revoked" // by /revoke or by a tester
)

// record is what the book knows of one code or token.
type record struct {
	kind      control.TokenKind
	value     string
	clientID  string
	account   string // the account's name
	scope     string
	issued    time.Time
	issuedBy  uint64 // number of the request that it was issued to; 0 for the world file and testers
	expires   int64  // Unix time of the last second in which it is good; 0 for never
	ended     ending // "" while it is good
	endedAt   time.Time
	endedBy   uint64 // number of the request that ended it; 0 for a tester
	reused    int    // how often it was presented after it had been used
	fromWorld bool   // whether the world file issued it

	// Of a code only.
	redirectURI     string // the authorization request's, if it had one
	challenge       string
	challengeMethod string
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

type bookKey struct {
	kind  control.TokenKind
	value string
}

// maxRecords bounds a book, to about 40 MB. A whole flow writes three records,
// so the last 16,000 flows are remembered.
const maxRecords = 50_000

// book remembers every code and token, the ones that are good no longer too,
// so that "expired" can be told from "unknown". Once it is full, the oldest
// record that is not the world file's makes room for the next.
type book struct {
	mu      sync.RWMutex // guards everything below
	records map[bookKey]*record
	order   []*record // oldest first, those of the world file excepted
}

func newBook() *book { return &book{records: map[bookKey]*record{}} }

// add enters r. An older record of the same kind and value is replaced.
func (b *book) add(r record) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.records[bookKey{r.kind, r.value}] = &r
	if r.fromWorld {
		return
	}
	if len(b.order) >= maxRecords {
		oldest := b.order[0]
		b.order = b.order[1:]
		if key := (bookKey{oldest.kind, oldest.value}); b.records[key] == oldest {
			delete(b.records, key)
		}
	}
	b.order = append(b.order, &r)
}

// find returns a copy of a record and whether there is one.
func (b *book) find(kind control.TokenKind, value string) (record, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	if r, ok := b.records[bookKey{kind, value}]; ok {
		return *r, true
	}
	return record{}, false
}

// end notes that a record is good no longer and reports whether it was until
// now.
func (b *book) end(kind control.TokenKind, value string, how ending, at time.Time, by uint64) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.records[bookKey{kind, value}]
	if !ok || r.ended != "" {
		return false
	}
	r.ended, r.endedAt, r.endedBy = how, at, by
	return true
}

// countReuse counts that a used code or token was presented again and returns
// how often that has happened.
func (b *book) countReuse(kind control.TokenKind, value string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	r, ok := b.records[bookKey{kind, value}]
	if !ok {
		return 0
	}
	r.reused++
	return r.reused
}

// expire makes the records that match be over since the second before now and
// returns how many were good until then.
func (b *book) expire(match func(*record) bool, now time.Time) (changed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.records {
		if r.ended == "" && !r.expired(now) && match(r) {
			r.expires = now.Unix() - 1
			changed++
		}
	}
	return changed
}

// list returns copies of the records that match, oldest first.
func (b *book) list(match func(*record) bool) []record {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var list []record
	for _, r := range b.records {
		if match(r) {
			list = append(list, *r)
		}
	}
	slices.SortFunc(list, func(a, b record) int {
		return cmp.Or(a.issued.Compare(b.issued), cmp.Compare(a.kind, b.kind), cmp.Compare(a.value, b.value))
	})
	return list
}

// clear forgets an owner's records and returns how many those were.
func (b *book) clear(whose control.Owner) (removed int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for key, r := range b.records {
		if whose.Has(r.clientID, r.account) {
			delete(b.records, key)
			removed++
		}
	}
	b.order = slices.DeleteFunc(b.order, func(r *record) bool { return whose.Has(r.clientID, r.account) })
	return removed
}

// start applies the state that a world file or a tester chose for a new
// record.
func (r *record) start(state fixtures.State, now time.Time) {
	switch state {
	case fixtures.Expired:
		r.expires = now.Unix() - 1
	case fixtures.Revoked:
		r.ended, r.endedAt = revoked, now
	}
}
