package main

import (
	"fmt"
	"runtime/debug"
	"strings"
)

// These are set by the linker: -ldflags "-X main.version=1.2.3".
var (
	version = "devel"
	commit  string // hash of the commit that was built
	date    string // when that was made, by RFC 3339
)

type versionCmd struct{}

// Run prints the version, and what it was built from.
func (versionCmd) Run(s streams) error {
	var settings []debug.BuildSetting
	if info, ok := debug.ReadBuildInfo(); ok {
		settings = info.Settings
	}
	_, err := fmt.Fprintln(s.stdout, strings.TrimSpace("sms77mock "+version+" "+builtFrom(settings)))
	return err
}

// builtFrom names the commit that was built, "" if that is not known. Where the linker
// was not told, settings have what go build found in the repository.
func builtFrom(settings []debug.BuildSetting) string {
	hash, moment := commit, date
	if hash == "" {
		for _, s := range settings {
			switch s.Key {
			case "vcs.revision":
				hash = s.Value
			case "vcs.time":
				moment = s.Value
			}
		}
	}
	switch {
	case hash == "":
		return ""
	case moment == "":
		return "(commit " + hash + ")"
	}
	return "(commit " + hash + " of " + moment + ")"
}
