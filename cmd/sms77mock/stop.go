package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopTimeout is how long the program takes to end, at most, once it has been
// told to. What takes longer has nothing to lose: the state is in memory.
const stopTimeout = 600 * time.Millisecond

// untilStopped returns a context that ends when the process is told to stop.
// Whatever goes on then, even the loading of a large world, the process ends
// soon after that.
func untilStopped() (context.Context, context.CancelFunc) {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	disarm := context.AfterFunc(ctx, func() {
		time.AfterFunc(stopTimeout, func() { os.Exit(0) })
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
