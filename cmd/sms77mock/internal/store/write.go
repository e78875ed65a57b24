package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"example.com/sms77mock/mockserver"
)

// A store has a bucket for each kind of records, and one about the others.
var (
	aboutBucket = []byte("about")
	formatKey   = []byte("format")
	originKey   = []byte("origin")
	sumPrefix   = "sum of "
)

// format is the version of what is written. It grows when an earlier version of
// the program would misread it.
const format = "1"

// Write makes the store as parts of a state say, wholly or not at all. The origin
// tells which world the state began with. A file that somebody else has removed,
// replaced or changed is left as it is.
func (s *Store) Write(parts []mockserver.Part, origin string) error {
	if err := s.Lost(); err != nil {
		return err
	}
	var failed error
	if err := guarded(func() error { failed = s.update(parts, origin); return nil }); err != nil {
		s.broken = s.changed(err)
	}
	return cmp.Or(s.broken, failed)
}

// Lost returns why nothing can be written: somebody else has removed, replaced or
// changed the file. It is nil if that is not known to have happened.
func (s *Store) Lost() error {
	if s.broken != nil {
		return s.broken
	}
	now, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(now, s.file) {
		return fmt.Errorf("%s was removed or replaced while the program had it open", s.path)
	}
	return nil
}

// changed tells how it shows that somebody else has written to the file.
func (s *Store) changed(err error) error {
	return fmt.Errorf("%s was changed while the program had it open (%w)", s.path, err)
}

func (s *Store) update(parts []mockserver.Part, origin string) error {
	id := 0
	err := s.db.Update(func(tx *bbolt.Tx) error {
		if id = tx.ID(); s.last != 0 && id != s.last+1 {
			s.broken = s.changed(fmt.Errorf("transaction %d came after %d", id-1, s.last))
			return s.broken
		}
		about, err := tx.CreateBucketIfNotExists(aboutBucket)
		if err != nil {
			return err
		}
		if err := put(about, formatKey, []byte(format)); err != nil {
			return err
		}
		if err := put(about, originKey, []byte(origin)); err != nil {
			return err
		}
		for _, p := range parts {
			if err := writePart(tx, about, p); err != nil {
				return err
			}
		}
		return nil
	})
	if s.last = id; err != nil {
		s.last = 0 // it may have been written or not
	}
	return err
}

// writePart writes what has changed of a kind, and the sum of all its records.
func writePart(tx *bbolt.Tx, about *bbolt.Bucket, p mockserver.Part) error {
	kind, sumKey := []byte(p.Kind), []byte(sumPrefix+p.Kind)
	sum := readSum(about.Get(sumKey))
	if p.Whole && tx.Bucket(kind) != nil {
		sum = 0
		if err := tx.DeleteBucket(kind); err != nil {
			return err
		}
	}
	records, err := tx.CreateBucketIfNotExists(kind)
	if err != nil {
		return err
	}
	records.FillPercent = 0.9 // most keys follow those that are there
	for _, key := range slices.Sorted(maps.Keys(p.Records)) {
		value, bytesOfKey := p.Records[key], append([]byte{'='}, key...)
		if sum, err = exchange(records, bytesOfKey, value, sum); err != nil {
			return err
		}
	}
	return put(about, sumKey, binary.BigEndian.AppendUint32(nil, sum))
}

// exchange puts a value in the place of the one that a key has, takes it away if
// the value is nil, and returns the sum of the records by then.
func exchange(records *bbolt.Bucket, key, value []byte, sum uint32) (uint32, error) {
	old := records.Get(key)
	if bytes.Equal(old, value) { // neither is there, too
		return sum, nil
	}
	if old != nil {
		sum ^= sumOf(key, old)
	}
	if value == nil {
		return sum, records.Delete(key)
	}
	return sum ^ sumOf(key, value), records.Put(key, value)
}

// put writes a value unless it is there already.
func put(b *bbolt.Bucket, key, value []byte) error {
	if bytes.Equal(b.Get(key), value) {
		return nil
	}
	return b.Put(key, value)
}

// sumOf is a record's share of the sum of all, which does not depend on their
// order.
func sumOf(key, value []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli) // made once, and computed by the machine itself
	return crc32.Update(crc32.Checksum(key, table), table, value)
}

// readSum reads a sum; that of no records is not there.
func readSum(b []byte) uint32 {
	if len(b) != 4 {
		return 0
	}
	return binary.BigEndian.Uint32(b)
}
