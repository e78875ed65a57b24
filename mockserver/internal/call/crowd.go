package call

import (
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

// Crowd bounds how many bytes of large bodies are read at the same time: others
// wait for room, and are refused if there is none for long. Small bodies do not
// count, and one alone is read however large it is. [NewCrowd] makes one. Its
// methods may be called from several goroutines.
type Crowd struct {
	most int64

	mu    sync.Mutex // guards everything below
	taken int64
	left  chan struct{} // closed when somebody leaves
}

// What is announced of a body that counts, and what is taken for one of which
// nothing is announced, in bytes; and how long one waits.
const (
	largeBody   = 64 << 10
	unknownBody = 12 << 20
	crowdWait   = 10 * time.Second
)

// NewCrowd returns a crowd of bodies of so many bytes together.
func NewCrowd(bytes int64) *Crowd { return &Crowd{most: bytes, left: make(chan struct{})} }

// errCrowded is the error of a body for which there was no room.
var errCrowded = errors.New("other bodies take all the room there is")

// Admit has a request wait for room when a large body of it is read. What leave
// gives back is kept until the request has been served.
func (c *Crowd) Admit(r *http.Request) (leave func()) {
	if r.Body == nil || r.ContentLength >= 0 && r.ContentLength <= largeBody {
		return func() {}
	}
	b := &crowdedBody{ReadCloser: r.Body, crowd: c, size: r.ContentLength}
	if b.size < 0 {
		b.size = unknownBody
	}
	r.Body = b
	return b.leave
}

// enter takes room for so many bytes and reports whether there was some in time.
func (c *Crowd) enter(bytes int64) bool {
	patience := time.NewTimer(crowdWait)
	defer patience.Stop()
	for {
		left, ok := c.tryEnter(bytes)
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
func (c *Crowd) tryEnter(bytes int64) (left <-chan struct{}, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken > 0 && c.taken+bytes > c.most {
		return c.left, false
	}
	c.taken += bytes
	return nil, true
}

func (c *Crowd) leave(bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.taken -= bytes
	close(c.left)
	c.left = make(chan struct{})
}

// crowdedBody is a body that enters a crowd before more of it is read than a
// small one has. It belongs to the goroutine that serves the request.
type crowdedBody struct {
	io.ReadCloser
	crowd *Crowd
	size  int64 // that it takes
	read  int64
	in    bool
}

func (b *crowdedBody) Read(p []byte) (int, error) {
	if !b.in && b.read >= largeBody {
		if !b.crowd.enter(b.size) {
			return 0, errCrowded
		}
		b.in = true
	}
	if !b.in {
		p = p[:min(int64(len(p)), largeBody-b.read)]
	}
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	return n, err
}

func (b *crowdedBody) leave() {
	if b.in {
		b.crowd.leave(b.size)
		b.in = false
	}
}
