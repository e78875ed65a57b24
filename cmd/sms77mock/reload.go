package main

import (
	"log/slog"
	"os"
	"sync"
	"time"
)

// watchInterval is how often --watch looks at the world file. What has changed
// is loaded as soon as two looks agree: by then it has been written whole.
const watchInterval = 250 * time.Millisecond

// reloader loads the world file again while the server runs.
type reloader struct {
	worldFlags
	logger  *slog.Logger
	refused bool // whether the last load was; loads come one after the other

	mu     sync.Mutex  // guards the fields below
	loaded os.FileInfo // the file that was loaded last, or refused; nil if there was none
	seen   os.FileInfo // the file at the last look
}

// newReloader returns a reloader for which whatever is written from now on is a
// change.
func newReloader(world worldFlags, logger *slog.Logger) *reloader {
	r := &reloader{worldFlags: world, logger: logger}
	r.loaded = r.look()
	r.seen = r.loaded
	return r
}

// look returns what can be told of the file without reading it; nil if it is
// not there.
func (r *reloader) look() os.FileInfo {
	info, err := os.Stat(r.file()) // follows links: another file behind the same one is a change
	if err != nil {
		return nil
	}
	return info
}

// changed reports whether the file is another one than was loaded, and the
// same as when it was asked before.
func (r *reloader) changed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.look()
	settled := same(now, r.seen)
	r.seen = now
	return now != nil && settled && !same(now, r.loaded)
}

// same reports whether two looks saw the same file with the same content, as
// far as they can tell.
func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return os.SameFile(a, b) && a.ModTime().Equal(b.ModTime()) && a.Size() == b.Size()
}

// now loads the file. One with mistakes leaves the running world and its state in
// force, and so does one in which they have been undone.
func (r *reloader) now(kept *keeper) {
	r.mu.Lock()
	r.loaded = r.look()
	r.mu.Unlock()
	world, err := r.loadAgain()
	if err == nil && r.refused && kept.beganWith(world) {
		r.refused = false
		r.logger.Info("the world is as it was, the running one stays in force", "world", r.String())
		return
	}
	if err == nil {
		err = kept.load(world)
	}
	if r.refused = err != nil; r.refused {
		r.logger.Error("world refused, the running one stays in force", "error", err)
		return
	}
	r.logger.Info("world loaded", "world", r.String())
}
