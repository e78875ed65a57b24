package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver/control"
)

func waitForRequests(d Double, r *http.Request, q route.Wait[control.RequestFilter]) ([]control.Entry, error) {
	all := q.Filter
	all.Count = 0
	return wait(r, q, q.Filter.Count, d.WaitForRequest, func() ([]control.Entry, error) { return d.Requests(all) })
}

func waitForMessages(d Double, r *http.Request, q route.Wait[control.MessageFilter]) ([]control.Message, error) {
	all := q.Filter
	all.Count = 0
	return wait(r, q, q.Filter.Count, d.WaitForMessage, func() ([]control.Message, error) { return d.Messages(all) })
}

// wait waits for so many that a filter chooses, at least one, and returns all of it.
// What has been cleared again before it could be returned does not count.
func wait[F, T any](r *http.Request, q route.Wait[F], count int, wait func(context.Context, F) (T, error), all func() ([]T, error)) ([]T, error) {
	ctx, stop, err := waitContext(r, q.Timeout)
	if err != nil {
		return nil, err
	}
	defer stop()
	for {
		if _, err := wait(ctx, q.Filter); err != nil {
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
func waitContext(r *http.Request, timeout time.Duration) (context.Context, func(), error) {
	if timeout < 0 || timeout > longestWait {
		return nil, nil, fmt.Errorf("timeout: %q: want more than 0s, and %s at most", timeout, longestWait)
	}
	ctx, cancel := context.WithTimeoutCause(r.Context(), cmp.Or(timeout, defaultWait), errTimeout)
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
