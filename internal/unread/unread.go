// Package unread bounds what a server keeps of what has come over its connections and
// nobody has read yet.
package unread

import "net/http"

// The bounds in bytes, so that many connections that stall in the middle of a header
// or, by HTTP/2, of a body do not take all the memory.
const (
	header     = 64 << 10  // eight times what web servers usually take
	body       = 64 << 10  // what clients send without being asked for more
	connection = 32 * body // the beginnings of 31 bodies that wait for room, and the one that they wait for
)

// Bound bounds what a server keeps that has not been started.
func Bound(s *http.Server) {
	s.MaxHeaderBytes = header
	s.HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerConnection: connection, MaxReceiveBufferPerStream: body}
}
