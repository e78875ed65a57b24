package mockserver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime/debug"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/control"
	"example.com/sms77mock/mockserver/internal/audits"
	"example.com/sms77mock/mockserver/internal/feed"
	"example.com/sms77mock/mockserver/internal/gateway"
)

func (s *Server) newAudits() *audits.Audits {
	return audits.New(audits.Config{
		Auditor: s.options.auditor, Levers: auditLevers{s, s}, Double: "http://" + Hosts()[0], Transport: s.auditTransport,
		MayReach: s.gateway.MayReach,
		Changed:  func() { s.changes.Changed(feed.Audits) },
	})
}

// StartAudit begins an audit of an application, which goes on by itself. Its
// browser goes to this machine and to the hosts to which the world lets webhooks
// go.
func (s *Server) StartAudit(o control.AuditOrder) (control.Audit, error) { return s.audits.Start(o) }

// Audits returns the audits that are kept, oldest first, without what became of
// each scenario.
func (s *Server) Audits() ([]control.Audit, error) { return s.audits.List(), nil }

// Audit returns the audit with a number.
func (s *Server) Audit(id int) (control.Audit, error) { return s.audits.Get(id) }

// AnswerAudit answers the question of an attended audit.
func (s *Server) AnswerAudit(id int, r control.AuditReply) (control.Audit, error) {
	return s.audits.Answer(id, r)
}

// StopAudit ends the audit with a number, and returns when what it has ordered
// is taken back; one that has ended is forgotten.
func (s *Server) StopAudit(id int) error { return s.audits.Stop(id) }

// auditTransport leads an audit's browser to the double itself, without a
// network, and to the applications that may be audited.
func (s *Server) auditTransport() http.RoundTripper {
	out := s.options.transport
	if out == nil {
		network := gateway.NewTransport()
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
			s.options.logger.Error("panic", "path", r.URL.Path, "value", fmt.Sprint(p), "stack", string(debug.Stack()))
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
	r, ok := s.guard.strip(w, r)
	switch {
	case !ok:
	case isLever(r.URL.Path), isPage(r.URL.Path), isDemo(r.URL.Path):
		http.Error(w, "an audit's browser gets to the double alone: it pulls no levers and sees no pages of the tester's", http.StatusForbidden)
	default:
		s.serveDouble(w, r)
	}
}

// auditLevers are the levers as an audit pulls them: none of them waits for
// audits, of which one has pulled it.
type auditLevers struct {
	control.Levers
	server *Server
}

var errEndsAudits = errors.New("an audit ends no audits, and this would")

func (l auditLevers) Load(fixtures.World) error { return errEndsAudits }

func (l auditLevers) Restore(string) (control.Snapshot, error) {
	return control.Snapshot{}, errEndsAudits
}

func (l auditLevers) Reset(control.Owner) (control.Removed, error) {
	return control.Removed{}, errEndsAudits
}

func (l auditLevers) StopAudit(int) error       { return errEndsAudits }
func (l auditLevers) RemoveClient(string) error { return errEndsAudits }

// RemoveAccount takes an account away, as an audit does with those that it has
// made. Other audits of that account go on without it.
func (l auditLevers) RemoveAccount(name string) error {
	return l.server.removed(control.OfAccount(name), func(control.Owner) {})
}
