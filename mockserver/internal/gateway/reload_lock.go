package gateway

import (
	"hash/maphash"
	"time"

	"example.com/sms77mock/mockserver/control"
)

// recent is what the reload lock knows: when each text was sent last to each
// recipient on a channel. The sender does not count, and every SMS is of the
// same type here.
// The zero value is ready to use.
type recent struct {
	last map[uint64]sentAt // by [world.repeat]
	full int               // at how many the old ones are thrown out
}

// sentAt is when and by whom an SMS was sent.
type sentAt struct {
	at     time.Time
	client string
}

// maxRecent bounds what is remembered, should the clock stand still.
const maxRecent = 100_000

// repeat returns what is the same for messages that are repeats of each other.
func (w *world) repeat(m *sms) uint64 {
	var h maphash.Hash
	h.SetSeed(w.seed)
	for _, part := range [...]string{string(m.Channel), m.To, m.Text} {
		h.WriteString(part)
		h.WriteByte('\n')
	}
	return h.Sum64()
}

// wait returns how long the same SMS is refused still because it has been sent
// before.
func (r *recent) wait(m *sms, now time.Time, lock time.Duration) time.Duration {
	if before, ok := r.last[m.repeat]; ok {
		return lock - now.Sub(before.at)
	}
	return 0
}

// add notes an SMS that was sent. Now and then it throws out what is older than
// the lock, so that this costs next to nothing for each.
func (r *recent) add(m *sms, lock time.Duration) {
	if r.last == nil {
		r.last, r.full = map[uint64]sentAt{}, 1000
	}
	r.last[m.repeat] = sentAt{m.Time, m.ClientID}
	if len(r.last) < r.full {
		return
	}
	for key, other := range r.last {
		if m.Time.Sub(other.at) > lock {
			delete(r.last, key)
		}
	}
	if len(r.last) >= maxRecent {
		clear(r.last)
	}
	r.full = min(max(1000, 2*len(r.last)), maxRecent)
}

// cancel lets an SMS be sent again.
func (r *recent) cancel(m *sms) { delete(r.last, m.repeat) }

// forget lets what an owner has sent be sent again.
func (r *recent) forget(whose control.Owner, account string) {
	for key, other := range r.last {
		if whose.Has(other.client, account) {
			delete(r.last, key)
		}
	}
}
