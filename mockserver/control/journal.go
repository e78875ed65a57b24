package control

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver/gateway"
	"example.com/sms77mock/mockserver/journal"
)

// requestWait is a filter with the time to wait.
type requestWait struct {
	journal.Filter `yaml:",inline"`
	waitTime       `yaml:",inline"`
}

// messageWait is a filter with the time to wait.
type messageWait struct {
	gateway.MessageFilter `yaml:",inline"`
	waitTime              `yaml:",inline"`
}

func (s *Server) requests(r *http.Request) (any, error) {
	var f journal.Filter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	if err := checkFilter(f); err != nil {
		return nil, err
	}
	return s.levers.Journal().List(f), nil
}

// checkFilter refuses a filter that can choose nothing. A client that is not
// registered may well have asked, and so may a grant that does not exist.
func checkFilter(f journal.Filter) error {
	if err := fixtures.CheckEndpoint(f.Endpoint); err != nil {
		return err
	}
	if f.Count < 0 {
		return fmt.Errorf("count: %d: want 1 or more", f.Count)
	}
	return nil
}

func (s *Server) request(r *http.Request) (any, error) {
	id, err := strconv.ParseUint(mux.Vars(r)["id"], 10, 64)
	entry, ok := s.levers.Journal().Get(id)
	if err != nil || !ok {
		return nil, &failure{http.StatusNotFound, fmt.Errorf("the journal has no request %s", mux.Vars(r)["id"])}
	}
	return entry, nil
}

func (s *Server) waitForRequests(r *http.Request) (any, error) {
	var q requestWait
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	if err := checkFilter(q.Filter); err != nil {
		return nil, err
	}
	ctx, stop, err := s.waitContext(r, q.waitTime)
	if err != nil {
		return nil, err
	}
	defer stop()
	entries, err := s.levers.Journal().Wait(ctx, q.Filter)
	return entries, timedOut(err)
}

func (s *Server) clearRequests(r *http.Request) (any, error) {
	return s.clear(r, s.levers.Journal().Clear)
}

func (s *Server) messages(r *http.Request) (any, error) {
	var f gateway.MessageFilter
	if err := readQuery(r, &f); err != nil {
		return nil, err
	}
	if err := s.known(f.ClientID, f.Account); err != nil {
		return nil, err
	}
	return s.levers.Gateway().Messages(f), nil
}

func (s *Server) waitForMessages(r *http.Request) (any, error) {
	var q messageWait
	if err := readQuery(r, &q); err != nil {
		return nil, err
	}
	if err := s.known(q.ClientID, q.Account); err != nil {
		return nil, err
	}
	ctx, stop, err := s.waitContext(r, q.waitTime)
	if err != nil {
		return nil, err
	}
	defer stop()
	if _, err := s.levers.Gateway().WaitForMessage(ctx, q.MessageFilter); err != nil {
		return nil, timedOut(err)
	}
	return s.levers.Gateway().Messages(q.MessageFilter), nil
}

func (s *Server) receive(r *http.Request) (any, error) {
	var in gateway.Inbound
	if err := readBody(r, &in); err != nil {
		return nil, err
	}
	return s.levers.Gateway().Receive(in)
}

func (s *Server) clearMessages(r *http.Request) (any, error) {
	return s.clear(r, s.levers.Gateway().ClearMessages)
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
		case <-s.levers.Closing():
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
