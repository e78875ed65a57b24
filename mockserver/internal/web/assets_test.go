package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"example.com/sms77mock/mockserver/internal/web"
)

func getAsset(path string, header http.Header) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.URL.Path = path
	r.Header = header
	w := httptest.NewRecorder()
	web.Assets().ServeHTTP(w, r)
	return w
}

func TestAssets(t *testing.T) {
	t.Parallel()
	for path, contentType := range map[string]string{
		"style.css":     "text/css; charset=utf-8",
		"/style.css":    "text/css; charset=utf-8", // as it is left by another way of stripping the prefix
		"consent.js":    "text/javascript; charset=utf-8",
		"/dashboard.js": "text/javascript; charset=utf-8",
		"icon.svg":      "image/svg+xml",
	} {
		w := getAsset(path, http.Header{})
		if w.Code != http.StatusOK || w.Body.Len() == 0 {
			t.Errorf("%s: got %d with %d bytes", path, w.Code, w.Body.Len())
		}
		if got := w.Header().Get("Content-Type"); got != contentType {
			t.Errorf("%s: Content-Type: got %q, want %q", path, got, contentType)
		}
		if got, want := w.Header().Get("X-Content-Type-Options"), "nosniff"; got != want {
			t.Errorf("%s: X-Content-Type-Options: got %q, want %q", path, got, want)
		}
		again := getAsset(path, http.Header{"If-None-Match": {w.Header().Get("ETag")}})
		if again.Code != http.StatusNotModified {
			t.Errorf("%s, unchanged: got %d, want 304", path, again.Code)
		}
	}
	for _, path := range []string{"", "/", ".", "nothing.js", "../web.go", "../templates/home.html", "//style.css", "style.css/"} {
		if w := getAsset(path, http.Header{}); w.Code != http.StatusNotFound {
			t.Errorf("%q: got %d, want 404", path, w.Code)
		}
	}
}

// reference is what a page or a script loads: an asset, from wherever the page is.
var reference = regexp.MustCompile(`(?:assets/|from "\./|new URL\(")([a-z_]+\.[a-z]+)"`)

// TestAssetsAreComplete follows what the pages and their scripts load, and finds
// assets that are missing and assets that nothing loads.
func TestAssetsAreComplete(t *testing.T) {
	t.Parallel()
	loaded := map[string]bool{}
	var follow func(text string)
	follow = func(text string) {
		for _, m := range reference.FindAllStringSubmatch(text, -1) {
			if loaded[m[1]] {
				continue
			}
			loaded[m[1]] = true
			w := getAsset(m[1], http.Header{})
			if w.Code != http.StatusOK {
				t.Errorf("%s is loaded and not there", m[1])
			}
			follow(w.Body.String())
		}
	}
	for _, w := range everyPage(t, "x") {
		follow(w.Body.String())
	}
	files, err := filepath.Glob("assets/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := filepath.Base(file); !loaded[name] {
			t.Errorf("%s is there and nothing loads it", name)
		}
	}
}

// markup is every way for a script to turn text into markup or code.
var markup = regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTMLUnsafe|srcdoc|\beval\(|new Function|import\(`)

// TestScriptsParseNothing keeps foreign text from becoming markup or code.
func TestScriptsParseNothing(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("assets/*.js")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := markup.FindString(string(source)); found != "" {
			t.Errorf("%s says %q", file, found)
		}
		if lines := strings.Count(string(source), "\n"); lines > 250 && filepath.Base(file) != "german.js" {
			t.Errorf("%s has %d lines: one idea a file", file, lines)
		}
	}
}

// imported is a script that another one needs before it runs.
var imported = regexp.MustCompile(`(?m)^import .* from "\./([a-z_]+\.js)";$`)

// TestScriptsAreInLayers has no script need one that needs it.
func TestScriptsAreInLayers(t *testing.T) {
	t.Parallel()
	done := map[string]bool{}
	var visit func(file string, path []string)
	visit = func(file string, path []string) {
		if slices.Contains(path, file) {
			t.Errorf("%s import one another", strings.Join(path[slices.Index(path, file):], ", "))
			return
		}
		if done[file] {
			return
		}
		for _, m := range imported.FindAllStringSubmatch(getAsset(file, http.Header{}).Body.String(), -1) {
			visit(m[1], append(slices.Clone(path), file))
		}
		done[file] = true
	}
	visit("dashboard.js", nil)
	if len(done) < 2 {
		t.Error("dashboard.js imports nothing")
	}
}
