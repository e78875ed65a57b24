package mockserver_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// docs/state.md tells of every kind of records, and of none besides.
func TestStateDocument(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/state.md")
	if err != nil {
		t.Fatal(err)
	}
	var told, kept []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|").FindAllSubmatch(text, -1) {
		told = append(told, string(row[1]))
	}
	for _, p := range newServer(t, nil).Changes(true) {
		kept = append(kept, p.Kind)
	}
	slices.Sort(told)
	slices.Sort(kept)
	if diff := cmp.Diff(kept, told); diff != "" {
		t.Errorf("docs/state.md differs from what is kept (-kept +told):\n%s", diff)
	}
}
