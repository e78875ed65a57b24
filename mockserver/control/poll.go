package control

import (
	"context"
	"errors"
	"fmt"
	"time"

	"example.com/sms77mock/internal/await"
	"example.com/sms77mock/internal/route"
)

// longestPoll is how long one request of a wait takes at most.
const longestPoll = 30 * time.Second

// poll waits until a filter has chosen count things, and returns the last of these: it
// asks again and again until ctx ends, and then once for all that there is.
func poll[T any, F fmt.Stringer](ctx context.Context, c *Client, at route.Route, filter F, count int, all func() ([]T, error)) (T, error) {
	var none T
	count = max(count, 1)
	for ctx.Err() == nil {
		var found []T
		err := c.do(ctx, at, route.Wait[F]{Filter: filter, Timeout: patience(ctx)}, &found)
		if len(found) >= count {
			return found[count-1], nil
		}
		if err != nil && ctx.Err() == nil && !isTimeout(err) {
			return none, err
		}
	}
	found, _ := all()
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
