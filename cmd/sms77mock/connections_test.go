package main

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"

	"example.com/sms77mock/internal/plain"
)

// A listener has so many connections at the same time, and closes those beyond.
func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	inner, err := plain.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { inner.Close() })
	var log bytes.Buffer
	listener := &bounded{Listener: inner, most: 2, logger: slog.New(slog.NewTextHandler(&log, nil))}
	accepted := make(chan net.Conn)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				close(accepted)
				return
			}
			accepted <- conn
		}
	}()
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", inner.Addr().String())
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
	inner.Close()
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
