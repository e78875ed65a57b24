package mockserver

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"

	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// auditTransport leads an audit's browser to the double itself, without a
// network, and to the applications that may be audited.
func (s *Server) auditTransport() http.RoundTripper {
	out := s.options.transport
	if out == nil {
		network := webhook.NewTransport()
		network.DisableKeepAlives, network.DisableCompression = true, true // an idle connection that is closed is no fault of the application
		network.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}    // the certificates of a test set-up are its own business
		out = network
	}
	return auditTransport{s, out}
}

type auditTransport struct {
	server *Server
	out    http.RoundTripper
}

// RoundTrip makes one request of an audit's browser. It ends with the request's
// context, whoever answers: that may be a handler of the test's in this process,
// which pulls a lever that waits for the audit to end.
func (t auditTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	answered := make(chan func() (*http.Response, error), 1)
	go func() {
		response, err := (*http.Response)(nil), io.ErrUnexpectedEOF // where a handler ends its goroutine
		defer func() { answered <- func() (*http.Response, error) { return response, err } }()
		response, err = t.roundTrip(r)
	}()
	select {
	case answer := <-answered:
		return answer()
	case <-r.Context().Done():
		return nil, context.Cause(r.Context())
	}
}

func (t auditTransport) roundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host == Hosts()[0] {
		return itself(t.server, r)
	}
	if err := t.server.gateway.MayReach(r.URL.String()); err != nil {
		return nil, fmt.Errorf("an audit goes where webhooks may go: %w", err)
	}
	return t.out.RoundTrip(r)
}

// itself has the double answer a request, without a network. A panic breaks the
// connection off, as it does over one.
func itself(s *Server, r *http.Request) (_ *http.Response, err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		err = io.ErrUnexpectedEOF
		if p != http.ErrAbortHandler {
			s.Logger().Error("panic", "path", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
		}
	}()
	arriving := r.Clone(r.Context())
	arriving.Host, arriving.RequestURI, arriving.RemoteAddr = r.URL.Host, r.URL.RequestURI(), "127.0.0.1:0"
	if arriving.Body == nil {
		arriving.Body = http.NoBody
	}
	var rec recorder
	s.serveAudit(&rec, arriving)
	return response(rec.answer(), r), nil
}

// serveAudit answers an audit's browser, which goes wherever an application sends
// it: to the double it gets, and to nothing that is the tester's.
func (s *Server) serveAudit(w http.ResponseWriter, r *http.Request) {
	r, ok := s.guard.Strip(w, r)
	switch {
	case !ok:
	case isLever(r.URL.Path), isPage(r.URL.Path), isDemo(r.URL.Path):
		http.Error(w, "an audit's browser gets to the double alone: it pulls no levers and sees no pages of the tester's", http.StatusForbidden)
	default:
		s.serveDouble(w, r)
	}
}
