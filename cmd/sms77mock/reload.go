package main

import (
	"log/slog"
	"os"
	"time"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/mockserver"
)

// watchInterval is how often --watch looks at the world file.
const watchInterval = 500 * time.Millisecond

// reloader loads the world file again while the server runs.
type reloader struct {
	path   string
	load   func() (fixtures.World, error)
	server *mockserver.Server
	logger *slog.Logger

	modified time.Time
	size     int64
}

// changed reports whether the file is another one than when it was last asked.
func (r *reloader) changed() bool {
	info, err := os.Stat(r.path)
	if err != nil || info.ModTime().Equal(r.modified) && info.Size() == r.size {
		return false
	}
	r.modified, r.size = info.ModTime(), info.Size()
	return true
}

// now loads the file. One with mistakes leaves the running world in force.
func (r *reloader) now() {
	world, err := r.load()
	if err == nil {
		err = r.server.Load(world)
	}
	if err != nil {
		r.logger.Error("world refused, the running one stays in force", "error", err)
		return
	}
	r.logger.Info("world loaded", "world", r.path)
}
