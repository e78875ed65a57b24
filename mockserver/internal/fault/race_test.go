package fault_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/fault"
)

// A fault hits exactly as often as it says, however many requests come at once.
func TestExactlyOften(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ after, times, hits int }{
		{0, 1, 1},
		{0, 7, 7},
		{100, 40, 40},
		{480, 40, 20},
		{10, -1, 490},
	} {
		s := fault.New(nil)
		inject(t, s, control.Fault{Endpoint: "token", Status: 503, After: test.after, Times: test.times})
		var hits atomic.Int64
		atOnce(50, func() {
			for range 10 {
				if s.Take(fault.Request{Endpoint: "token"}) != nil {
					hits.Add(1)
				}
				s.Take(fault.Request{Endpoint: "me"})
				s.List()
			}
		})
		if got := hits.Load(); got != int64(test.hits) {
			t.Errorf("after %d, times %d: hit %d of 500 requests, want %d", test.after, test.times, got, test.hits)
		}
	}
}

// A hit that finds nothing to break is made up for by a later request.
func TestExactlyOftenWithGiveBack(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	inject(t, s, control.Fault{Preset: "no-refresh-token", Times: 5})
	var broken atomic.Int64
	request := func(answer fault.Answer) {
		if e := s.Take(fault.Request{Endpoint: "token"}); e != nil {
			if _, ok := e.Apply(answer); ok {
				broken.Add(1)
			}
		}
	}
	atOnce(50, func() { request(refusedToken()) })
	atOnce(50, func() {
		request(refusedToken())
		request(goodToken())
	})
	for range 5 { // for those whose turn came while a refusal held it
		request(goodToken())
	}
	if got := broken.Load(); got != 5 {
		t.Errorf("broke %d answers, want 5", got)
	}
	if got := s.List()[0]; got.Used != 5 || !got.Spent {
		t.Errorf("got %+v, want 5 hits and nothing left", got)
	}
}

// Whatever is done to a set, it can be done at the same time.
func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	s := fault.New(nil)
	headers := map[string]string{"X": "x"}
	atOnce(50, func() {
		p, err := s.Inject(control.Fault{Status: 503, Headers: headers, ClientID: "app"})
		if err != nil {
			t.Error(err)
		}
		if e := s.Take(fault.Request{ClientID: "app"}); e != nil {
			e.Apply(fault.Answer{})
		}
		s.List()
		s.Remove(p.ID)
		s.Clear(control.OfClient("other"))
	})
	if got := len(s.List()); got != 0 {
		t.Errorf("got %d faults, want none left", got)
	}
}

// atOnce calls f in n goroutines that start together, and returns when all are
// done.
func atOnce(n int, f func()) {
	var calls sync.WaitGroup
	begin := make(chan struct{})
	for range n {
		calls.Go(func() {
			<-begin
			f()
		})
	}
	close(begin)
	calls.Wait()
}
