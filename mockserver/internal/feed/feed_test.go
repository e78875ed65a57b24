package feed_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/internal/feed"
)

// A listener is told what came since it began to listen, each once.
func TestNews(t *testing.T) {
	t.Parallel()
	var f feed.Feed
	f.Request(1)
	l := f.Listen()
	defer l.Close()
	if n, _ := l.News(); n.Requests != nil || n.Changed != nil {
		t.Errorf("got %v, want no news of before", n)
	}
	f.Request(2)
	f.Request(3)
	f.Changed(feed.Clock)
	f.Request(2)
	f.Changed(feed.Faults, feed.Clock)
	n, next := l.News()
	if want := []uint64{3, 2}; !slices.Equal(n.Requests, want) {
		t.Errorf("requests: got %v, want %v", n.Requests, want)
	}
	if want := []feed.Kind{feed.Clock, feed.Faults}; !slices.Equal(n.Changed, want) {
		t.Errorf("changed: got %v, want %v", n.Changed, want)
	}
	select {
	case <-next:
		t.Error("woken without news")
	default:
	}
	f.Request(4)
	<-next
	if n, _ := l.News(); !slices.Equal(n.Requests, []uint64{4}) {
		t.Errorf("got %v, want request 4", n)
	}
}

// Who has fallen behind is told that everything may have changed, and goes on
// from there.
func TestFallenBehind(t *testing.T) {
	t.Parallel()
	var f feed.Feed
	slow := f.Listen()
	for id := range uint64(5000) {
		f.Request(id + 1)
	}
	if n, _ := slow.News(); n.Requests != nil || !slices.Equal(n.Changed, feed.Reset()) {
		t.Errorf("got %v, want every kind and no request", n)
	}
	f.Request(6000)
	if n, _ := slow.News(); !slices.Equal(n.Requests, []uint64{6000}) {
		t.Errorf("got %v, want request 6000", n)
	}
}

// One that listens alone need not rest; many rest the longer.
func TestPause(t *testing.T) {
	t.Parallel()
	var f feed.Feed
	alone := f.Listen()
	if got := alone.Pause(); got != 0 {
		t.Errorf("alone: got %s, want none", got)
	}
	for range 1000 {
		f.Listen()
	}
	if got := alone.Pause().Milliseconds(); got < 100 || got > 1000 {
		t.Errorf("among a thousand: got %d ms, want 100 to 1000", got)
	}
}

// An event costs the same however many listen.
func BenchmarkRequest(b *testing.B) {
	for _, listeners := range []string{"0", "1", "1000"} {
		b.Run(listeners, func(b *testing.B) {
			b.ReportAllocs()
			var f feed.Feed
			for range map[string]int{"0": 0, "1": 1, "1000": 1000}[listeners] {
				f.Listen()
			}
			for b.Loop() {
				f.Request(1)
			}
		})
	}
}
