package control

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/sms77mock/internal/await"
)

// longestPoll is how long one request of a wait takes at most.
const longestPoll = 30 * time.Second

// polled is a filter with the time that the double is to wait.
type polled[F any] struct {
	Filter  F             `yaml:",inline"`
	Timeout time.Duration `yaml:"timeout"`
}

// poll waits until a filter has chosen count things, and returns the last of these: it
// asks again and again until ctx ends. Lists refuse a count, so all is the filter
// without it.
func poll[T any, F fmt.Stringer](ctx context.Context, c *Client, path string, filter, all F, count int) (T, error) {
	var none T
	count = max(count, 1)
	for ctx.Err() == nil {
		var found []T
		q := polled[F]{filter, patience(ctx)}
		err := c.do(ctx, order{method: "GET", path: path + "/wait", query: q}, &found)
		if len(found) >= count {
			return found[count-1], nil
		}
		if err != nil && ctx.Err() == nil && !isTimeout(err) {
			return none, err
		}
	}
	found, _ := get[[]T](c, path, all)
	if len(found) >= count {
		return found[count-1], nil
	}
	return none, await.Unmet(count, filter, len(found), context.Cause(ctx))
}

// patience returns how long a poll may take: no longer than ctx lasts.
func patience(ctx context.Context) time.Duration {
	if end, ok := ctx.Deadline(); ok {
		return max(min(time.Until(end), longestPoll), time.Millisecond)
	}
	return longestPoll
}

func isTimeout(err error) bool {
	var timeout *timeoutError
	return errors.As(err, &timeout)
}
