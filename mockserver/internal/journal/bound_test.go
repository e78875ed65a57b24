package journal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/journal"
)

// TestBytesAreBounded fills each part of an entry with a megabyte: the oldest
// make room, and the youngest is always there.
func TestBytesAreBounded(t *testing.T) {
	t.Parallel()
	const megabyte = 1 << 20
	long := strings.Repeat("x", megabyte)
	many := map[string][]string{}
	for i := range 8000 {
		many[strings.Repeat("x", 1+i%5)+string(rune('A'+i))] = []string{""}
	}
	for name, fill := range map[string]func(e *control.Entry){
		"body":             func(e *control.Entry) { e.Body = long },
		"raw query":        func(e *control.Entry) { e.RawQuery = long },
		"path":             func(e *control.Entry) { e.Path = long },
		"client":           func(e *control.Entry) { e.ClientID = long },
		"header":           func(e *control.Entry) { e.Header = http.Header{"X": {long}} },
		"header name":      func(e *control.Entry) { e.Header = http.Header{long: {""}} },
		"many parameters":  func(e *control.Entry) { e.Form = url.Values(many) },
		"many values":      func(e *control.Entry) { e.Query = url.Values{"x": make([]string, megabyte/16)} },
		"answer":           func(e *control.Entry) { e.ResponseBody = long },
		"answer's headers": func(e *control.Entry) { e.ResponseHeader = http.Header{"X": {long}} },
		"reason":           func(e *control.Entry) { e.Reason = long },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := journal.New(0, nil, nil)
			var e control.Entry
			fill(&e)
			arrival := e
			arrival.ResponseBody, arrival.ResponseHeader, arrival.Reason = "", nil, ""
			var last uint64
			for range 100 {
				last = j.Begin(arrival)
				j.Update(last, func(answered *control.Entry) {
					answered.ResponseBody, answered.ResponseHeader, answered.Reason = e.ResponseBody, e.ResponseHeader, e.Reason
				})
			}
			got, entries := j.Kept(), len(j.List(control.RequestFilter{}))
			if got.Bytes > journal.MaxBytes || entries > 80 || entries < 30 || got.Forgotten != uint64(100-entries) {
				t.Errorf("keeps %d, %+v, of 100 entries of a megabyte, want about 64 and at most %d bytes", entries, got, journal.MaxBytes)
			}
			if _, ok := j.Get(last); !ok {
				t.Error("the youngest entry is not there")
			}
			j.Clear(control.Everything())
			if got := j.Kept(); got.Bytes != 0 || got.Dropped != 0 || len(j.List(control.RequestFilter{})) != 0 {
				t.Errorf("keeps %+v after Clear, want nothing", got)
			}
		})
	}
}

// The youngest entry is there even if it weighs more than all may.
func TestYoungestIsKept(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	j.Begin(control.Entry{})
	id := j.Begin(control.Entry{Body: strings.Repeat("x", journal.MaxBytes+1)})
	if got := j.List(control.RequestFilter{}); len(got) != 1 || got[0].ID != id {
		t.Errorf("got %d entries, want the youngest alone", len(got))
	}
}

// Numbers never go back, whatever an earlier journal had.
func TestGoOn(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	for _, step := range []struct{ last, want uint64 }{{0, 1}, {7, 8}, {3, 9}} {
		j.GoOn(step.last)
		if got := j.Begin(control.Entry{}); got != step.want {
			t.Errorf("after %d: got %d, want %d", step.last, got, step.want)
		}
	}
}
