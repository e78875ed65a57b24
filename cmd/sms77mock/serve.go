package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/sms77mock/mockserver"
)

type serveCmd struct {
	worldFlag
	Addr        string `help:"Address to listen on; port 0 picks a free one; ${default} unless given." default:"127.0.0.1:8077" placeholder:"HOST:PORT"`
	ControlAddr string `help:"Serve /_mock/ on a listener of its own instead; the dashboard there needs --public-url for its curl lines." placeholder:"HOST:PORT" xor:"control"`
	NoControl   bool   `help:"Take /_mock/ away, all but /_mock/health." xor:"control"`
	NoReason    bool   `help:"Leave the header Mock-Reason away."`
	PublicURL   string `help:"URL under which clients reach the server, instead of what each request says." name:"public-url" placeholder:"URL"`
	Journal     int    `help:"How many requests the journal remembers." default:"1000"`
	Watch       bool   `help:"Load the world file again whenever it changes."`
	LogFormat   string `help:"Format of the log." enum:"text,json" default:"text"`
	LogLevel    string `help:"Least level that is logged." enum:"debug,info,warn,error" default:"info"`
	standInFlags
}

// Validate refuses a public URL that is none; kong calls it.
func (c serveCmd) Validate() error {
	u, err := url.Parse(c.PublicURL)
	if c.PublicURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("--public-url: %q: want a URL such as https://sms77mock.test", c.PublicURL)
	}
	return nil
}

// Run serves until a signal or an error ends it.
func (c serveCmd) Run(ctx context.Context, s streams) error {
	logger := c.logger(s)
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)
	reload := reloader{path: c.World, load: c.load, logger: logger}
	reload.changed() // from now on, what is written is a change
	world, err := c.load()
	if err != nil {
		return err
	}
	stand, err := c.standIn()
	if err != nil {
		return err
	}
	server, err := mockserver.New(world, c.options(logger, stand)...)
	if err != nil {
		return err
	}
	reload.server = server
	group := &listeners{logger: logger, failed: make(chan error, 4), closers: []func(){server.Close}}
	defer group.shutdown()
	ready, err := c.listen(group, server, stand)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, ready)
	return c.wait(ctx, group, hangups, reload)
}

// options are what the flags say to the double.
func (c serveCmd) options(logger *slog.Logger, stand *standIn) []mockserver.Option {
	opts := []mockserver.Option{
		mockserver.WithLogger(logger),
		mockserver.WithVersion(version),
		mockserver.WithJournalSize(c.Journal),
		mockserver.WithPublicURL(c.PublicURL),
		mockserver.WithCA(stand.pem()),
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
// when it is told to.
func (c serveCmd) wait(ctx context.Context, group *listeners, hangups <-chan os.Signal, reload reloader) error {
	var ticks <-chan time.Time
	if c.Watch {
		ticker := time.NewTicker(watchInterval)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for {
		select {
		case <-ctx.Done():
			group.logger.Info("shutting down")
			return nil
		case err := <-group.failed:
			return err
		case <-hangups:
			reload.now()
		case <-ticks:
			if reload.changed() {
				reload.now()
			}
		}
	}
}

// listen opens every listener that was asked for and returns the line that says
// so.
func (c serveCmd) listen(group *listeners, server *mockserver.Server, stand *standIn) (ready string, err error) {
	url, err := group.serve("http", c.Addr, server, nil)
	if err != nil {
		return "", err
	}
	ready = fmt.Sprintf("sms77mock is ready: %s (world %s)", url, c.World)
	if c.ControlAddr != "" {
		controlURL, err := group.serve("http", c.ControlAddr, server.Control(), nil)
		if err != nil {
			return "", err
		}
		ready += ", control " + controlURL + "/_mock/"
	}
	more, err := stand.listen(group, server)
	return ready + more, err
}

func (c serveCmd) logger(s streams) *slog.Logger {
	var level slog.Level
	level.UnmarshalText([]byte(c.LogLevel)) // one of the four that kong lets through
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(s.stderr, options))
	}
	return slog.New(slog.NewTextHandler(s.stderr, options))
}
