package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"time"

	"example.com/sms77mock/internal/hosts"
	"example.com/sms77mock/internal/route"
	"example.com/sms77mock/mockserver"
	"example.com/sms77mock/testkit/audit"
)

type serveCmd struct {
	worldFlags
	Addr        string        `help:"Address to listen on; port 0 picks a free one; ${default} unless given." default:"${addr}" placeholder:"HOST:PORT"`
	ControlAddr string        `help:"Serve /_mock/ here instead of at --addr; the dashboard then needs --public-url for its curl lines." placeholder:"HOST:PORT" xor:"control"`
	NoControl   bool          `help:"Switch /_mock/ off, except /_mock/health and /_mock/ready." xor:"control"`
	NoReason    bool          `help:"Leave out the headers Mock-Reason and Mock-Request."`
	PublicURL   string        `help:"URL under which clients reach the server, instead of what each request says." name:"public-url" placeholder:"URL"`
	AllowHost   []hostPattern `help:"Host under which /_mock/ and the pages may be reached, besides those of this machine, of the vendor, of --tls-host and of --public-url: a name, *.name, an IP address or *; may be repeated." placeholder:"HOST"`
	CORS        []string      `help:"Origin, such as http://127.0.0.1:3000, whose pages may call the double by script; * for all; may be repeated." name:"cors" placeholder:"ORIGIN"`
	Token       guard         `help:"Guard /_mock/ with this token, which clients send as a bearer token and people enter on the dashboard." placeholder:"TOKEN"`
	Journal     int           `help:"How many requests the journal (/_mock/requests) remembers." default:"1000"`
	Watch       bool          `help:"Load the world file again whenever it changes."`
	stateFlags
	logFlags
	standInFlags
}

// Validate refuses flags that make no sense; kong calls it.
func (c serveCmd) Validate() error {
	switch {
	case c.Addr == "": // which the system would take for every address of the machine
		return errors.New("--addr: want HOST:PORT, such as " + defaultAddr)
	case string(c.Token) != strings.TrimSpace(string(c.Token)): // and no header ends so
		return errors.New("--token: it begins or ends with a blank or a newline, as a file often does: nobody could show it")
	case c.Journal < 1:
		return fmt.Errorf("--journal: %d: want at least 1", c.Journal)
	case c.Watch && c.fixed():
		return fmt.Errorf("--watch: the world %s is no file and never changes", c.worldFlags)
	}
	for _, origin := range c.CORS {
		if _, err := hosts.Origin(origin); err != nil {
			return fmt.Errorf("--cors: %w", err)
		}
	}
	if _, err := hosts.BaseURL(c.PublicURL); err != nil {
		return fmt.Errorf("--public-url: %w", err)
	}
	return errors.Join(checkAddr("--addr", c.Addr), checkAddr("--control-addr", c.ControlAddr), c.worldFlags.Validate(), c.standInFlags.Validate())
}

// Run serves until a signal or an error ends it.
func (c serveCmd) Run(s streams, strange strangers) error {
	outliveReaders()
	ctx, cancel := untilStopped(c.stopTimeout())
	defer cancel()
	logger, lines := c.open(s.stderr)
	err := c.serve(ctx, s, logger, lines.total, strange)
	lines.close()
	return c.fatal(s.stderr, err)
}

func (c serveCmd) serve(ctx context.Context, s streams, logger *slog.Logger, dropped func() int, strange strangers) (err error) {
	for _, name := range strange {
		logger.Warn("unknown variable, which has no effect", "name", name)
	}
	hangups := make(chan os.Signal, 1)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it: a terminal that closes is no order
		signal.Notify(hangups, syscall.SIGHUP)
		defer signal.Stop(hangups)
	}
	stand, err := c.standIn(logger)
	if err != nil {
		return err
	}
	reload := newReloader(c.worldFlags, logger)
	kept, err := await(ctx, func() (*keeper, error) {
		defer collectLater(c.size())()
		world, err := c.load()
		if err != nil {
			return nil, err
		}
		return c.start(world, logger, append(c.options(logger, stand), mockserver.WithDroppedLines(dropped)))
	})
	if errors.Is(err, context.Canceled) {
		return nil
	}
	if err != nil {
		return err
	}
	// Last, because the requests that are still being answered change the state.
	defer func() { err = errors.Join(err, kept.close()) }()
	group := newListeners(kept.server)
	defer group.shutdown()
	ready, err := c.listen(group, kept.server, stand)
	if err != nil {
		return err
	}
	c.tellReady(s, logger, ready)
	return c.wait(ctx, group, hangups, reload, kept)
}

