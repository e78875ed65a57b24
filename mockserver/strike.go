package mockserver

import (
	"fmt"
	"io"
	"net/http"
	"syscall"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/internal/fault"
	"example.com/sms77mock/mockserver/internal/gateway"
)

// receiver is the way to the receivers of webhooks, on which faults may strike,
// as if the receiver had answered so.
type receiver struct {
	server *Server
	next   http.RoundTripper
}

func (s *Server) strikeWebhooks(next http.RoundTripper) http.RoundTripper { return receiver{s, next} }

// RoundTrip delivers a webhook, or does what a fault orders.
func (t receiver) RoundTrip(r *http.Request) (*http.Response, error) {
	a := gateway.AttemptOf(r.Context())
	if a == nil {
		return t.next.RoundTrip(r)
	}
	effect := t.server.faults.Take(fault.Request{
		Endpoint: fixtures.EndpointWebhook, ClientID: a.ClientID, Account: a.Account,
		HTTP: r, Body: []byte(a.Body),
	})
	if effect == nil {
		return t.next.RoundTrip(r)
	}
	a.Fault = effect.Reason()
	gateway.Struck(r.Context())
	if err := hold(r, effect); err != nil {
		return nil, err
	}
	return t.breakAnswer(r, effect)
}

// hold does to a delivery what comes before an answer.
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
func (t receiver) breakAnswer(r *http.Request, effect *fault.Effect) (*http.Response, error) {
	answer := fault.Answer{Status: http.StatusOK, Header: http.Header{}}
	if effect.RunsHandler {
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
	answer, broke := effect.Apply(answer)
	if !broke {
		gateway.AttemptOf(r.Context()).Fault = ""
	}
	if effect.Connection == fixtures.ConnectionTruncate {
		return nil, fmt.Errorf("read from %s: %w", r.URL.Host, io.ErrUnexpectedEOF)
	}
	return response(answer, r), nil
}
