package mockserver

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"example.com/sms77mock/mockserver/internal/fault"
)

// recorder is a ResponseWriter that keeps the answer. The zero value is ready
// to use.
type recorder struct {
	header http.Header
	status int
	body   []byte
}

func (r *recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	r.body = append(r.body, b...)
	return len(b), nil
}

func (r *recorder) answer() fault.Answer {
	r.WriteHeader(http.StatusOK)
	return fault.Answer{Status: r.status, Header: r.Header(), Body: r.body}
}

// response returns an answer as the client gets it that made a request.
func response(a fault.Answer, r *http.Request) *http.Response {
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.Status, http.StatusText(a.Status)), StatusCode: a.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.Header, Body: io.NopCloser(bytes.NewReader(a.Body)), ContentLength: int64(len(a.Body)), Request: r,
	}
}
