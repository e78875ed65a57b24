package mockserver

import (
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/fault"
	"example.com/sms77mock/mockserver/internal/gateway/webhook"
)

// strikeWebhooks returns what sends a webhook: next, or a fault that strikes it, as
// if the receiver had answered so.
func (s *Server) strikeWebhooks(a *webhook.Attempt, r *http.Request, next http.RoundTripper) http.RoundTripper {
	effect := s.faults.Take(fault.Request{
		Endpoint: fixtures.EndpointWebhook, ClientID: a.ClientID, Account: a.Account,
		HTTP: r, Body: a.Body,
	})
	if effect == nil {
		return next
	}
	a.Fault = effect.Reason()
	return struck{effect, a, next}
}

// struck does what a fault orders to a webhook.
type struck struct {
	*fault.Effect
	attempt *webhook.Attempt
	next    http.RoundTripper
}

// RoundTrip answers in place of the receiver, or breaks its answer.
func (t struck) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := hold(r, t.Effect); err != nil {
		return nil, err
	}
	return t.breakAnswer(r)
}

// hold does what a fault orders before a receiver answers: it waits, and returns the
// error of a connection that the fault breaks.
func hold(r *http.Request, effect *fault.Effect) error {
	timer := time.NewTimer(effect.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-effect.Released:
	case <-r.Context().Done():
		return r.Context().Err()
	}
	switch effect.Connection {
	case fixtures.ConnectionRefuse:
		return fmt.Errorf("dial %s: %w", r.URL.Host, syscall.ECONNREFUSED)
	case fixtures.ConnectionReset:
		return fmt.Errorf("read from %s: %w", r.URL.Host, syscall.ECONNRESET)
	case fixtures.ConnectionEmpty:
		return fmt.Errorf("read from %s: %w", r.URL.Host, io.EOF)
	case fixtures.ConnectionHang:
		<-r.Context().Done()
		return r.Context().Err()
	case fixtures.ConnectionHold:
		select {
		case <-effect.Released:
		case <-r.Context().Done():
			return r.Context().Err()
		}
	}
	return nil
}

// breakAnswer returns what a fault makes of the receiver's answer.
func (t struck) breakAnswer(r *http.Request) (*http.Response, error) {
	answer := fault.Answer{Status: http.StatusOK, Header: http.Header{}}
	if t.RunsHandler {
		response, err := t.next.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
		if err != nil {
			return nil, err
		}
		answer = fault.Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	}
	answer, _ = t.Apply(answer) // a preset that may find nothing to break is not for webhooks
	if t.Connection == fixtures.ConnectionTruncate {
		return nil, fmt.Errorf("read from %s: %w", r.URL.Host, io.ErrUnexpectedEOF)
	}
	return response(answer, r), nil
}
