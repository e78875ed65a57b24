package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"example.com/sms77mock/mockserver/control"
)

// requestWait is a filter with the time to wait.
type requestWait struct {
	control.RequestFilter `yaml:",inline"`
	waitTime              `yaml:",inline"`
}

// messageWait is a filter with the time to wait.
type messageWait struct {
	control.MessageFilter `yaml:",inline"`
	waitTime              `yaml:",inline"`
}

func (s *Server) requests(r *http.Request) (any, error) {
	var f control.RequestFilter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	return s.double.Requests(f)
}

func (s *Server) request(r *http.Request) (any, error) {
	id, err := strconv.ParseUint(mux.Vars(r)["id"], 10, 64)
	if err != nil {
		return nil, &control.NotFoundError{Message: "the journal has no request " + mux.Vars(r)["id"]}
	}
	return s.double.Request(id)
}

func (s *Server) waitForRequests(r *http.Request) (any, error) {
	var q requestWait
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	return wait(s, r, q.waitTime, q.RequestFilter, s.double.WaitForRequest, s.double.Requests)
}

// wait waits for what a filter chooses and returns it.
func wait[F, T any](s *Server, r *http.Request, q waitTime, filter F, wait func(context.Context, F) (T, error), list func(F) ([]T, error)) (any, error) {
	if _, err := list(filter); err != nil {
		return nil, err
	}
	ctx, stop, err := s.waitContext(r, q)
	if err != nil {
		return nil, err
	}
	defer stop()
	if _, err := wait(ctx, filter); err != nil {
		return nil, timedOut(err)
	}
	return list(filter)
}

func (s *Server) clearRequests(r *http.Request) (any, error) {
	return s.clear(r, s.double.ClearRequests)
}

func (s *Server) messages(r *http.Request) (any, error) {
	var f control.MessageFilter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	return s.double.Messages(f)
}

func (s *Server) waitForMessages(r *http.Request) (any, error) {
	var q messageWait
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	return wait(s, r, q.waitTime, q.MessageFilter, s.double.WaitForMessage, s.double.Messages)
}

func (s *Server) receive(r *http.Request) (any, error) {
	var in control.Inbound
	if err := readBody(r, &in); err != nil {
		return nil, err
	}
	return s.double.Receive(in)
}

func (s *Server) clearMessages(r *http.Request) (any, error) {
	return s.clear(r, s.double.ClearMessages)
}

// The bounds of a long poll.
const (
	defaultWait = 5 * time.Second
	longestWait = time.Minute
)

var errTimeout = errors.New("timed out")

// waitContext returns a context that ends with the request, with the server and
// when the time to wait is over.
func (s *Server) waitContext(r *http.Request, q waitTime) (context.Context, func(), error) {
	if q.Timeout < 0 || q.Timeout > longestWait {
		return nil, nil, fmt.Errorf("timeout: %q: want at most %s", q.Timeout, longestWait)
	}
	if q.Timeout == 0 {
		q.Timeout = defaultWait
	}
	ctx, cancel := context.WithTimeoutCause(r.Context(), q.Timeout, errTimeout)
	ctx, cancelCause := context.WithCancelCause(ctx)
	unhook := make(chan struct{})
	go func() {
		select {
		case <-s.double.Closing():
			cancelCause(errors.New("the server is closing"))
		case <-unhook:
		}
	}()
	return ctx, func() { close(unhook); cancel() }, nil
}

// timedOut gives a wait that came to nothing its status.
func timedOut(err error) error {
	if err == nil {
		return nil
	}
	return &failure{http.StatusRequestTimeout, err}
}
