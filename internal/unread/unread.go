// Package unread bounds what a server keeps of what has come over its connections and
// nobody has read yet.
package unread

import "net/http"

// Many connections that stall in the middle of a header or, by HTTP/2, of a body must
// not take all the memory. In bytes: web servers take headers of 8 kB. Of a body,
// clients send 64 KiB unasked. A connection takes the beginnings of 31 that wait for
// room, and then still the rest of the one that they wait for.
const (
	header     = 64 << 10
	body       = 64 << 10
	connection = 32 * body
)

// Bound bounds what a server keeps that has not been started.
func Bound(s *http.Server) {
	s.MaxHeaderBytes = header
	s.HTTP2 = &http.HTTP2Config{MaxReceiveBufferPerConnection: connection, MaxReceiveBufferPerStream: body}
}
