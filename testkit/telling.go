package testkit

import (
	"sync"

	"example.com/sms77mock/mockserver/control"
)

// telling is the part of the journal that a failed test need not be told any more.
// The zero value is nothing.
type telling struct {
	mu     sync.Mutex      // guards everything below
	own    bool            // whether the server has told it itself
	others map[uint64]bool // the requests that its subtests and tenants have told
}

// itself reports whether the server has told the journal itself.
func (t *telling) itself() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.own
}

// note remembers that a subtest or a tenant has failed, and told of these.
func (t *telling) note(entries []control.Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.others == nil {
		t.others = map[uint64]bool{}
	}
	for _, e := range entries {
		t.others[e.ID] = true
	}
}

// fresh returns what is still to be told, and whether others have told anything.
func (t *telling) fresh(entries []control.Entry) (fresh []control.Entry, more bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.own = true
	return chosen(entries, func(e control.Entry) bool { return !t.others[e.ID] }), t.others != nil
}
