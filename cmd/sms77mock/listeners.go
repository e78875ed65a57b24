package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"syscall"
	"time"

	"example.com/sms77mock/internal/handshake"
	"example.com/sms77mock/internal/plain"
	"example.com/sms77mock/internal/unread"
	"example.com/sms77mock/mockserver"
)

// listeners are the open listeners of the process.
type listeners struct {
	logger  *slog.Logger
	open    *connections
	failed  chan error // an error of any listener
	servers []*http.Server
	closers []func() // run before the servers are shut down
}

// newListeners has room for the listeners of a server, which is closed first of all.
func newListeners(server *mockserver.Server) *listeners {
	logger := server.Logger()
	return &listeners{logger: logger, open: newConnections(logger), failed: make(chan error, 4), closers: []func(){server.Close}}
}

// The limits of a connection: a client that stalls does not keep it for ever.
// Answers that are held back and event streams have longer than others; see
// mockserver.
const (
	headerTimeout   = 10 * time.Second
	readTimeout     = 30 * time.Second
	writeTimeout    = 2 * time.Minute // twice the longest wait
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = 150 * time.Millisecond
)

// defaultAddr is where the server listens unless told otherwise.
const defaultAddr = "127.0.0.1:8077"

// checkAddr refuses the address that a flag gives if no machine could listen there;
// "" stands for a flag that is not given.
func checkAddr(flag, addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if addr != "" && (err != nil || port == "") {
		return fmt.Errorf("%s: %q: want HOST:PORT such as %s, or :8077 for every address of this machine", flag, addr, defaultAddr)
	}
	return nil
}

// serve opens a listener, for TLS if secure is not nil, and returns the URL it
// is reached under.
func (g *listeners) serve(scheme, addr string, handler http.Handler, secure *tls.Config) (string, error) {
	listener, err := plain.Listen(addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return "", fmt.Errorf("%w: another program listens there; port 0 picks a free one", err)
	}
	if err != nil {
		return "", err
	}
	listener = bounded{listener, g.open}
	server := &http.Server{
		Handler:           g.open.requests(handler),
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		TLSConfig:         secure.Clone(), // which the server changes
		ErrorLog:          handshake.Log(g.logger),
	}
	unread.Bound(server)
	g.servers = append(g.servers, server)
	go func() {
		serve := func() error { return server.Serve(listener) }
		if secure != nil {
			serve = func() error { return server.ServeTLS(listener, "", "") }
		}
		if err := serve(); !errors.Is(err, http.ErrServerClosed) {
			g.failed <- fmt.Errorf("%s: %w", listener.Addr(), err)
		}
	}()
	return scheme + "://" + reachable(listener.Addr().String()), nil
}

// shutdown closes every listener: it lets answers that are on their way
// finish, and then closes what is left.
func (g *listeners) shutdown() {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	for _, closer := range g.closers {
		closer()
	}
	for _, server := range g.servers {
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
	}
}
