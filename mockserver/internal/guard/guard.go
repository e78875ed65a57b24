// Package guard keeps a value that can be reached only with its lock held.
package guard

import "sync"

// Value is a value behind a lock. Its zero value guards the zero T.
type Value[T any] struct {
	mu    sync.Mutex // guards value
	value T
}

// Do calls f with the lock held. What f is given must not be kept, and f must
// not call Do of the same value.
func (v *Value[T]) Do(f func(*T)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	f(&v.value)
}
