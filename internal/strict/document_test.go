package strict_test

import (
	"errors"
	"testing"

	"example.com/sms77mock/internal/strict"
)

const document = `
text: a
inners:
  - name: b
    colour: blue
  - name: c
map:
  x: 1
`

func TestDocumentSound(t *testing.T) {
	t.Parallel()
	doc := strict.YAML("s.yaml", []byte(document), new(sample), nil)
	for path, want := range map[string]bool{
		"inners[0].colour": false, "inners[0]": false, "inners": false,
		"inners[0].name": true, "inners[1]": true, "inner": true, "text": true, "inners[0].col": true,
	} {
		if got := doc.Sound(at(path)); got != want {
			t.Errorf("Sound(%q) = %t, want %t", path, got, want)
		}
	}
}

// A problem with a field that is not there stands on the line of what is
// around it, and problems are told in the order of their lines.
func TestDocumentReport(t *testing.T) {
	t.Parallel()
	doc := strict.YAML("s.yaml", []byte(document), new(sample), nil)
	doc.Report(at("map.y"), "", "missing")
	doc.Report(at("inners[1].colour"), "", "missing")
	doc.Report(at("inners[1].name"), "c", "second")
	doc.Report(at("count"), "", "not there at all")
	doc.Report(at("text"), "a", "first")
	want := `s.yaml: count: not there at all
s.yaml:2: text: "a": first
s.yaml:5: inners[0].colour: "blue": want one of red, green
s.yaml:6: inners[1].colour: missing
s.yaml:6: inners[1].name: "c": second
s.yaml:7: map.y: missing`
	err := doc.Err()
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	var problem *strict.Problem
	if !errors.As(err, &problem) || problem.Path != "count" || problem.File != "s.yaml" {
		t.Errorf("got the problem %+v, want that of count in s.yaml", problem)
	}
}

// What something else takes the place of is not wrong any more, nor is what is inside.
func TestDocumentOverrule(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{"inners[0].colour": true, "inners": true, "inner": false, "inners[0].col": false} {
		doc := strict.YAML("s.yaml", []byte(document), new(sample), nil)
		doc.Overrule(at(path))
		if got := doc.Err() == nil; got != want {
			t.Errorf("%s: got %v, want it sound: %t", path, doc.Err(), want)
		}
	}
}

func TestDocumentErrNone(t *testing.T) {
	t.Parallel()
	if err := strict.YAML("s.yaml", []byte("text: a"), new(sample), nil).Err(); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

// at leads to a field that has the words of its path for a name.
func at(path string) strict.Path { return new(strict.Path).Field(path) }
