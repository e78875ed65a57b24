package main

import (
	"runtime/debug"
	"testing"
)

// What the linker was not told, is read from what a plain go build has noted.
func TestBuiltFrom(t *testing.T) {
	t.Parallel()
	revision, moment := debug.BuildSetting{Key: "vcs.revision", Value: "f094166f"}, debug.BuildSetting{Key: "vcs.time", Value: "2026-11-26T16:50:22Z"}
	for want, settings := range map[string][]debug.BuildSetting{
		"": {{Key: "GOOS", Value: "linux"}},
		"(commit f094166f of 2026-11-26T16:50:22Z)": {revision, moment},
		"(commit f094166f)":                         {revision},
	} {
		if got := builtFrom(settings); got != want {
			t.Errorf("%v: got %q, want %q", settings, got, want)
		}
	}
}
