// Package store keeps the state of a double in a directory: record by record, in
// transactions that are written whole or not at all.
package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// Store is the state in a directory, which is this process's alone until it is
// closed.
type Store struct {
	db   *bbolt.DB
	path string
}

// The files in the directory.
const (
	fileName   = "state.db"
	formerName = "state.db.before"
)

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
	err := guarded(func() (err error) {
		s.db, err = bbolt.Open(s.path, 0o600, &bbolt.Options{Timeout: lockPatience, FreelistType: bbolt.FreelistMapType})
		return err
	})
	if inaccessible := (*fs.PathError)(nil); errors.As(err, &inaccessible) {
		return nil, fmt.Errorf("state: %w", err)
	}
	if errors.Is(err, bolterrors.ErrTimeout) {
		return nil, fmt.Errorf("state: %s is open in another process: end that one, or give each a directory of its own", s.path)
	}
	if err != nil {
		return nil, s.damaged(err)
	}
	return s, nil
}

// damaged refuses a store of which not everything can be read.
func (s *Store) damaged(err error) error {
	return fmt.Errorf("state: %s is damaged (%w): put a copy in its place, or move it away to start anew", s.path, err)
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }

// String names the file.
func (s *Store) String() string { return s.path }

// SetAside gives the file another name, in the place of one that was set aside
// before, and opens an empty store. It returns the name.
func (s *Store) SetAside() (former string, err error) {
	dir := filepath.Dir(s.path)
	former = filepath.Join(dir, formerName)
	if err := errors.Join(s.Close(), os.Rename(s.path, former)); err != nil {
		return "", fmt.Errorf("state: %w", err)
	}
	empty, err := Open(dir)
	if err != nil {
		return "", err
	}
	*s = *empty
	return former, nil
}
