package journal_test

import (
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/journal"
)

// TestBodiesAreBounded sends more in bodies than the journal may weigh: the
// oldest make room, and the youngest is always there.
func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	body := strings.Repeat("x", 1<<20)
	var last uint64
	for range 100 {
		last = j.Begin(control.Entry{Body: body})
	}
	entries := j.List(control.RequestFilter{})
	if got, want := len(entries), 32; got != want {
		t.Errorf("remembers %d entries of a megabyte, want %d", got, want)
	}
	if got := entries[len(entries)-1].ID; got != last {
		t.Errorf("the youngest entry is %d, want %d", got, last)
	}
	j.Clear(control.Everything())
	j.Begin(control.Entry{Body: body})
	if got := len(j.List(control.RequestFilter{})); got != 1 {
		t.Errorf("remembers %d entries after Clear, want 1", got)
	}
}
