// Package reload knows what an account has sent a moment ago, so that the same is not
// sent again by somebody who reloads a page.
package reload

import (
	"hash/maphash"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// Lock is when each message was sent last. It belongs to a state and is guarded by its
// lock; the zero Lock is ready to use.
type Lock struct {
	last map[Key]sent
	full int // at how many the old ones are thrown out
}

// sent is when and by whom a message was sent.
type sent struct {
	at     time.Time
	client string // whose token it was sent with; "" if it was an API key
}

// maxKept bounds what is remembered, should the clock stand still.
const maxKept = 100_000

// Key is the same for messages that are repeats of each other.
type Key uint64

var seed = maphash.MakeSeed()

// KeyOf returns the key of a text to a recipient on a channel. The sender does not
// count, and every SMS is of the same type here.
func KeyOf(c control.Channel, to, text string) Key {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, part := range [...]string{string(c), to, text} {
		h.WriteString(part)
		h.WriteByte('\n')
	}
	return Key(h.Sum64())
}

// Wait returns how long a message is refused still because it has been sent before; 0
// or less for one that is not.
func (l *Lock) Wait(k Key, now time.Time, lock time.Duration) time.Duration {
	if before, ok := l.last[k]; ok {
		return lock - now.Sub(before.at)
	}
	return 0
}

// Add notes a message that a client has sent. Now and then it throws out what is older
// than the lock, so that this costs next to nothing for each.
func (l *Lock) Add(k Key, at time.Time, client string, lock time.Duration) {
	if l.last == nil {
		l.last, l.full = map[Key]sent{}, 1000
	}
	l.last[k] = sent{at, client}
	if len(l.last) < l.full {
		return
	}
	for key, other := range l.last {
		if at.Sub(other.at) > lock {
			delete(l.last, key)
		}
	}
	if len(l.last) >= maxKept {
		clear(l.last)
	}
	l.full = min(max(1000, 2*len(l.last)), maxKept)
}

// Cancel lets a message be sent again.
func (l *Lock) Cancel(k Key) { delete(l.last, k) }

// Forget lets what an owner has sent from the account with a name be sent again.
func (l *Lock) Forget(whose control.Owner, account string) {
	for key, other := range l.last {
		if whose.Has(other.client, account) {
			delete(l.last, key)
		}
	}
}
