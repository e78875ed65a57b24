package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"example.com/sms77mock/fixtures"
	"example.com/sms77mock/internal/checked"
)

// worldFlags choose a world.
type worldFlags struct {
	World     string `help:"World file to start from, or the name of one that is shipped (${worlds}); ${default} unless given." placeholder:"FILE|NAME" default:"default"`
	WorldYAML string `help:"The world itself, as the text of a world file, for places where no file can be mounted." name:"world-yaml" placeholder:"YAML"`

	WebhookHost []hostPattern `help:"Host besides this machine that webhooks may go to: a name, *.name for all below it, an IP address, or * for all; may be repeated." placeholder:"HOST"`
	PKCE        string        `help:"How PKCE is treated, instead of as the world says: ignore, verify or require." name:"pkce" enum:",ignore,verify,require" default:"" placeholder:"WORD"`
	Decision    string        `help:"How authorization requests are answered, unless a client or an account of the world has a decision of its own: approve, deny or prompt." enum:",approve,deny,prompt" default:"" placeholder:"WORD"`
}

// defaultWorld is what serves where no world was chosen.
const defaultWorld = "default"

// Validate refuses two worlds at once; kong calls it.
func (f worldFlags) Validate() error {
	if f.WorldYAML != "" && f.file() != defaultWorld {
		return fmt.Errorf("--world-yaml and --world can't be used together")
	}
	return nil
}

// file returns the file or the name that was chosen. An empty one, as a shell
// may give it, is none.
func (f worldFlags) file() string { return cmp.Or(f.World, defaultWorld) }

// fixed reports whether the world cannot change, because it is no file.
func (f worldFlags) fixed() bool {
	return f.WorldYAML != "" || slices.Contains(fixtures.ShippedNames(), f.file())
}

// size returns how many bytes are to be read, 0 for a world that is shipped.
func (f worldFlags) size() int64 {
	if f.WorldYAML != "" {
		return int64(len(f.WorldYAML))
	}
	if info, err := os.Stat(f.file()); !f.fixed() && err == nil {
		return info.Size()
	}
	return 0
}

// String names the world, for messages.
func (f worldFlags) String() string {
	if f.WorldYAML != "" {
		return "--world-yaml"
	}
	return f.file()
}

// load reads the world that was chosen, and has the other flags change it.
func (f worldFlags) load() (checked.World, error) {
	world, err := f.read()
	if err != nil {
		return world, err
	}
	return f.change(world)
}

func (f worldFlags) read() (checked.World, error) {
	switch {
	case f.WorldYAML != "":
		return checked.ParseWith(os.LookupEnv, f.String(), []byte(f.WorldYAML))
	case f.fixed():
		return checked.Shipped(f.file())
	}
	world, err := checked.Load(f.file())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		err = fmt.Errorf("%w; shipped worlds are %s", err, strings.Join(fixtures.ShippedNames(), ", "))
	case errors.Is(err, syscall.EISDIR):
		err = fmt.Errorf("%w; Docker makes one where the host does not have the file that is mounted", err)
	}
	return world, err
}

// loadAgain is load for a server that runs. A file without anything in it, as
// it is for a moment while it is written, does not stand for the default world
// then.
func (f worldFlags) loadAgain() (checked.World, error) {
	if f.fixed() {
		return f.load()
	}
	if info, err := os.Stat(f.file()); err == nil && !info.Mode().IsRegular() {
		return checked.World{}, fmt.Errorf("cannot read world file: %s is no regular file", f)
	}
	data, err := fixtures.ReadFile(f.file())
	if err != nil {
		return checked.World{}, err
	}
	if blank(data) {
		return checked.World{}, fmt.Errorf("%s: the file is empty; write {} for the world of the documentation", f)
	}
	world, err := checked.ParseWith(os.LookupEnv, f.file(), data)
	if err != nil {
		return world, err
	}
	return f.change(world)
}

// nothing lists the lines of a YAML file that say nothing. Tools that find no world
// write null.
var nothing = []string{"", "---", "...", "null", "~", "--- null", "--- ~"}

// blank reports whether a YAML file has nothing but remarks and null.
func blank(data []byte) bool {
	const mark = "\ufeff"
	for line := range strings.Lines(strings.TrimPrefix(string(data), mark)) {
		line, _, _ = strings.Cut(line, "#")
		if !slices.Contains(nothing, strings.TrimSpace(line)) {
			return false
		}
	}
	return true
}

// change returns a world without mistakes as the flags beside it change it. One that
// names no clients, accounts, codes and tokens gets the documentation's.
func (f worldFlags) change(read checked.World) (checked.World, error) {
	world := read.Get()
	if len(world.Clients) > 0 && len(f.WebhookHost) == 0 && f.PKCE == "" && f.Decision == "" {
		return read, nil // it stays as it is
	}
	world = f.withHosts(world.WithDocumented())
	if f.PKCE != "" {
		world.PKCE = fixtures.PKCE(f.PKCE)
	}
	if f.Decision != "" {
		world.Authorize.Decision = fixtures.Decision(f.Decision)
	}
	return checked.Of(world)
}

// withHosts returns a world with the hosts that webhooks may go to besides its own.
func (f worldFlags) withHosts(world fixtures.World) fixtures.World {
	hosts := &world.Gateway.Webhooks.Hosts
	for _, host := range texts(f.WebhookHost) {
		if !slices.Contains(*hosts, host) {
			*hosts = append(slices.Clip(*hosts), host)
		}
	}
	return world
}

// fill returns a world that comes by a lever with what the flags say in the place of
// what it leaves out: a tester's word is the later one.
func (f worldFlags) fill(world fixtures.World) fixtures.World {
	world.PKCE = cmp.Or(world.PKCE, fixtures.PKCE(f.PKCE))
	world.Authorize.Decision = cmp.Or(world.Authorize.Decision, fixtures.Decision(f.Decision))
	return f.withHosts(world)
}
