package journal_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/journal"
)

func TestBeginAndUpdate(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	id := j.Begin(control.Entry{ID: 77, Endpoint: "token", Outcome: control.OK})
	if id != 1 {
		t.Errorf("got number %d, want 1", id)
	}
	got, ok := j.Get(id)
	if !ok || got.ID != 1 || got.Endpoint != "token" || got.Outcome != control.Pending {
		t.Errorf("on arrival: got %v, %t, want request 1 pending", got, ok)
	}
	if !j.Update(id, func(e *control.Entry) { e.Outcome, e.Status = control.Refused, 400 }) {
		t.Error("Update does not find request 1")
	}
	if got, ok := j.Get(id); !ok || got.Outcome != control.Refused || got.Status != 400 || got.Endpoint != "token" {
		t.Errorf("after the update: got %v, %t, want request 1 refused with 400", got, ok)
	}
}

func TestAddIsOver(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	j.Begin(control.Entry{})
	id := j.Add(control.Entry{ID: 77, Endpoint: "webhook", Outcome: control.OK})
	if got, ok := j.Get(id); id != 2 || !ok || got.ID != 2 || got.Outcome != control.OK {
		t.Errorf("got number %d and %v, %t, want request 2 ok", id, got, ok)
	}
}

func TestUnknownNumber(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	j.Begin(control.Entry{})
	for _, id := range []uint64{0, 2} {
		if got, ok := j.Get(id); ok {
			t.Errorf("Get(%d) = %v, want none", id, got)
		}
		if j.Update(id, func(*control.Entry) { t.Errorf("Update(%d) has called", id) }) {
			t.Errorf("Update(%d) finds something", id)
		}
	}
}

// A full journal forgets its oldest entries and nothing else.
func TestBound(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		size, begun int
		oldest      uint64
	}{
		{3, 2, 1},
		{3, 3, 1},
		{3, 4, 2},
		{3, 100, 98},
		{1, 2, 2},
		{0, journal.DefaultSize, 1},
		{0, journal.DefaultSize + 1, 2},
		{-1, journal.DefaultSize + 1, 2},
	} {
		j := journal.New(test.size, nil, nil)
		for range test.begun {
			j.Begin(control.Entry{})
		}
		want := []uint64{}
		for id := test.oldest; id <= uint64(test.begun); id++ {
			want = append(want, id)
		}
		if got := ids(j.List(control.RequestFilter{})); !slices.Equal(got, want) {
			t.Errorf("size %d, %d begun: got %v, want %v", test.size, test.begun, got, want)
		}
		if _, ok := j.Get(test.oldest); !ok {
			t.Errorf("size %d, %d begun: got no entry %d, want it", test.size, test.begun, test.oldest)
		}
		if j.Update(test.oldest-1, func(*control.Entry) {}) {
			t.Errorf("size %d, %d begun: got entry %d, want it forgotten", test.size, test.begun, test.oldest-1)
		}
	}
}

func TestBoundOfAdd(t *testing.T) {
	t.Parallel()
	j := journal.New(2, nil, nil)
	for range 5 {
		j.Add(control.Entry{})
	}
	if got, want := ids(j.List(control.RequestFilter{})), []uint64{4, 5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	for _, e := range []control.Entry{
		{Endpoint: "token", ClientID: "a", GrantType: "refresh_token", Outcome: control.OK},
		{Endpoint: "token", ClientID: "b", GrantType: "authorization_code", Outcome: control.Refused},
		{Endpoint: "sms", ClientID: "a", Outcome: control.Faulted},
		{Outcome: control.Pending},
	} {
		j.Add(e)
	}
	for _, test := range []struct {
		filter control.RequestFilter
		want   []uint64
		text   string
	}{
		{control.RequestFilter{}, []uint64{1, 2, 3, 4}, "requests"},
		{control.RequestFilter{Endpoint: "*"}, []uint64{1, 2, 3}, "requests endpoint=*"},
		{control.RequestFilter{Endpoint: "token"}, []uint64{1, 2}, "requests endpoint=token"},
		{control.RequestFilter{ClientID: "a"}, []uint64{1, 3}, "requests client_id=a"},
		{control.RequestFilter{GrantType: "refresh_token"}, []uint64{1}, "requests grant_type=refresh_token"},
		{control.RequestFilter{Outcome: control.Pending}, []uint64{4}, "requests outcome=pending"},
		{control.RequestFilter{Outcome: control.Faulted, Count: 7}, []uint64{3}, "requests outcome=faulted"},
		{
			control.RequestFilter{Endpoint: "token", ClientID: "b", GrantType: "authorization_code", Outcome: control.Refused},
			[]uint64{2}, "requests endpoint=token client_id=b grant_type=authorization_code outcome=refused",
		},
		{control.RequestFilter{Endpoint: "sms", ClientID: "b"}, []uint64{}, "requests endpoint=sms client_id=b"},
	} {
		if got := ids(j.List(test.filter)); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.filter, got, test.want)
		}
		if got := test.filter.String(); got != test.text {
			t.Errorf("got %q, want %q", got, test.text)
		}
	}
}

func TestClear(t *testing.T) {
	t.Parallel()
	j := journal.New(3, nil, nil)
	for _, id := range []string{"a", "b", "a"} {
		j.Begin(control.Entry{ClientID: id})
	}
	if got := j.Clear(control.OfClient("c")); got != 0 {
		t.Errorf("cleared %d of client c, want 0", got)
	}
	if got := j.Clear(control.OfClient("a")); got != 2 {
		t.Errorf("cleared %d of client a, want 2", got)
	}
	if j.Update(3, func(*control.Entry) {}) {
		t.Error("a cleared entry can be updated")
	}
	// Numbers go on, and all of the room is there again.
	j.Begin(control.Entry{})
	j.Begin(control.Entry{})
	if got, want := ids(j.List(control.RequestFilter{})), []uint64{2, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := j.Clear(control.Everything()); got != 3 {
		t.Errorf("cleared %d, want 3", got)
	}
	if got := j.List(control.RequestFilter{}); got == nil || len(got) != 0 {
		t.Errorf("got %#v, want an empty list that is not nil", got)
	}
	if got := j.Begin(control.Entry{}); got != 6 {
		t.Errorf("got number %d, want 6", got)
	}
}

func TestEntriesAreCopies(t *testing.T) {
	t.Parallel()
	j := journal.New(0, nil, nil)
	id := j.Begin(control.Entry{Endpoint: "token"})
	got, _ := j.Get(id)
	got.Endpoint = "changed"
	j.List(control.RequestFilter{})[0].Endpoint = "changed"
	if kept, _ := j.Get(id); kept.Endpoint != "token" {
		t.Errorf("got endpoint %q, want %q", kept.Endpoint, "token")
	}
}

func ids(entries []control.Entry) []uint64 {
	list := []uint64{}
	for _, e := range entries {
		list = append(list, e.ID)
	}
	return list
}
