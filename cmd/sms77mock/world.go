package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"example.com/sms77mock/fixtures"
)

// worldFlag chooses a world.
type worldFlag struct {
	World string `help:"World file to start from, or the name of one that is shipped (${worlds}); ${default} unless given." placeholder:"FILE|NAME" env:"SMS77MOCK_WORLD" default:"default"`
}

// shipped reports whether the world is one of those that are shipped.
func (f worldFlag) shipped() bool {
	return f.World == "" || slices.Contains(fixtures.ShippedNames(), f.World)
}

// loadAgain reads the world for a server that runs. A file without anything in
// it, as it is for a moment while it is written, does not stand for the default
// world then.
func (f worldFlag) loadAgain() (fixtures.World, error) {
	if data, err := os.ReadFile(f.World); err == nil && !f.shipped() && blank(data) {
		return fixtures.World{}, fmt.Errorf("%s: the file is empty; write {} for the world of the documentation", f.World)
	}
	return f.load()
}

// blank reports whether a YAML file has nothing but remarks.
func blank(data []byte) bool {
	for line := range bytes.Lines(data) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && string(line) != "---" {
			return false
		}
	}
	return true
}

// load reads the world that was chosen.
func (f worldFlag) load() (fixtures.World, error) {
	if f.shipped() {
		return fixtures.Shipped(f.World)
	}
	world, err := fixtures.Load(f.World)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%w; shipped worlds are %s", err, strings.Join(fixtures.ShippedNames(), ", "))
	}
	return world, err
}

// AfterApply takes an empty name, as an empty variable gives it, for none.
func (f *worldFlag) AfterApply() error {
	if f.World == "" {
		f.World = "default"
	}
	return nil
}

type validateCmd struct {
	Files []string `arg:"" name:"file" help:"World files to check."`
}

// Run checks every file and reports everything that is wrong with any of them.
func (c validateCmd) Run(s streams) error {
	wrong := 0
	for _, file := range c.Files {
		if _, err := fixtures.Load(file); err != nil {
			wrong++
			fmt.Fprintln(s.stderr, err)
			continue
		}
		fmt.Fprintf(s.stdout, "%s: ok\n", file)
	}
	if wrong > 0 {
		return fmt.Errorf("%d of %d world files have mistakes", wrong, len(c.Files))
	}
	return nil
}

type configCmd struct {
	worldFlag
}

// Run prints the world that was chosen, with every default filled in.
func (c configCmd) Run(s streams) error {
	world, err := c.load()
	if err != nil {
		return err
	}
	encoder := yaml.NewEncoder(s.stdout)
	encoder.SetIndent(2)
	return encoder.Encode(world.Complete())
}
