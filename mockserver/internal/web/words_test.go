package web_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

var (
	// said is a text that a script shows in the page's language: the first of t,
	// or both forms of tn.
	said = regexp.MustCompile(`\bt\(("(?:[^"\\]|\\.)*")|\btn\([^"]*("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")`)
	// translated is an entry of the German words.
	translated = regexp.MustCompile(`(?m)^  ("(?:[^"\\]|\\.)*"): "`)
)

// dynamic are the words of the control API that the scripts show translated.
var dynamic = []string{
	"ok", "refused", "faulted", "pending", "used", "revoked", "expired", "valid",
	"tokens", "decisions", "faults", "requests", "messages", "approve", "deny", "prompt",
}

// TestGerman wants every word of the dashboard in German, and no word that the
// dashboard does not say.
func TestGerman(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, word := range dynamic {
		want[word] = true
	}
	files, err := filepath.Glob("assets/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, m := range said.FindAllStringSubmatch(source(t, file), -1) {
			for _, quoted := range m[1:] {
				if text, err := strconv.Unquote(quoted); err == nil {
					want[text] = true
				}
			}
		}
	}
	got := map[string]bool{}
	for _, m := range translated.FindAllStringSubmatch(source(t, "assets/german.js"), -1) {
		text, err := strconv.Unquote(m[1])
		if err != nil {
			t.Fatal(err)
		}
		got[text] = true
	}
	for _, text := range slices.Sorted(maps.Keys(want)) {
		if !got[text] {
			t.Errorf("%q has no German word", text)
		}
	}
	for _, text := range slices.Sorted(maps.Keys(got)) {
		if !want[text] {
			t.Errorf("%q is translated, and nothing says it", text)
		}
	}
}

func source(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
