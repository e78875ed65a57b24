package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"

	"example.com/sms77mock/cmd/sms77mock/internal/store"
	"example.com/sms77mock/mockserver"
)

// open opens the store in a directory.
func open(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// written writes parts and closes the store.
func written(t *testing.T, dir string, parts ...mockserver.Part) {
	t.Helper()
	s := open(t, dir)
	if err := s.Write(parts, "here"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// loaded opens a store and returns what is in it.
func loaded(t *testing.T, dir string) (map[string]map[string][]byte, string) {
	t.Helper()
	s := open(t, dir)
	defer s.Close()
	parts, origin, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string][]byte{}
	for _, p := range parts {
		all[p.Kind] = p.Records
	}
	return all, origin
}

func part(kind string, whole bool, records map[string][]byte) mockserver.Part {
	return mockserver.Part{Kind: kind, Whole: whole, Records: records}
}

func TestStore(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "b")
	if all, origin := loaded(t, dir); len(all) > 0 || origin != "" {
		t.Errorf("a new store: got %v from %q, want nothing", all, origin)
	}
	written(t, dir,
		part("a", true, map[string][]byte{"": []byte("one"), "1": []byte("two"), "2": []byte("three")}),
		part("b", true, map[string][]byte{"1": []byte("other")}))
	written(t, dir,
		part("a", false, map[string][]byte{"1": nil, "2": []byte("four"), "3": []byte("five"), "not there": nil}),
		part("b", true, map[string][]byte{"2": []byte("anew")}))
	all, origin := loaded(t, dir)
	want := map[string]map[string][]byte{
		"a": {"": []byte("one"), "2": []byte("four"), "3": []byte("five")},
		"b": {"2": []byte("anew")},
	}
	if diff := cmp.Diff(want, all); diff != "" || origin != "here" {
		t.Errorf("from %q (-want +got):\n%s", origin, diff)
	}
}

func TestFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "state")
	s := open(t, dir)
	for path, want := range map[string]string{dir: "drwx------", s.String(): "-rw-------"} {
		if info, err := os.Stat(path); err != nil || info.Mode().String() != want {
			t.Errorf("%s: got %v, %v, want %s", path, info.Mode(), err, want)
		}
	}
}

// A copy that was put in the place of the file can be read by others.
func TestProtect(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	s := open(t, t.TempDir())
	for _, test := range []struct {
		mode, want fs.FileMode
		mended     bool
	}{
		{0o644, 0o640, true},
		{0o666, 0o660, true},
		{0o660, 0o660, false},
		{0o600, 0o600, false},
	} {
		if err := os.Chmod(s.String(), test.mode); err != nil {
			t.Fatal(err)
		}
		mended, err := s.Protect()
		info, statErr := os.Stat(s.String())
		if err != nil || statErr != nil || mended != test.mended || info.Mode().Perm() != test.want {
			t.Errorf("%04o: got %04o, mended %t, %v, %v, want %04o, mended %t", test.mode, info.Mode().Perm(), mended, err, statErr, test.want, test.mended)
		}
	}
}

func TestOpenElsewhere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	open(t, dir)
	if _, err := store.Open(dir); err == nil || !strings.Contains(err.Error(), "open in another process: end that one") {
		t.Errorf("got %v, want that it is open in another process", err)
	}
}

// What was set aside comes back with its world; of many, the last few stay.
func TestExchange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	change := func(from, to string, known bool) {
		t.Helper()
		s := open(t, dir)
		defer s.Close()
		former, found, err := s.Exchange(from, to)
		if err != nil || found != known {
			t.Fatalf("from %s to %s: got %v, %v, want %v", from, to, found, err, known)
		}
		if _, err := os.Stat(former); from != "" && err != nil {
			t.Errorf("from %s to %s: %v", from, to, err)
		}
	}
	change("", "one", false)
	written(t, dir, part("a", true, map[string][]byte{"1": []byte("one")}))
	change("one", "two", false)
	if all, _ := loaded(t, dir); len(all) > 0 {
		t.Errorf("got %v, want an empty store", all)
	}
	written(t, dir, part("a", true, map[string][]byte{"1": []byte("two")}))
	for _, next := range [][2]string{{"two", "one"}, {"one", "two"}, {"two", "one"}} {
		change(next[0], next[1], true)
		if all, _ := loaded(t, dir); string(all["a"]["1"]) != next[1] {
			t.Errorf("got %s, want what was set aside of %s", all, next[1])
		}
	}
	if err := os.Remove(filepath.Join(dir, "state.db")); err != nil {
		t.Fatal(err)
	}
	change("", "two", true) // as after a crash between one and the other
	if all, _ := loaded(t, dir); string(all["a"]["1"]) != "two" {
		t.Errorf("got %s, want what was set aside of two", all)
	}
	for i := range 10 {
		change(fmt.Sprint(i), fmt.Sprint(i+1), false)
	}
	if files, _ := filepath.Glob(filepath.Join(dir, "state.db.*")); len(files) != 5 || !strings.HasSuffix(files[0], ".of-5") {
		t.Errorf("got %v, want the last five", files)
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for want, edit := range map[string]func(*bbolt.Tx) error{
		`has format "2", and this version knows format 1: start the version that wrote it`: func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("about")).Put([]byte("format"), []byte("2"))
		},
		"is damaged (the a are missing)": func(tx *bbolt.Tx) error { return tx.DeleteBucket([]byte("a")) },
	} {
		dir := t.TempDir()
		written(t, dir, part("a", true, map[string][]byte{"1": []byte("one")}))
		db, err := bbolt.Open(filepath.Join(dir, "state.db"), 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(edit), db.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := tried(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want that it %s", err, want)
		}
	}
}

