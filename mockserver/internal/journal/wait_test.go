package journal_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/journal"
)

// In a synctest bubble, synctest.Wait returns once every other goroutine waits
// for something to happen.

func TestWaitSeesThePast(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	j.Add(control.Entry{Endpoint: "token"})
	j.Begin(control.Entry{Endpoint: "token"})
	over, cancel := context.WithCancel(t.Context())
	cancel() // what is there already needs no time
	for count, want := range map[int][]uint64{0: {1, 2}, 1: {1, 2}, 2: {1, 2}} {
		got, err := j.Wait(over, control.RequestFilter{Endpoint: "token", Count: count})
		if err != nil || !slices.Equal(ids(got), want) {
			t.Errorf("waiting for %d: got %v, %v, want %v", count, ids(got), err, want)
		}
	}
}

// A request counts from its arrival, and once however often it changes.
func TestWaitCountsArrivals(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(0, nil, nil)
		wait := start(t.Context(), j, control.RequestFilter{Endpoint: "token", Count: 2})
		first := j.Begin(control.Entry{Endpoint: "token"})
		j.Begin(control.Entry{Endpoint: "sms"})
		for range 3 {
			j.Update(first, func(e *control.Entry) { e.Status++ })
			synctest.Wait()
		}
		wait.pending(t)
		j.Begin(control.Entry{Endpoint: "token"})
		synctest.Wait()
		wait.returns(t, []uint64{1, 3}, "")
	})
}

func TestWaitForAChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(0, nil, nil)
		wait := start(t.Context(), j, control.RequestFilter{Outcome: control.Refused})
		id := j.Begin(control.Entry{})
		synctest.Wait()
		wait.pending(t)
		j.Update(id, func(e *control.Entry) { e.Outcome = control.Refused })
		synctest.Wait()
		wait.returns(t, []uint64{1}, "")
	})
}

func TestWaitForgetsWhatIsCleared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(0, nil, nil)
		wait := start(t.Context(), j, control.RequestFilter{Count: 2})
		j.Begin(control.Entry{})
		j.Clear(control.Everything())
		j.Begin(control.Entry{})
		synctest.Wait()
		wait.pending(t)
		j.Begin(control.Entry{})
		synctest.Wait()
		wait.returns(t, []uint64{2, 3}, "")
	})
}

func TestWaitTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(0, nil, nil)
		j.Begin(control.Entry{Endpoint: "token", ClientID: "app"})
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		time.AfterFunc(time.Second, func() { j.Begin(control.Entry{Endpoint: "token", ClientID: "app"}) })
		got, err := j.Wait(ctx, control.RequestFilter{Endpoint: "token", ClientID: "app", Count: 3})
		want := "waited for 3 requests endpoint=token client_id=app, saw 2: context deadline exceeded"
		if err == nil || err.Error() != want {
			t.Errorf("got error %v, want %s", err, want)
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got error %v, want one that is context.DeadlineExceeded", err)
		}
		if !slices.Equal(ids(got), []uint64{1, 2}) {
			t.Errorf("got %v, want what came: [1 2]", ids(got))
		}
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("it took %s, want 5s", took)
		}
	})
}

func TestWaitEndsWithItsCause(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		j := journal.New(0, nil, nil)
		closing := errors.New("server is closing")
		ctx, cancel := context.WithCancelCause(t.Context())
		wait := start(ctx, j, control.RequestFilter{})
		synctest.Wait()
		wait.pending(t)
		cancel(closing)
		synctest.Wait()
		wait.returns(t, []uint64{}, "waited for 1 request, saw 0: server is closing")
	})
}

// Whoever wants to know is told of every entry that is over.
func TestTell(t *testing.T) {
	t.Parallel()
	var told []uint64
	j := journal.New(0, nil, func(id uint64) { told = append(told, id) })
	j.Begin(control.Entry{})
	j.Add(control.Entry{})
	j.Update(1, func(e *control.Entry) { e.Outcome = control.OK })
	j.Update(7, func(*control.Entry) {})
	if want := []uint64{2, 1}; !slices.Equal(told, want) {
		t.Errorf("told of %v, want %v", told, want)
	}
}

// waiting is a call of Wait in a goroutine of its own.
type waiting struct {
	done    chan struct{} // closed once it has returned
	entries []control.Entry
	err     error
}

func start(ctx context.Context, j *journal.Journal, f control.RequestFilter) *waiting {
	w := &waiting{done: make(chan struct{})}
	go func() {
		defer close(w.done)
		w.entries, w.err = j.Wait(ctx, f)
	}()
	return w
}

func (w *waiting) pending(t *testing.T) {
	t.Helper()
	select {
	case <-w.done:
		t.Errorf("Wait returned %v, %v, want it to wait on", ids(w.entries), w.err)
	default:
	}
}

func (w *waiting) returns(t *testing.T, want []uint64, problem string) {
	t.Helper()
	select {
	case <-w.done:
	default:
		t.Fatal("Wait still waits")
	}
	got := ""
	if w.err != nil {
		got = w.err.Error()
	}
	if !slices.Equal(ids(w.entries), want) || got != problem {
		t.Errorf("Wait returned %v, %q, want %v, %q", ids(w.entries), got, want, problem)
	}
}

// Many requests at once: numbers are not given twice, and a wait for all of
// them ends.
func TestConcurrentRequests(t *testing.T) {
	t.Parallel()
	j := journal.New(100, nil, nil)
	var requests sync.WaitGroup
	var mu sync.Mutex // guards given
	given := map[uint64]bool{}
	for range 50 {
		requests.Go(func() {
			id := j.Begin(control.Entry{Endpoint: "token"})
			j.Update(id, func(e *control.Entry) { e.Outcome = control.OK })
			j.Get(id)
			j.List(control.RequestFilter{})
			mu.Lock()
			defer mu.Unlock()
			given[id] = true
		})
	}
	got, err := j.Wait(t.Context(), control.RequestFilter{Outcome: control.OK, Count: 50})
	if err != nil || len(got) != 50 {
		t.Errorf("got %d requests, %v, want 50", len(got), err)
	}
	requests.Wait()
	if len(given) != 50 || !slices.IsSorted(ids(j.List(control.RequestFilter{}))) {
		t.Errorf("got %d numbers, listed as %v, want 50 in ascending order", len(given), ids(j.List(control.RequestFilter{})))
	}
}
