package proxy

import (
	"io"
	"net"
	"net/http"
	"sync"
)

// tunnels are the connections that the proxy has taken over or made, and what
// runs for them. The zero value has none.
type tunnels struct {
	running sync.WaitGroup

	mu     sync.Mutex // guards the fields below
	closed bool
	open   map[net.Conn]struct{}
}

// enter counts something that runs until leave, and reports whether it may:
// after close nothing begins any more.
func (t *tunnels) enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	t.running.Add(1)
	return true
}

func (t *tunnels) leave() { t.running.Done() }

// keep returns a connection that close closes. One that comes too late is
// closed at once.
func (t *tunnels) keep(c net.Conn) *tunnel {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		c.Close()
	} else {
		if t.open == nil {
			t.open = make(map[net.Conn]struct{})
		}
		t.open[c] = struct{}{}
	}
	return &tunnel{Conn: c, in: c, parent: t}
}

func (t *tunnels) drop(c net.Conn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.open, c)
}

// close ends what there is, and lets nothing begin any more.
func (t *tunnels) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	for c := range t.open {
		c.Close() // who reads from it is told, and drops it
	}
}

// tunnel is one end of a tunnel.
type tunnel struct {
	net.Conn
	in     io.Reader // what is read from it
	parent *tunnels
}

// Read reads what the other side sends.
func (t *tunnel) Read(b []byte) (int, error) { return t.in.Read(b) }

// CloseWrite tells the other side that nothing more will come.
func (t *tunnel) CloseWrite() error {
	if c, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return t.Close()
}

// Close ends the tunnel.
func (t *tunnel) Close() error {
	t.parent.drop(t.Conn)
	return t.Conn.Close()
}

// established is the answer to a CONNECT that succeeds.
const established = "HTTP/1.1 200 Connection established\r\n\r\n"

// take takes the client's connection over, and tells the client that its tunnel
// is there. It reports whether it could; if not, the request has been answered.
func (p *Proxy) take(w http.ResponseWriter) (*tunnel, bool) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return nil, false
	}
	t := p.tunnels.keep(conn)
	if _, err := io.WriteString(t, established); err != nil {
		t.Close()
		return nil, false
	}
	early := io.LimitReader(buffered, int64(buffered.Reader.Buffered()))
	t.in = io.MultiReader(early, conn)
	return t, true
}
