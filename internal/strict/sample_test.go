package strict_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"example.com/sms77mock/internal/strict"
)

// sample has a field of every kind that can be read.
type sample struct {
	Text   string            `yaml:"text,omitempty" doc:"Any text."`
	Colour colour            `yaml:"colour" doc:"A colour."`
	Flag   bool              `yaml:"flag"`
	Count  int               `yaml:"count"`
	Small  int8              `yaml:"small"`
	Big    int64             `yaml:"big"`
	Number uint64            `yaml:"number"`
	Ratio  float64           `yaml:"ratio"`
	Wait   time.Duration     `yaml:"wait" doc:"A pause."`
	List   []string          `yaml:"list"`
	Inner  inner             `yaml:"inner"`
	Inners []inner           `yaml:"inners"`
	Map    map[string]string `yaml:"map"`
	Maybe  *string           `yaml:"maybe"`
	Later  *inner            `yaml:"later"`
	shared `yaml:",inline"`
	Hidden string `yaml:"-"`
	NoTag  string
}

type inner struct {
	Name   string   `yaml:"name"`
	Colour colour   `yaml:"colour"`
	Words  []colour `yaml:"words"`
}

// shared stands among the fields of whatever embeds it.
type shared struct {
	Common string `yaml:"common" doc:"In line."`
}

type colour string

func (colour) Values() []string { return []string{"red", "green"} }

const sampleFields = "text, colour, flag, count, small, big, number, ratio, wait, list, inner, inners, map, maybe, later, common"

func ptr[T any](v T) *T { return &v }

// check compares what was read, and what was said about it.
func check(t *testing.T, input string, doc *strict.Document, got, want sample, problems string) {
	t.Helper()
	said := ""
	if err := doc.Err(); err != nil {
		said = err.Error()
	}
	if said != problems {
		t.Errorf("%s\ngot the problems\n%s\nwant\n%s", input, said, problems)
	}
	if problems != "" {
		return
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sample{})); diff != "" {
		t.Errorf("%s\ngot another value than wanted (-want +got):\n%s", input, diff)
	}
}
