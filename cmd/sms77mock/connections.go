package main

import (
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
)

// connectionSize is what a connection that waits for a request takes, in bytes: 21
// kB, rounded up.
const connectionSize = 32 << 10

// mostConnections returns how many connections a listener has at the same time: as
// many as take together what the double may keep, and a few whatever that is.
func mostConnections() int64 { return max(memoryToKeep()/connectionSize, 16) }

// bounded is a listener with a bound for the connections that are open. Those beyond
// are closed at once, and the log says so: an application that leaks connections is
// to learn of it, and must not take all the memory.
type bounded struct {
	net.Listener
	most   int64
	logger *slog.Logger

	open atomic.Int64
	full atomic.Bool // whether the log has said so since fewer than half as many were open
}

// Accept waits for a connection.
func (l *bounded) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		tcp, ok := conn.(*net.TCPConn)
		if !ok {
			return conn, err
		}
		if l.enter() {
			return &admitted{TCPConn: tcp, leave: sync.OnceFunc(l.leave)}, nil
		}
		tcp.Close()
	}
}

// enter counts one more connection, and reports whether there is room for it.
func (l *bounded) enter() bool {
	if l.open.Add(1) <= l.most {
		return true
	}
	l.open.Add(-1)
	if !l.full.Swap(true) {
		l.logger.Warn("too many connections are open, further ones are closed: does the application close its own, or use them again?",
			"addr", l.Addr().String(), "open", l.most)
	}
	return false
}

func (l *bounded) leave() {
	if l.open.Add(-1) < l.most/2 {
		l.full.Store(false)
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
