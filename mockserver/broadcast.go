package mockserver

import "sync"

// broadcast tells everybody who listens that something has happened. The zero
// value is ready to use.
type broadcast struct {
	mu   sync.Mutex // guards next
	next chan struct{}
}

// tell wakes everybody who listens.
func (b *broadcast) tell() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next != nil {
		close(b.next)
		b.next = nil
	}
}

// listen returns a channel that is closed the next time something happens.
func (b *broadcast) listen() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next == nil {
		b.next = make(chan struct{})
	}
	return b.next
}
