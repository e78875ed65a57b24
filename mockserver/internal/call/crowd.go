package call

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// Crowd bounds how many bytes of bodies are read at the same time: others wait for
// room, and are refused if there is none for long. The smallest, which nearly every
// request has, do not count. Large ones have a room of their own, so that others need
// not wait for them; one alone is read however large it is. [NewCrowd] makes a crowd.
// Its methods may be called from several goroutines.
type Crowd struct {
	mu    sync.Mutex    // guards everything below
	rooms [2]room       // for largeBodies and smallBodies
	left  chan struct{} // closed when somebody leaves
}

// room is what bodies of a size may take together, in bytes.
type room struct{ most, taken int64 }

// The rooms of a crowd.
const (
	largeBodies = iota
	smallBodies // and the beginnings of large ones
)

// The bounds of a crowd, in bytes of a body, and its patience.
const (
	tinyBody    = 4 << 10          // up to here, a body does not count
	smallBody   = 64 << 10         // up to here it is small; beyond, it needs the room for large ones too
	unknownBody = 12 << 20         // the room for a large one whose length is not announced
	crowdWait   = 10 * time.Second // how long a body waits for room
)

// NewCrowd returns a crowd of large bodies of so many bytes together, and of small
// ones of half as many.
func NewCrowd(bytes int64) *Crowd {
	return &Crowd{rooms: [...]room{largeBodies: {most: bytes}, smallBodies: {most: bytes / 2}}, left: make(chan struct{})}
}

// errCrowded is the error of a body for which there was no room.
var errCrowded = errors.New("other bodies take all the room there is")

// Admit has [ReadBody] wait for room for the body of a request. The room is taken
// until leave is called, when the request has been served.
func (c *Crowd) Admit(r *http.Request) (leave func()) {
	if r.Body == nil || r.ContentLength >= 0 && r.ContentLength <= tinyBody {
		return func() {}
	}
	v := &visitor{ReadCloser: r.Body, crowd: c}
	r.Body = v
	return v.leave
}

// enter takes so many bytes of a room and reports whether there were some in time.
func (c *Crowd) enter(room int, bytes int64) bool {
	patience := time.NewTimer(crowdWait)
	defer patience.Stop()
	for {
		left, ok := c.tryEnter(room, bytes)
		if ok {
			return true
		}
		select {
		case <-left:
		case <-patience.C:
			return false
		}
	}
}

// tryEnter takes room if there is some. If there is none, left is closed when
// somebody leaves.
func (c *Crowd) tryEnter(room int, bytes int64) (left <-chan struct{}, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := &c.rooms[room]
	if r.taken > 0 && r.taken+bytes > r.most {
		return c.left, false
	}
	r.taken += bytes
	return nil, true
}

func (c *Crowd) leave(taken [2]int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for room, bytes := range taken {
		c.rooms[room].taken -= bytes
	}
	close(c.left)
	c.left = make(chan struct{})
}

// visitor is a body in a crowd. It belongs to the goroutine that serves the request;
// nil is in no crowd.
type visitor struct {
	io.ReadCloser
	crowd *Crowd
	taken [2]int64 // of the rooms
}

// visitorOf returns the body of a request that a crowd admits.
func visitorOf(r *http.Request) *visitor {
	v, _ := r.Body.(*visitor)
	return v
}

// enter takes so many bytes of a room, once.
func (v *visitor) enter(room int, bytes int64) error {
	if v == nil || v.taken[room] > 0 {
		return nil
	}
	if !v.crowd.enter(room, bytes) {
		return errCrowded
	}
	v.taken[room] = bytes
	return nil
}

func (v *visitor) leave() {
	if v.taken != [2]int64{} {
		v.crowd.leave(v.taken)
		v.taken = [2]int64{}
	}
}