// A store that is damaged anywhere is refused, unless nothing that counts is: what
// was written is there then.
func TestDamaged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	records, one := map[string][]byte{}, map[string][]byte{"": []byte("one")}
	for i := range 2000 {
		records[strconv.Itoa(i)] = bytes.Repeat([]byte{byte('a' + i%26)}, 50)
	}
	written(t, dir, part("a", true, records), part("b", true, one))
	written(t, dir, part("a", false, map[string][]byte{"1": nil}))
	want := maps.Clone(records)
	delete(want, "1")
	good, err := os.ReadFile(filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	damages := map[string]func([]byte) []byte{
		"no store":  func([]byte) []byte { return []byte("clients: []\n") },
		"cut":       func(b []byte) []byte { return b[:len(b)/2] },
		"cut short": func(b []byte) []byte { return b[:20] },
		"zeros":     func(b []byte) []byte { return make([]byte, len(b)) },
	}
	// What names the sum of a kind, and the kind, anywhere in the file.
	for _, text := range []string{"sum of b", "sum of a", "format", "about"} {
		damages["no "+text] = func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(text), []byte("S"+text[1:])) }
	}
	for i := range 300 {
		at, length := random.IntN(len(good)), 1+random.IntN(64)
		damages["at "+strconv.Itoa(i)] = func(b []byte) []byte {
			for j := at; j < min(at+length, len(b)); j++ {
				b[j] ^= byte(1 + random.IntN(255))
			}
			return b
		}
	}
	refused := 0
	for name, damage := range damages {
		path := filepath.Join(t.TempDir(), "state.db")
		if err := os.WriteFile(path, damage(bytes.Clone(good)), 0o600); err != nil {
			t.Fatal(err)
		}
		all, err := tried(filepath.Dir(path))
		switch {
		case err == nil && !(maps.EqualFunc(all["a"], want, bytes.Equal) && maps.EqualFunc(all["b"], one, bytes.Equal)):
			t.Errorf("%s: %d records of %d and %d of 1 were loaded, and nothing was said", name, len(all["a"]), len(want), len(all["b"]))
		case err != nil && !strings.Contains(err.Error(), "move it away to start anew"):
			t.Errorf("%s: got %v, want what to do", name, err)
		case err != nil:
			refused++
		}
	}
	if refused < len(damages)/2 {
		t.Errorf("%d of %d damages were refused", refused, len(damages))
	}
}

// tried opens a store and loads what there is, if that works.
func tried(dir string) (map[string]map[string][]byte, error) {
	s, err := store.Open(dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	parts, _, err := s.Load()
	all := map[string]map[string][]byte{}
	for _, p := range parts {
		all[p.Kind] = p.Records
	}
	return all, err
}

// A store in which much comes and goes does not grow.
func TestBounded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := open(t, dir)
	size := func() int64 {
		info, err := os.Stat(s.String())
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	var full int64
	for round := range 60 {
		records := map[string][]byte{}
		for i := range 200 {
			records[strconv.Itoa(1e6+round*200+i)] = make([]byte, 200)
			if gone := round*200 + i - 2000; gone >= 0 {
				records[strconv.Itoa(1e6+gone)] = nil
			}
		}
		if err := s.Write([]mockserver.Part{part("a", false, records)}, ""); err != nil {
			t.Fatal(err)
		}
		if round == 20 {
			full = size()
		}
	}
	if got := size(); got > full*3/2 {
		t.Errorf("got %d bytes, from %d when it was full first", got, full)
	}
}

// A file that somebody else removes, replaces or changes while it is open is left as
// it is, and whoever writes learns of it.
func TestChangedByOthers(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody change a file that is open")
	}
	many := map[string][]byte{}
	for i := range 3000 {
		many[strconv.Itoa(i)] = make([]byte, 100)
	}
	for name, test := range map[string]struct {
		change func(path string, former []byte) error
		want   string
	}{
		"removed":     {func(path string, _ []byte) error { return os.RemoveAll(filepath.Dir(path)) }, "was removed or replaced"},
		"replaced":    {func(path string, b []byte) error { return errors.Join(os.Remove(path), os.WriteFile(path, b, 0o600)) }, "was removed or replaced"},
		"overwritten": {func(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }, "was changed"},
		"cut":         {func(path string, _ []byte) error { return os.Truncate(path, 0) }, "was changed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "state")
			written(t, dir, part("a", true, many))
			written(t, dir, part("a", true, nil)) // now there is room for what is written next
			former, err := os.ReadFile(filepath.Join(dir, "state.db"))
			if err != nil {
				t.Fatal(err)
			}
			s := open(t, dir)
			for i := range 7 { // after which bbolt would not notice that it has an earlier file
				if err := s.Write([]mockserver.Part{part("a", false, map[string][]byte{"1": {byte(i)}})}, "here"); err != nil {
					t.Fatal(err)
				}
			}
			if err := test.change(s.String(), former); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(s.String())
			for range 2 {
				if err := s.Write([]mockserver.Part{part("a", false, map[string][]byte{"1": []byte("two")})}, "here"); err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want that it %s", err, test.want)
				}
			}
			if after, _ := os.ReadFile(s.String()); !bytes.Equal(after, before) {
				t.Error("the file was written to")
			}
			if err := s.Lost(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want that it %s", err, test.want)
			}
		})
	}
}
