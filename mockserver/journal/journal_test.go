package journal_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/journal"
)

func TestBeginAndUpdate(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	id := j.Begin(journal.Entry{ID: 77, Endpoint: "token", Outcome: journal.OK})
	if id != 1 {
		t.Errorf("got number %d, want 1", id)
	}
	got, ok := j.Get(id)
	if !ok || got.ID != 1 || got.Endpoint != "token" || got.Outcome != journal.Pending {
		t.Errorf("on arrival: got %v, %t, want request 1 pending", got, ok)
	}
	updated, ok := j.Update(id, func(e *journal.Entry) { e.Outcome, e.Status = journal.Refused, 400 })
	if !ok || updated.Outcome != journal.Refused || updated.Status != 400 {
		t.Errorf("Update: got %v, %t, want request 1 refused with 400", updated, ok)
	}
	if got, ok := j.Get(id); !ok || got.Status != 400 || got.Endpoint != "token" {
		t.Errorf("after the update: got %v, %t, want request 1 refused with 400", got, ok)
	}
}

func TestAddIsOver(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	j.Begin(journal.Entry{})
	id := j.Add(journal.Entry{ID: 77, Endpoint: "webhook", Outcome: journal.OK})
	if got, ok := j.Get(id); id != 2 || !ok || got.ID != 2 || got.Outcome != journal.OK {
		t.Errorf("got number %d and %v, %t, want request 2 ok", id, got, ok)
	}
}

func TestUnknownNumber(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	j.Begin(journal.Entry{})
	for _, id := range []uint64{0, 2} {
		if got, ok := j.Get(id); ok {
			t.Errorf("Get(%d) = %v, want none", id, got)
		}
		if got, ok := j.Update(id, func(*journal.Entry) { t.Errorf("Update(%d) has called", id) }); ok {
			t.Errorf("Update(%d) = %v, want none", id, got)
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
		j := journal.New(test.size)
		for range test.begun {
			j.Begin(journal.Entry{})
		}
		want := []uint64{}
		for id := test.oldest; id <= uint64(test.begun); id++ {
			want = append(want, id)
		}
		if got := ids(j.List(journal.Filter{})); !slices.Equal(got, want) {
			t.Errorf("size %d, %d begun: got %v, want %v", test.size, test.begun, got, want)
		}
		if _, ok := j.Get(test.oldest); !ok {
			t.Errorf("size %d, %d begun: got no entry %d, want it", test.size, test.begun, test.oldest)
		}
		if _, ok := j.Update(test.oldest-1, func(*journal.Entry) {}); ok {
			t.Errorf("size %d, %d begun: got entry %d, want it forgotten", test.size, test.begun, test.oldest-1)
		}
	}
}

func TestBoundOfAdd(t *testing.T) {
	t.Parallel()
	j := journal.New(2)
	for range 5 {
		j.Add(journal.Entry{})
	}
	if got, want := ids(j.List(journal.Filter{})), []uint64{4, 5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	for _, e := range []journal.Entry{
		{Endpoint: "token", ClientID: "a", GrantType: "refresh_token", Outcome: journal.OK},
		{Endpoint: "token", ClientID: "b", GrantType: "authorization_code", Outcome: journal.Refused},
		{Endpoint: "sms", ClientID: "a", Outcome: journal.Faulted},
		{Outcome: journal.Pending},
	} {
		j.Add(e)
	}
	for _, test := range []struct {
		filter journal.Filter
		want   []uint64
		text   string
	}{
		{journal.Filter{}, []uint64{1, 2, 3, 4}, "requests"},
		{journal.Filter{Endpoint: "token"}, []uint64{1, 2}, "requests endpoint=token"},
		{journal.Filter{ClientID: "a"}, []uint64{1, 3}, "requests client_id=a"},
		{journal.Filter{GrantType: "refresh_token"}, []uint64{1}, "requests grant_type=refresh_token"},
		{journal.Filter{Outcome: journal.Pending}, []uint64{4}, "requests outcome=pending"},
		{journal.Filter{Outcome: journal.Faulted, Count: 7}, []uint64{3}, "requests outcome=faulted"},
		{
			journal.Filter{Endpoint: "token", ClientID: "b", GrantType: "authorization_code", Outcome: journal.Refused},
			[]uint64{2}, "requests endpoint=token client_id=b grant_type=authorization_code outcome=refused",
		},
		{journal.Filter{Endpoint: "sms", ClientID: "b"}, []uint64{}, "requests endpoint=sms client_id=b"},
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
	j := journal.New(3)
	for _, id := range []string{"a", "b", "a"} {
		j.Begin(journal.Entry{ClientID: id})
	}
	if got := j.Clear("c"); got != 0 {
		t.Errorf("cleared %d of client c, want 0", got)
	}
	if got := j.Clear("a"); got != 2 {
		t.Errorf("cleared %d of client a, want 2", got)
	}
	if _, ok := j.Update(3, func(*journal.Entry) {}); ok {
		t.Error("a cleared entry can be updated")
	}
	// Numbers go on, and all of the room is there again.
	j.Begin(journal.Entry{})
	j.Begin(journal.Entry{})
	if got, want := ids(j.List(journal.Filter{})), []uint64{2, 4, 5}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := j.Clear(""); got != 3 {
		t.Errorf("cleared %d, want 3", got)
	}
	if got := j.List(journal.Filter{}); got == nil || len(got) != 0 {
		t.Errorf("got %#v, want an empty list that is not nil", got)
	}
	if got := j.Begin(journal.Entry{}); got != 6 {
		t.Errorf("got number %d, want 6", got)
	}
}

func TestEntriesAreCopies(t *testing.T) {
	t.Parallel()
	j := journal.New(0)
	id := j.Begin(journal.Entry{Endpoint: "token"})
	got, _ := j.Get(id)
	got.Endpoint = "changed"
	j.List(journal.Filter{})[0].Endpoint = "changed"
	updated, _ := j.Update(id, func(*journal.Entry) {})
	if updated.Endpoint != "token" {
		t.Errorf("got endpoint %q, want %q", updated.Endpoint, "token")
	}
}

func ids(entries []journal.Entry) []uint64 {
	list := []uint64{}
	for _, e := range entries {
		list = append(list, e.ID)
	}
	return list
}
