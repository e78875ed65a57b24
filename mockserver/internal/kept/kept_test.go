package kept_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/internal/kept"
)

type word string

func (w word) Key() string { return string(w) }
func (w word) Weight() int { return len(w) }

// The oldest make room, for the number in their list and for the bytes that two
// lists share, whichever of them they are in; what has gone is not found.
func TestList(t *testing.T) {
	t.Parallel()
	room := kept.NewTotal(1000).Room(10)
	var gone []word
	drop := func(w word) { gone = append(gone, w) }
	list, other := kept.In[string](room, drop), kept.In[string](room, drop)
	for _, step := range []struct {
		to          *kept.List[string, word]
		add         word
		list, other []word // afterwards
		gone        []word
	}{
		{&list, "a", []word{"a"}, nil, nil},
		{&list, "bb", []word{"a", "bb"}, nil, nil},
		{&list, "c", []word{"a", "bb", "c"}, nil, nil},
		{&list, "d", []word{"bb", "c", "d"}, nil, []word{"a"}},
		{&other, "7 bytes", []word{"c", "d"}, []word{"7 bytes"}, []word{"bb"}},
		{&list, "e", []word{"c", "d", "e"}, []word{"7 bytes"}, nil},
		{&list, "ffff", []word{"e", "ffff"}, nil, []word{"c", "d", "7 bytes"}},
		{&other, "much too long", nil, []word{"much too long"}, []word{"e", "ffff"}},
	} {
		gone = nil
		step.to.Add(step.add, 3)
		gotList, gotOther := slices.Collect(list.All()), slices.Collect(other.All())
		if !slices.Equal(gotList, step.list) || !slices.Equal(gotOther, step.other) || !slices.Equal(gone, step.gone) {
			t.Errorf("after %s: got %v and %v without %v, want %v and %v without %v", step.add, gotList, gotOther, gone, step.list, step.other, step.gone)
		}
	}
	if list.Find("ffff") != "" || other.Find("much too long") == "" {
		t.Error("what has gone is found, or what is there is not")
	}
	if got := other.Remove(func(w word) bool { return true }); got != 1 || other.Len() != 0 {
		t.Errorf("removed %d and %d are left, want 1 and 0", got, other.Len())
	}
	if got := room.Taken(); got != 0 {
		t.Errorf("%d bytes are taken by nothing", got)
	}
}

type box struct{ id, bytes int }

func (b *box) Key() int    { return b.id }
func (b *box) Weight() int { return b.bytes }

// What has grown is weighed again: others make room for it, be it the oldest
// itself, and it gives back as much as it takes then.
func TestChanged(t *testing.T) {
	t.Parallel()
	room := kept.NewTotal(1000).Room(100)
	list := kept.In[int, *box](room, nil)
	first, second := &box{1, 10}, &box{2, 60}
	list.Add(first, 5)
	list.Add(second, 5)
	first.bytes = 70
	list.Changed(first)
	if got := room.Taken(); got != 70 || list.Find(2) != nil || list.Len() != 1 {
		t.Errorf("%d bytes are taken by %d boxes, want 70 by the first", got, list.Len())
	}
	if room.Take(31) || !room.Take(30) {
		t.Error("31 more bytes have room, or 30 have not")
	}
	room.Give(30)
	list.Clear()
	if got := room.Taken(); got != 0 {
		t.Errorf("%d bytes are taken by nothing", got)
	}
}

// What has shrunk sends nobody away, even if other rooms have filled the total since: a
// list that takes things away one by one must not lose others meanwhile.
func TestChangedToLess(t *testing.T) {
	t.Parallel()
	total := kept.NewTotal(100)
	list := kept.In[int, *box](total.Room(100), nil)
	first, second := &box{1, 40}, &box{2, 40}
	list.Add(first, 5)
	list.Add(second, 5)
	total.Room(100).Grow(50)
	second.bytes = 30
	list.Changed(second)
	if list.Find(1) == nil || total.Taken() != 120 {
		t.Errorf("%d boxes are left, and %d bytes are taken, want 2 and 120", list.Len(), total.Taken())
	}
}

// A room that is closed takes nothing of its total, whatever still happens in it.
func TestClose(t *testing.T) {
	t.Parallel()
	total := kept.NewTotal(100)
	room := total.Room(10)
	room.Grow(3)
	room.Close()
	room.Grow(4)
	if room.Full() || total.Taken() != 0 {
		t.Errorf("the total has %d bytes taken, want none, and the room is full: %t", total.Taken(), room.Full())
	}
}

// The bytes that adding to a full list allocates do not depend on its size.
func TestAddToAFullList(t *testing.T) {
	t.Parallel()
	for _, size := range []int{100, 10_000} {
		list := kept.In[string, word](kept.NewTotal(1<<20).Room(1<<20), nil)
		for range size {
			list.Add("x", size)
		}
		r := testing.Benchmark(func(b *testing.B) {
			for b.Loop() {
				list.Add("x", size)
			}
		})
		if got := r.AllocedBytesPerOp(); got > 150 {
			t.Errorf("%d bytes are allocated for one more of %d, want about 100", got, size)
		}
	}
}
