// Package store keeps the state of a double in a directory: record by record, in
// transactions that are written whole or not at all.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Store is the state in a directory, which is this process's alone until it is
// closed.
type Store struct {
	db     *bbolt.DB
	path   string
	file   fs.FileInfo // the file that was opened
	last   int         // the number of the last transaction, 0 if that is not known
	broken error       // why nothing can be done with the file any more
}

// The files in the directory: the state, and those that were set aside, whose names
// go on with the world that each began with.
const (
	fileName   = "state.db"
	formerName = fileName + ".of-"
)

// mostFormer is how many files that were set aside are kept.
const mostFormer = 5

// lockPatience is how long a store is waited for that another process has open,
// such as the one whose place this one takes.
const lockPatience = 2 * time.Second

// Open opens the store in a directory, which is made if it is not there. A store
// that is open elsewhere is refused, and one that is no store.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	s := &Store{path: filepath.Join(dir, fileName)}
	before, err := os.Stat(s.path)
	anew := errors.Is(err, fs.ErrNotExist) || err == nil && before.Size() == 0
	err = guarded(func() (err error) {
		s.db, err = bbolt.Open(s.path, 0o600, &bbolt.Options{Timeout: lockPatience, FreelistType: bbolt.FreelistMapType})
		return err
	})
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("state: %s is open in another process: end that one, or give each a directory of its own", s.path)
	}
	if err == nil {
		s.file, err = os.Stat(s.path)
	} else if anew {
		os.Truncate(s.path, 0) // a part of an empty store, as a full disk leaves it, would count as damaged
	}
	if inaccessible := (*fs.PathError)(nil); errors.As(err, &inaccessible) {
		return nil, fmt.Errorf("state: %w", err)
	}
	if err != nil {
		return nil, s.damaged(err)
	}
	return s, nil
}

// Protect takes the rights of all others to the file away, which whoever copied it
// there may have given. It reports whether there were any. Those of the group stay:
// they are how some platforms share a volume.
func (s *Store) Protect() (mended bool, err error) {
	const others = 0o007
	mode, err := s.mode()
	if err != nil || mode&others == 0 {
		return false, err
	}
	if err := os.Chmod(s.path, mode&^others); err != nil {
		return false, err
	}
	if mode, err = s.mode(); mode&others != 0 { // some file systems have the same mode for all files
		err = fmt.Errorf("%s keeps the mode %04o", s.path, mode)
	}
	return err == nil, err
}

// mode returns who may do what with the file; 0 where the system has other rights.
func (s *Store) mode() (fs.FileMode, error) {
	info, err := os.Stat(s.path)
	if err != nil || runtime.GOOS == "windows" {
		return 0, err
	}
	return info.Mode().Perm(), nil
}

// damaged refuses a store of which not everything can be read.
func (s *Store) damaged(err error) error {
	return fmt.Errorf("state: %s is damaged (%w): put a copy in its place, or move it away to start anew", s.path, err)
}

// Close closes the store. One that is broken may be locked for ever: it is left to the
// end of the process.
func (s *Store) Close() error {
	if s.broken != nil {
		return nil
	}
	return s.db.Close()
}

// String names the file.
func (s *Store) String() string { return s.path }

// Exchange sets the file aside, whose state began with the world from, and goes on
// with the file that was set aside for the world to, or else with an empty store. It
// returns where the former file is now, and whether there was one to go on with. An
// empty store, which began with no world, is not kept. It keeps the last few files that
// were set aside.
func (s *Store) Exchange(from, to string) (former string, found bool, err error) {
	dir := filepath.Dir(s.path)
	if _, err := os.Stat(filepath.Join(dir, nameOf(to))); from == "" && err != nil {
		return "", false, nil
	}
	err = s.Close()
	if from != "" {
		former = filepath.Join(dir, nameOf(from))
		err = errors.Join(err, os.Rename(s.path, former))
	}
	if err != nil {
		return "", false, fmt.Errorf("state: %w", err)
	}
	switch err := os.Rename(filepath.Join(dir, nameOf(to)), s.path); {
	case err == nil:
		found = true
	case !errors.Is(err, fs.ErrNotExist):
		return "", false, fmt.Errorf("state: %w", err)
	}
	other, err := Open(dir)
	if err != nil {
		return "", false, err
	}
	*s = *other
	return former, found, dropOldest(dir)
}

// nameOf is the name of a file that was set aside, by the world that it began with.
func nameOf(origin string) string {
	const enough = 12 // characters of a hash, to tell a few worlds apart
	return formerName + origin[:min(len(origin), enough)]
}

// dropOldest removes what was set aside before the last few were.
func dropOldest(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, formerName+"*"))
	if err != nil || len(files) <= mostFormer {
		return err
	}
	written := map[string]time.Time{}
	for _, file := range files {
		if info, err := os.Stat(file); err == nil {
			written[file] = info.ModTime()
		}
	}
	slices.SortFunc(files, func(a, b string) int { return written[a].Compare(written[b]) })
	for _, file := range files[:len(files)-mostFormer] {
		err = errors.Join(err, os.Remove(file))
	}
	return err
}
