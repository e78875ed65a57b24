package testkit

import (
	"context"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// refusals lets the client's end of a connection in this process find that nobody
// listens: to the double, which has accepted it, it is too late to say so. The
// zero value knows of no connections.
type refusals struct {
	ends sync.Map // *clientEnd by the address of the client's end
}

// errRefused is the error of a client that finds nobody listening.
func errRefused(at net.Addr) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: at, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
}

// dial connects to an address.
func (r *refusals) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c := &clientEnd{Conn: conn, refusals: r}
	r.ends.Store(conn.LocalAddr().String(), c)
	return c, nil
}

// clientEnd is the client's end of a connection.
type clientEnd struct {
	net.Conn
	refusals *refusals
	refused  atomic.Bool
}

// Read reads, or fails as if there had never been a connection.
func (c *clientEnd) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if err != nil && c.refused.Load() {
		err = errRefused(c.RemoteAddr())
	}
	return n, err
}

// Close closes the connection.
func (c *clientEnd) Close() error {
	c.refusals.ends.Delete(c.LocalAddr().String())
	return c.Conn.Close()
}

// refusing is a listener whose connections can be refused after all.
type refusing struct {
	net.Listener
	refusals *refusals
}

// Accept waits for a connection.
func (l refusing) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if tcp, ok := conn.(*net.TCPConn); ok {
		return doubleEnd{tcp, l.refusals}, err
	}
	return conn, err
}

// doubleEnd is the double's end of a connection.
type doubleEnd struct {
	*net.TCPConn
	refusals *refusals
}

// Refuse makes the client find that nobody listens, if it is in this process.
func (c doubleEnd) Refuse() {
	if end, ok := c.refusals.ends.Load(c.RemoteAddr().String()); ok {
		end.(*clientEnd).refused.Store(true)
	}
}
