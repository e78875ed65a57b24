// Package plain listens as servers did before Go 1.24.
package plain

import (
	"context"
	"net"
)

// Listen listens on TCP, and not on Multipath TCP, as [net.Listen] does: between
// a test and its double there is one path, and each request would take a
// twentieth longer.
func Listen(addr string) (net.Listener, error) {
	var config net.ListenConfig
	config.SetMultipathTCP(false)
	return config.Listen(context.Background(), "tcp", addr)
}
