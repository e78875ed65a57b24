// Package await has somebody sleep until enough of what they wait for has come.
package await

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"example.com/sms77mock/internal/plural"
)

// Queue holds those who wait for values of type T, by the filter that chooses
// the values. A value costs one match for each different filter that somebody
// waits with, and nothing while nobody waits. A Queue belongs to a state and is
// guarded by its lock.
type Queue[F comparable, T any] struct {
	match  func(F, *T) bool
	groups []*group[F]
}

// group are those who wait with the same filter.
type group[F comparable] struct {
	filter  F
	seen    int       // how many values have matched since the group came to be
	waiters []*waiter // by rising target
}

// waiter is one who waits until so many values have matched.
type waiter struct {
	target int
	ready  chan struct{}
}

// New returns a queue without anybody. The function tells whether a filter
// chooses a value.
func New[F comparable, T any](match func(F, *T) bool) Queue[F, T] {
	return Queue[F, T]{match: match}
}

// Tell says that there is a new value, or that one has changed, and wakes those
// for whom it is the last one missing. The lock is held.
func (q *Queue[F, T]) Tell(value *T) {
	for _, g := range q.groups {
		if q.match(g.filter, value) {
			g.saw()
		}
	}
}

// saw counts a value and wakes whom it makes ready.
func (g *group[F]) saw() {
	g.seen++
	for len(g.waiters) > 0 && g.waiters[0].target <= g.seen {
		close(g.waiters[0].ready)
		g.waiters = g.waiters[1:]
	}
}

// Wait returns once nothing is missing any more, or with the cause of the
// context's end. It asks missing for how many values there are still to come,
// with lock held: at once, and again when as many have been told of; a value
// that has changed twice, or has gone, may leave some missing.
func (q *Queue[F, T]) Wait(ctx context.Context, lock sync.Locker, filter F, missing func() int) error {
	lock.Lock()
	defer lock.Unlock()
	for n := missing(); n > 0; n = missing() {
		g, w := q.join(filter, n)
		lock.Unlock()
		select {
		case <-w.ready:
			lock.Lock()
		case <-ctx.Done():
			lock.Lock()
			q.leave(g, w)
			return context.Cause(ctx)
		}
		q.tidy(g)
	}
	return nil
}

// Unmet is the error of a wait that ended too early: it says how many were waited for,
// which filter chooses them, how many came, and why the wait ended.
func Unmet(want int, filter fmt.Stringer, saw int, cause error) error {
	return fmt.Errorf("waited for %s, saw %d: %w", plural.Of(want, filter.String()), saw, cause)
}

// join puts a waiter for n values into the group of its filter.
func (q *Queue[F, T]) join(filter F, n int) (*group[F], *waiter) {
	i := slices.IndexFunc(q.groups, func(g *group[F]) bool { return g.filter == filter })
	if i < 0 {
		i = len(q.groups)
		q.groups = append(q.groups, &group[F]{filter: filter})
	}
	g := q.groups[i]
	w := &waiter{target: g.seen + n, ready: make(chan struct{})}
	at, _ := slices.BinarySearchFunc(g.waiters, w.target, func(w *waiter, target int) int { return w.target - target })
	g.waiters = slices.Insert(g.waiters, at, w)
	return g, w
}

// leave takes a waiter back.
func (q *Queue[F, T]) leave(g *group[F], w *waiter) {
	g.waiters = slices.DeleteFunc(g.waiters, func(other *waiter) bool { return other == w })
	q.tidy(g)
}

// tidy forgets a group in which nobody waits.
func (q *Queue[F, T]) tidy(g *group[F]) {
	if len(g.waiters) == 0 {
		q.groups = slices.DeleteFunc(q.groups, func(other *group[F]) bool { return other == g })
	}
}
