package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

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

// waitTime is how long a long poll lasts.
type waitTime struct {
	Timeout time.Duration `yaml:"timeout" zero:"want more than 0s, and 1m0s at most" doc:"How long to wait; 5s unless given, 60s at most."`
}

func waitForRequests(d Double, r *http.Request, q requestWait) ([]control.Entry, error) {
	all := q.RequestFilter
	all.Count = 0
	return wait(r, q.waitTime, q.RequestFilter, q.RequestFilter.Count, d.WaitForRequest, func() ([]control.Entry, error) { return d.Requests(all) })
}

func waitForMessages(d Double, r *http.Request, q messageWait) ([]control.Message, error) {
	all := q.MessageFilter
	all.Count = 0
	return wait(r, q.waitTime, q.MessageFilter, q.MessageFilter.Count, d.WaitForMessage, func() ([]control.Message, error) { return d.Messages(all) })
}

// wait waits for so many that a filter chooses, at least one, and returns all of it.
// What has been cleared again before it could be returned does not count.
func wait[F, T any](r *http.Request, q waitTime, filter F, count int, wait func(context.Context, F) (T, error), all func() ([]T, error)) ([]T, error) {
	ctx, stop, err := waitContext(r, q)
	if err != nil {
		return nil, err
	}
	defer stop()
	for {
		if _, err := wait(ctx, filter); err != nil {
			return nil, timedOut(ctx, err)
		}
		if list, err := all(); err != nil || len(list) >= max(count, 1) {
			return list, err
		}
	}
}

// The bounds of a long poll.
const (
	defaultWait = 5 * time.Second
	longestWait = time.Minute
)

var errTimeout = errors.New("timed out")

// waitContext returns a context that ends with the request and when the time to
// wait is over.
func waitContext(r *http.Request, q waitTime) (context.Context, func(), error) {
	if q.Timeout < 0 || q.Timeout > longestWait {
		return nil, nil, fmt.Errorf("timeout: %q: want more than 0s, and %s at most", q.Timeout, longestWait)
	}
	ctx, cancel := context.WithTimeoutCause(r.Context(), cmp.Or(q.Timeout, defaultWait), errTimeout)
	return ctx, cancel, nil
}

// timedOut gives a wait that came to nothing its status. A filter that makes no
// sense ends no context.
func timedOut(ctx context.Context, err error) error {
	if ctx.Err() == nil && !errors.Is(err, control.ErrClosing) {
		return err
	}
	return &failure{http.StatusRequestTimeout, err}
}
