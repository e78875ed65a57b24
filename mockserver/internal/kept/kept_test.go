package kept_test

import (
	"slices"
	"testing"

	"example.com/sms77mock/mockserver/internal/kept"
)

type word string

func (w word) Key() string { return string(w) }
func (w word) Weight() int { return len(w) }

// The oldest make room, for the number and for the bytes that two lists share;
// what has gone is not found.
func TestList(t *testing.T) {
	t.Parallel()
	room := &kept.Room{Most: 10}
	list, other := kept.In[string, word](room), kept.In[string, word](room)
	add := func(w word, want ...word) {
		t.Helper()
		list.Add(w, 3)
		if got := slices.Collect(list.All()); !slices.Equal(got, want) {
			t.Errorf("after %s: got %v, want %v", w, got, want)
		}
	}
	add("a", "a")
	add("bb", "a", "bb")
	add("c", "a", "bb", "c")
	add("d", "bb", "c", "d")
	other.Add("6 bytes", 3)
	add("e", "c", "d", "e")
	add("ffff", "ffff")
	add("much too long", "much too long")
	if list.Find("ffff") != "" || list.Find("much too long") == "" {
		t.Error("what has gone is found, or what is there is not")
	}
	if got := list.Remove(func(w word) bool { return true }); got != 1 || list.Len() != 0 {
		t.Errorf("removed %d and %d are left, want 1 and 0", got, list.Len())
	}
	other.Clear()
	if got := room.Taken(); got != 0 {
		t.Errorf("%d bytes are taken by nothing", got)
	}
}

type box struct{ bytes int }

func (b *box) Key() int    { return 1 }
func (b *box) Weight() int { return b.bytes }

// What has grown is weighed again, and gives back as much as it then takes.
func TestChanged(t *testing.T) {
	t.Parallel()
	room := &kept.Room{Most: 100}
	list := kept.In[int, *box](room)
	b := &box{10}
	list.Add(b, 5)
	b.bytes = 70
	list.Changed(b)
	if got := room.Taken(); got != 70 {
		t.Errorf("%d bytes are taken, want 70", got)
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

// The bytes that adding to a full list allocates do not depend on its size.
func TestAddToAFullList(t *testing.T) {
	t.Parallel()
	for _, size := range []int{100, 10_000} {
		list := kept.In[string, word](&kept.Room{Most: 1 << 20})
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
