package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// How long the program takes at most to exit once it has been told to. Where the state
// is only in memory, waiting saves nothing: the program is to be gone within half a
// second, the rest of which the system needs to close thousands of connections.
const (
	stopTimeout        = 350 * time.Millisecond
	stopTimeoutKeeping = 10 * time.Second
)

// outliveReaders has the process go on when whoever reads its log or its report goes
// away. Commands that only print end then, without a word.
func outliveReaders() { signal.Ignore(syscall.SIGPIPE) }

// untilStopped returns a context that ends when the process is told to stop. The
// process exits with code no later than timeout after that, whatever goes on, even the
// loading of a large world.
func untilStopped(timeout time.Duration, code int) (context.Context, context.CancelFunc) {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	disarm := context.AfterFunc(ctx, func() {
		time.AfterFunc(timeout, func() { os.Exit(code) })
	})
	return ctx, func() { disarm(); cancel() }
}

// await returns what f returns, or the error of ctx if that ends before.
func await[T any](ctx context.Context, f func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := f()
		results <- result{value, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
		return *new(T), ctx.Err()
	}
}
