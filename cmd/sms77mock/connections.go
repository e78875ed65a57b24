package main

import (
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// connectionSize is what a connection that waits for a request takes, in bytes: 21
// kB, rounded up. A request by HTTP/2 that waits for its answer takes 18 kB.
const connectionSize = 32 << 10

// connections are those that are open to all listeners of the process. Those beyond
// a bound are closed at once, and the log says so: an application that leaks
// connections is to learn of it, and must not take all the memory.
type connections struct {
	most   int64
	logger *slog.Logger

	open atomic.Int64
	full atomic.Bool // whether the log has said so since fewer than half as many were open
}

// newConnections has room for as many connections as take together what the double may
// keep, and a few whatever that is.
func newConnections(logger *slog.Logger) *connections {
	return &connections{most: max(memoryToKeep()/connectionSize, 16), logger: logger}
}

// requests returns a handler that counts a request by HTTP/2, while h serves it, like a
// connection: one connection brings hundreds of them at a time. Those beyond the bound
// are broken off.
func (c *connections) requests(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor > 1 {
			to, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr) // which net/http knows
			if !c.enter(to) {
				panic(http.ErrAbortHandler)
			}
			defer c.leave()
		}
		h.ServeHTTP(w, r)
	})
}

// bounded is a listener whose connections count.
type bounded struct {
	net.Listener
	among *connections
}

// Accept waits for a connection.
func (l bounded) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		tcp, ok := conn.(*net.TCPConn)
		if !ok {
			return conn, err
		}
		if l.among.enter(l.Addr()) {
			return &admitted{TCPConn: tcp, leave: sync.OnceFunc(l.among.leave)}, nil
		}
		tcp.Close()
	}
}

// enter counts one more connection, to an address, and reports whether there is room
// for it.
func (c *connections) enter(to net.Addr) bool {
	if c.open.Add(1) <= c.most {
		return true
	}
	c.open.Add(-1)
	if !c.full.Swap(true) {
		c.logger.Warn("too many connections are open, or requests by HTTP/2; further ones are closed: does the application close its own, or use them again?",
			"addr", to.String(), "open", c.most)
	}
	return false
}

func (c *connections) leave() {
	if c.open.Add(-1) < c.most/2 {
		c.full.Store(false)
	}
}

// admitted is a connection that counts until it is closed.
type admitted struct {
	*net.TCPConn
	leave func()
}

// Close closes the connection.
func (c *admitted) Close() error {
	defer c.leave()
	return c.TCPConn.Close()
}