// options returns the options of the double that the flags stand for.
func (c serveCmd) options(logger *slog.Logger, stand *standIn) []mockserver.Option {
	opts := []mockserver.Option{
		mockserver.WithLogger(logger),
		mockserver.WithVersion(version),
		mockserver.WithWorldName(c.String()),
		mockserver.WithDefaults(c.fill),
		mockserver.WithJournalSize(c.Journal),
		mockserver.WithMemory(memoryToKeep()),
		mockserver.WithPublicURL(c.PublicURL),
		mockserver.WithCA(stand.pem()),
		mockserver.WithAllowedHosts(texts(c.AllowHost)...),
		mockserver.WithAllowedHosts(texts(c.TLSHost)...),
		mockserver.WithCORS(c.CORS...),
		mockserver.WithToken(string(c.Token)),
		mockserver.WithAuditor(audit.Auditor()),
	}
	if c.NoReason {
		opts = append(opts, mockserver.WithoutReason())
	}
	if c.NoControl || c.ControlAddr != "" {
		opts = append(opts, mockserver.WithoutControl())
	}
	return opts
}

// wait serves until a signal or an error ends it, and loads the world again
// when it is told to, one load after the other.
func (c serveCmd) wait(ctx context.Context, group *listeners, hangups <-chan os.Signal, reload *reloader, kept *keeper) error {
	var ticks <-chan time.Time
	if c.Watch {
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		ticks = ticker.C
	}
	due := make(chan struct{}, 1)
	var loading sync.WaitGroup
	loading.Go(func() {
		for range due {
			reload.now(kept)
		}
	})
	defer loading.Wait() // nothing is loaded into a server that is being closed
	defer close(due)
	again := func() {
		select {
		case due <- struct{}{}:
		default: // another one is due, and will read what there is then
		}
	}
	for {
		select {
		case <-ctx.Done():
			group.logger.Info("shutting down")
			return nil
		case err := <-group.failed:
			return err
		case <-hangups:
			again()
		case <-ticks:
			if reload.changed() {
				again()
			}
		}
	}
}

// ready lists where a server is reached: the name of each place, and its URL.
type ready []struct{ name, url string }

func (r *ready) add(name, url string) {
	*r = append(*r, struct{ name, url string }{name, url})
}

// listen opens every listener that was asked for.
func (c serveCmd) listen(group *listeners, server *mockserver.Server, stand *standIn) (ready, error) {
	var r ready
	url, err := group.serve("http", c.Addr, server, nil)
	if err != nil {
		return nil, err
	}
	r.add("url", url)
	if c.ControlAddr != "" {
		if url, err = group.serve("http", c.ControlAddr, server.Control(), nil); err != nil {
			return nil, err
		}
	}
	if !c.NoControl {
		r.add("dashboard", url+route.Dashboard.Path)
	}
	return r, stand.listen(group, server, &r)
}

// tellReady says on stdout, and in a log in JSON too, that the server is ready.
func (c serveCmd) tellReady(s streams, logger *slog.Logger, r ready) {
	line := fmt.Sprintf("sms77mock is ready: %s (world %s)", r[0].url, c.worldFlags)
	for _, more := range r[1:] {
		line += ", " + more.name + " " + more.url
	}
	out := newQueue(s.stdout, nil, nil)
	fmt.Fprintln(out, line)
	out.close()
	if c.LogFormat == "json" {
		attrs := []slog.Attr{slog.String("world", c.String())}
		for _, place := range r {
			attrs = append(attrs, slog.String(place.name, place.url))
		}
		logger.LogAttrs(context.Background(), slog.LevelInfo, "ready", attrs...)
	}
}
