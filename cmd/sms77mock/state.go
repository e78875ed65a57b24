package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"example.com/sms77mock/cmd/sms77mock/internal/store"
	"example.com/sms77mock/internal/checked"
	"example.com/sms77mock/mockserver"
)

// stateFlags say where the state outlives the process.
type stateFlags struct {
	State string `help:"Keep the state in this directory, which is made if need be, and continue from it after a restart." placeholder:"DIR"`
}

// writeInterval is how often changes are written, and retryInterval how long after a
// failure that is tried again.
const (
	writeInterval = 250 * time.Millisecond
	retryInterval = 2 * time.Second
)

// stopTimeout is how long the program takes to end, at most, and the exit code if
// it takes longer.
func (f stateFlags) stopTimeout() (time.Duration, int) {
	if f.State == "" {
		return stopTimeout, 0
	}
	return stopTimeoutKeeping, 1
}

// keeper has a server, and a store into which it writes what changes of the
// server's state.
type keeper struct {
	server *mockserver.Server
	store  *store.Store // nil if the state is in memory only
	logger *slog.Logger
	failed bool // whether the last write failed; for one goroutine after the other: start, run, close

	mu     sync.Mutex    // held while the server is loaded, and guards the next two
	world  checked.World // that the server was started from
	origin string        // of that world; "" without a store

	done    chan struct{} // closed to end the regular writes
	writing sync.WaitGroup
}

// start starts a server from a world, or from the state that is kept, if the same
// world began it.
func (f stateFlags) start(world checked.World, logger *slog.Logger, opts []mockserver.Option) (k *keeper, err error) {
	k = &keeper{logger: logger, world: world, done: make(chan struct{})}
	if f.State == "" {
		k.server, err = mockserver.NewChecked(world, opts...)
		return k, err
	}
	k.origin = originOf(world)
	if k.store, err = store.Open(f.State); err != nil {
		return nil, err
	}
	if k.server, err = k.goOn(world, opts); err != nil {
		return nil, errors.Join(err, k.store.Close())
	}
	k.write(false)
	k.writing.Go(k.run)
	return k, nil
}

// originOf tells worlds apart, by what they say themselves: another version may have
// other defaults, and is to go on nevertheless.
func originOf(world checked.World) string {
	text, _ := json.Marshal(world.Get()) // which never fails
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// goOn returns a server that goes on from the store, or starts from the world if
// there is nothing in it, or a state that began with another world.
func (k *keeper) goOn(world checked.World, opts []mockserver.Option) (*mockserver.Server, error) {
	k.protect()
	parts, origin, err := k.store.Load()
	if err != nil {
		return nil, err
	}
	if origin != k.origin {
		former, found, err := k.store.Exchange(origin, k.origin)
		if err != nil {
			return nil, err
		}
		switch {
		case former != "":
			k.logger.Warn("the state began with another world: it was set aside", "file", k.store, "former", former)
		case found: // as after a crash in the middle of an exchange, or when somebody took the file away
			k.logger.Warn("there was no state: the one that was set aside with this world is back", "file", k.store)
		default:
			k.logger.Info("the state is kept from now on", "file", k.store)
		}
		if found {
			return k.goOn(world, opts)
		}
		return mockserver.NewChecked(world, opts...)
	}
	server, err := mockserver.Resume(parts, opts...)
	if err != nil {
		return nil, fmt.Errorf("state: %s makes no sense to this version: %w: start the version that wrote it, or move it away to start anew", k.store, err)
	}
	k.logger.Info("going on from the state", "file", k.store)
	return server, nil
}

// protect keeps others from reading the state, which has secrets.
func (k *keeper) protect() {
	switch mended, err := k.store.Protect(); {
	case err != nil:
		k.logger.Warn("the state, with its secrets and tokens, can be read by others", "file", k.store, "error", err)
	case mended:
		k.logger.Warn("the state, with its secrets and tokens, could be read by others, which has been mended", "file", k.store)
	}
}

// load starts the server again from a world, which its state begins with from now
// on.
func (k *keeper) load(world checked.World) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.server.Load(world.Get()); err != nil {
		return err
	}
	k.world = world
	if k.store != nil {
		k.origin = originOf(world)
	}
	return nil
}

// beganWith reports whether the server was started from a world that says the same.
func (k *keeper) beganWith(world checked.World) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return originOf(world) == originOf(k.world)
}

// run writes what changes, again and again.
func (k *keeper) run() {
	for {
		wait := writeInterval
		if k.failed {
			wait = retryInterval
		}
		select {
		case <-k.done:
			return
		case <-time.After(wait):
			k.write(k.failed)
		}
	}
}

// write writes what has changed, or all there is. It logs when it begins to fail,
// and when it works again.
func (k *keeper) write(all bool) error {
	if k.failed { // then all there is would be put together, which is in vain where the file is lost
		if err := k.store.Lost(); err != nil {
			return err
		}
	}
	k.mu.Lock()
	parts, origin := k.server.Changes(all), k.origin
	k.mu.Unlock()
	if len(parts) == 0 {
		return nil
	}
	err := k.store.Write(parts, origin)
	switch {
	case err == nil && !k.failed:
		k.logger.Debug("the state is written", "file", k.store)
	case err != nil && !k.failed:
		k.logger.Error("the state cannot be written; it will be tried again, and a restart until then loses what has changed", "file", k.store, "error", err)
	case err == nil && k.failed:
		k.logger.Info("the state is written again", "file", k.store)
	}
	k.failed = err != nil
	return err
}

// close writes the last changes.
func (k *keeper) close() error {
	if k.store == nil {
		return nil
	}
	close(k.done)
	k.writing.Wait()
	err := k.write(k.failed)
	if err != nil {
		err = fmt.Errorf("state: what has changed since it was written is lost: %w", err)
	}
	return errors.Join(err, k.store.Close())
}
