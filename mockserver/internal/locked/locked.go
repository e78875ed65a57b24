// Package locked keeps a value that can be reached only with its lock held.
package locked

import "sync"

// Value is a value behind a lock. Its zero value holds the zero T.
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

// Waiting calls f without the lock and hands it over, for what waits for the
// value to change: f touches the value only while it holds the lock.
func (v *Value[T]) Waiting(f func(lock sync.Locker, value *T)) { f(&v.mu, &v.value) }
