package testkit

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"syscall"
)

// handlerTransport calls a handler instead of going over a network. It serves
// in the caller's goroutine and returns whole answers, so nothing is streamed.
type handlerTransport struct {
	handler http.Handler
	logf    func(format string, args ...any) // is told of a panic
}

// RoundTrip serves one request. It ends with the request's context, and its
// errors are those of a socket.
func (t handlerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	in.RemoteAddr = "192.0.2.1:1234" // as httptest.NewRequest has it
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	w := &memoryWriter{header: http.Header{}}
	if t.serve(w, in) {
		return w.response(r), nil
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return nil, w.broken()
}

// memoryWriter is a ResponseWriter that keeps the answer.
type memoryWriter struct {
	header http.Header
	sent   http.Header // as it was when the status was written
	status int
	body   bytes.Buffer
	conn   *memoryConn // once the handler has taken the connection over
}

// serve reports whether the handler has answered. A panic ends its connection and
// nothing else, as in a server of net/http; [http.ErrAbortHandler] does so without
// a word.
func (t handlerTransport) serve(w *memoryWriter, r *http.Request) (done bool) {
	defer func() {
		if v := recover(); v != nil && v != http.ErrAbortHandler {
			t.logf("testkit: panic serving %s %s: %v\n%s", r.Method, r.URL.Redacted(), v, debug.Stack())
		}
	}()
	t.handler.ServeHTTP(w, r)
	if w.conn != nil {
		return false
	}
	w.WriteHeader(http.StatusOK)
	return true
}

func (w *memoryWriter) Header() http.Header { return w.header }

func (w *memoryWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *memoryWriter) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// Hijack hands over a connection that can only be closed.
func (w *memoryWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.conn = &memoryConn{}
	return w.conn, bufio.NewReadWriter(bufio.NewReader(w.conn), bufio.NewWriter(w.conn)), nil
}

// broken is the error of a client whose connection was closed before the answer.
func (w *memoryWriter) broken() error {
	if w.conn != nil && w.conn.refused {
		return errRefused(nil)
	}
	if w.conn != nil && w.conn.reset {
		return &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	return io.EOF
}

// response turns what was written into what a client reads. A body that is
// shorter than its Content-Length ends with an error, as over a network.
func (w *memoryWriter) response(r *http.Request) *http.Response {
	length := int64(w.body.Len())
	if _, said := w.sent["Content-Type"]; !said && length > 0 {
		w.sent.Set("Content-Type", http.DetectContentType(w.body.Bytes())) // as net/http does
	}
	var body io.Reader = &w.body
	if declared, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil && declared > length && r.Method != http.MethodHead {
		body = io.MultiReader(body, cutOff{io.ErrUnexpectedEOF})
		length = declared
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// cutOff is a reader at whose place a connection broke.
type cutOff struct{ err error }

func (c cutOff) Read([]byte) (int, error) { return 0, c.err }

// memoryConn stands for the connection that a handler has taken over, to close
// it.
type memoryConn struct {
	net.Conn      // nil: nothing else can be done with it
	reset    bool // whether it is closed by TCP RST instead of FIN
	refused  bool // whether the client is to find that nobody listens
}

var errNoConn = errors.New("testkit: there is no connection in memory")

func (c *memoryConn) Read([]byte) (int, error)  { return 0, errNoConn }
func (c *memoryConn) Write([]byte) (int, error) { return 0, errNoConn }
func (c *memoryConn) Close() error              { return nil }

// Refuse makes the client find that nobody listens.
func (c *memoryConn) Refuse() { c.refused = true }

// SetLinger is how a TCP connection is told to end by RST.
func (c *memoryConn) SetLinger(seconds int) error {
	c.reset = seconds == 0
	return nil
}
