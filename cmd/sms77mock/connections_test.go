package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"

	"example.com/sms77mock/internal/plain"
)

// All listeners together have so many connections at the same time, and close those
// beyond.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	among := &connections{most: 2, logger: slog.New(slog.NewTextHandler(&log, nil))}
	accepted := make(chan net.Conn)
	var listening []net.Listener
	var accepting sync.WaitGroup
	for range 2 {
		inner, err := plain.Listen("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { inner.Close() })
		listening = append(listening, inner)
		accepting.Go(func() {
			for {
				conn, err := bounded{inner, among}.Accept()
				if err != nil {
					return
				}
				accepted <- conn
			}
		})
	}
	dialled := 0
	dial := func() net.Conn { // each listener in turn
		dialled++
		conn, err := net.Dial("tcp", listening[dialled%2].Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return conn
	}
	dial()
	first := <-accepted
	dial()
	<-accepted
	for range 2 {
		if n, err := dial().Read(make([]byte, 1)); n > 0 || err == nil {
			t.Errorf("a third connection: got %d bytes, %v, want it to be closed", n, err)
		}
	}
	for range 2 { // however often it is closed
		first.Close()
	}
	dial()
	second := <-accepted
	if n, err := dial().Read(make([]byte, 1)); n > 0 || err == nil {
		t.Errorf("a third connection when one has made room for another: got %d bytes, %v, want it to be closed", n, err)
	}
	second.Close()
	for _, listener := range listening {
		listener.Close()
	}
	go func() {
		accepting.Wait()
		close(accepted)
	}()
	if _, ok := <-accepted; ok {
		t.Error("got one connection more than there were, want none")
	}
	if n := strings.Count(log.String(), "too many connections"); n != 1 {
		t.Errorf("the log says %d times that there were too many, want once:\n%s", n, &log)
	}
}

// However little memory there is to be used, somebody is served.
func TestConnectionsOfLittleMemory(t *testing.T) {
	t.Parallel()
	if got := serve(t, []string{"GOMEMLIMIT=0"}).status(t, "/_mock/health"); got != http.StatusOK {
		t.Errorf("got %d, want 200", got)
	}
}

// Each request by HTTP/2 counts as a connection while it is served, since one
// connection brings hundreds.
func TestRequestsByHTTP2AreBounded(t *testing.T) {
	t.Parallel()
	const most = 16 // whatever the memory
	for _, name := range []string{"TLS", "the proxy"} {
		by := byHTTP2(t, serve(t, []string{"GOMEMLIMIT=0"}, "--tls-addr", "127.0.0.1:0", "--proxy-addr", "127.0.0.1:0"))[name]
		open := 0
		for range 2 * most {
			response, err := (&http.Client{Transport: by.transport}).Get(by.url + "/_mock/events")
			if err == nil {
				defer response.Body.Close()
				open++
			}
		}
		if open == 0 || open >= most {
			t.Errorf("by %s: %d requests are served at once, want fewer than %d", name, open, most)
		}
	}
}

// What breaks a connection finds what it needs.
func TestAdmittedIsTCP(t *testing.T) {
	t.Parallel()
	var conn net.Conn = &admitted{}
	for name, ok := range map[string]bool{
		"SetLinger":  is[interface{ SetLinger(int) error }](conn),
		"CloseWrite": is[interface{ CloseWrite() error }](conn),
		"ReadFrom":   is[io.ReaderFrom](conn),
	} {
		if !ok {
			t.Errorf("it has no %s, which a TCP connection has", name)
		}
	}
}

func is[T any](v any) bool {
	_, ok := v.(T)
	return ok
}
