package store

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/bbolt"

	"example.com/sms77mock/mockserver"
)

// Load returns all records, none if there is no state yet, and which world it
// began with. A store that is damaged is refused, and one of a later version.
func (s *Store) Load() (parts []mockserver.Part, origin string, err error) {
	later := ""
	err = guarded(func() error {
		return s.db.View(func(tx *bbolt.Tx) error {
			about := tx.Bucket(aboutBucket)
			if about == nil {
				return mustBeEmpty(tx)
			}
			switch f := string(about.Get(formatKey)); f {
			case format:
			case "":
				return errors.New("it has no format")
			default:
				later = f
				return nil
			}
			origin = string(about.Get(originKey))
			if parts, err = readAll(tx, about); err != nil {
				return err
			}
			return check(tx)
		})
	})
	if err != nil {
		return nil, "", s.damaged(err)
	}
	if later != "" {
		return nil, "", fmt.Errorf("state: %s has format %q, and this version knows format %s: start the version that wrote it, or move it away to start anew", s.path, later, format)
	}
	return parts, origin, nil
}

// mustBeEmpty returns an error unless a store is empty.
func mustBeEmpty(tx *bbolt.Tx) error {
	return tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		return fmt.Errorf("there are %s, and nothing is said about them", name)
	})
}

// readAll reads every kind of records, each of which has to have its sum, and each
// sum its records.
func readAll(tx *bbolt.Tx, about *bbolt.Bucket) (parts []mockserver.Part, err error) {
	err = about.ForEach(func(key, _ []byte) error {
		kind, ok := strings.CutPrefix(string(key), sumPrefix)
		if ok && tx.Bucket([]byte(kind)) == nil {
			return fmt.Errorf("the %s are missing", kind)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = tx.ForEach(func(name []byte, records *bbolt.Bucket) error {
		if bytes.Equal(name, aboutBucket) {
			return nil
		}
		p, err := read(string(name), records, about)
		parts = append(parts, p)
		return err
	})
	return parts, err
}

// read reads a kind of records.
func read(kind string, records, about *bbolt.Bucket) (mockserver.Part, error) {
	p := mockserver.Part{Kind: kind, Whole: true, Records: map[string][]byte{}}
	var found uint32
	err := records.ForEach(func(key, value []byte) error {
		found ^= sumOf(key, value)
		p.Records[strings.TrimPrefix(string(key), "=")] = bytes.Clone(value)
		return nil
	})
	sum := about.Get([]byte(sumPrefix + kind))
	if err == nil && (sum == nil || found != readSum(sum)) {
		err = fmt.Errorf("the %s are not those that were written", kind)
	}
	return p, err
}

// check returns the first thing that is wrong with the structure of the file.
func check(tx *bbolt.Tx) (first error) {
	for err := range tx.Check() {
		first = cmp.Or(first, err)
	}
	return first
}
