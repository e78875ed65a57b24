package testkit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// handlerTransport calls a handler instead of going over a network. It serves
// in the caller's goroutine and returns whole answers, so nothing is streamed.
type handlerTransport struct{ handler http.Handler }

// errAborted is what a client sees of a connection that a fault has cut.
var errAborted = errors.New("testkit: connection closed without an answer")

// RoundTrip serves one request. It ends with the request's context, as over a
// network.
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
	if !w.serve(t.handler, in) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL, errAborted)
	}
	return w.response(r), nil
}

// memoryWriter is a ResponseWriter that keeps the answer.
type memoryWriter struct {
	header http.Header
	sent   http.Header // as it was when the status was written
	status int
	body   bytes.Buffer
}

// serve reports whether the handler came to an end; net/http's way to abort is
// a panic.
func (w *memoryWriter) serve(h http.Handler, r *http.Request) (done bool) {
	defer func() {
		if v := recover(); v != nil && v != http.ErrAbortHandler {
			panic(v)
		}
	}()
	h.ServeHTTP(w, r)
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

// response turns what was written into what a client reads. A body that is
// shorter than its Content-Length ends with an error, as over a network.
func (w *memoryWriter) response(r *http.Request) *http.Response {
	length := int64(w.body.Len())
	var body io.Reader = &w.body
	if declared, err := strconv.ParseInt(w.sent.Get("Content-Length"), 10, 64); err == nil && declared > length && r.Method != http.MethodHead {
		body = io.MultiReader(body, cutOff{})
		length = declared
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// cutOff is a reader at whose place a connection broke.
type cutOff struct{}

func (cutOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
