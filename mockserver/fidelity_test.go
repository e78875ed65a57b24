package mockserver_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every test that docs/fidelity.md calls on is there: a function, its subtest of
// a file of testdata, a recorded exchange or a script.
func TestFidelityNamesTests(t *testing.T) {
	t.Parallel()
	functions, recorded := testFunctions(t), recordings(t)
	named := 0
	for _, name := range testsNamed(t, "../docs/fidelity.md") {
		named++
		function, subtest, _ := strings.Cut(name, "/")
		switch {
		case strings.HasPrefix(name, "e2e/"):
			if _, err := os.Stat(filepath.Join("..", name)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case !isFunction.MatchString(name):
			if !slices.Contains(recorded, name) {
				t.Errorf("%s is no recorded exchange", name)
			}
		case !slices.Contains(functions, function):
			t.Errorf("%s: there is no such test", name)
		case subtest != "" && len(glob(t, subtest)) == 0:
			t.Errorf("%s: there is no such subtest", name)
		}
	}
	if named < 100 {
		t.Errorf("found %d names of tests, want more: is the file read right?", named)
	}
}

var (
	isFunction = regexp.MustCompile(`^(Test|Fuzz|Example|Benchmark)[A-Z]`)
	function   = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Example|Benchmark)\w*)\(`)
	quotedName = regexp.MustCompile("`([^`]+)`")
)

// testsNamed returns the names in the columns of a document's tables that are
// headed "Held by".
func testsNamed(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	column := -1
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch head := slices.IndexFunc(cells, func(c string) bool { return strings.TrimSpace(c) == "Held by" }); {
		case !strings.HasPrefix(line, "|"):
			column = -1
		case head >= 0:
			column = head
		case column >= 0 && len(cells) > column:
			// A | inside of a cell moves the last column to the right.
			for _, found := range quotedName.FindAllStringSubmatch(cells[len(cells)-1], -1) {
				names = append(names, found[1])
			}
		}
	}
	return names
}

// testFunctions returns the names of all tests of the repository.
func testFunctions(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && entry.Name() == "node_modules" {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, found := range function.FindAllSubmatch(text, -1) {
			names = append(names, string(found[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// glob returns the files of testdata that a subtest is named after.
func glob(t *testing.T, subtest string) []string {
	t.Helper()
	files, err := filepath.Glob("internal/*/testdata/*/" + subtest + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// recordings returns the names of the recorded exchanges.
func recordings(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, e := range recordedExchanges(t) {
		names = append(names, e.Name)
	}
	return names
}
